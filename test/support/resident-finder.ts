import { type Place, remembering } from './marks.ts';

/** What an extract holds of the people on it: every name, number, email and first line of an address that is there. */
export type Residents = { names: Set<string>; numbers: Set<string>; emails: Set<string>; addresses: Set<string> };

const RUN_OF_DIGITS = /\d(?:[\s().+-]{0,3}\d){8,}/g;
const EMAIL = /[\w.+'-]+@[\w.-]+\w/g;
/** Not a part of a key or an id: those have digits, dashes and underscores between their letters. */
const WORD = /(?<![\p{L}\p{M}\p{N}_-])[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*(?![\p{L}\p{M}\p{N}_-])/gu;
/** Keys are base64 too, and what they decode to is noise, in which a short name turns up by chance. */
const LETTERS_IN_NOISE = 6;
const NATIONAL = 10; // digits of a UK number without its 0 or +44

const folded = (text: string) => text.normalize('NFC').toLowerCase();
const national = (digits: string) => digits.replace(/\D/g, '').slice(-NATIONAL);

/** @param csv whose values need no quotes */
export function residentsIn(csv: string): Residents {
  const [header = '', ...lines] = csv.trim().split('\n');
  const columns = header.split(',');
  const of = (...wanted: string[]) =>
    new Set(
      lines
        .filter((line) => !line.startsWith('TRAILER'))
        .flatMap((line) => {
          const values = line.split(',');
          return wanted.map((column) => folded(values[columns.indexOf(column)] ?? ''));
        })
        .filter(Boolean),
    );
  return {
    names: of('first_name', 'last_name'),
    numbers: new Set([...of('mobile')].map(national).filter(({ length }) => length === NATIONAL)),
    emails: new Set([...of('email')].filter((each) => each.match(EMAIL)?.[0] === each)),
    addresses: of('address_line_1'),
  };
}

const unescaped = (text: string): string =>
  text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\+["/nt]/g, ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replaceAll('&#39;', "'");

/** A text as it is, and as part of a URL, of a form, of JSON in JSON, or of HTML. */
const readings = (text: string): string[] => [text, unescaped(text), unescaped(text.replaceAll('+', ' '))];

/** Whatever in a text could be base64 or hex, decoded. */
const decoded = (text: string): string =>
  [
    ...(text.match(/[\w+/-]{8,}={0,2}/g) ?? []).map((each) => Buffer.from(each, 'base64').toString()),
    ...(text.match(/(?:[0-9a-f]{2}){6,}/gi) ?? []).map((each) => Buffer.from(each, 'hex').toString()),
  ].join('\n');

/**
 * Finds what is known of some hundred residents, whose names are names that anybody may have: names as whole words,
 * numbers by their digits, emails and addresses as they stand.
 */
export function residentFinder({ names, numbers, emails, addresses }: Residents) {
  const streets = new Set([...addresses].map((each) => each.replace(/^\d+\s+/, '')));
  const address = new RegExp(`\\d+\\s+(?:${[...streets].join('|')})`, 'g');
  const foundIn = (reading: string, lettersAtLeast = 1): string[] => {
    const text = folded(reading);
    return [
      ...(text.match(WORD) ?? []).filter((each) => each.length >= lettersAtLeast && names.has(each)),
      ...(text.match(RUN_OF_DIGITS) ?? []).map(national).filter((each) => numbers.has(each)),
      ...(text.match(EMAIL) ?? []).filter((each) => emails.has(each)),
      ...(text.match(address) ?? []).filter((each) => addresses.has(each)),
    ];
  };
  const marksIn = remembering((content) => {
    const text = content.toString();
    const found = [...readings(text).flatMap((each) => foundIn(each)), ...foundIn(decoded(text), LETTERS_IN_NOISE)];
    return [...new Set(found)];
  });
  /** A line for each mark and place. */
  const leaks = (places: readonly Place[]): string[] =>
    places.flatMap(({ name, content }) => marksIn(content).map((mark) => `${mark} is in ${name}`));
  return { marksIn, leaks };
}
