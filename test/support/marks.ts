/** A resident whose data cannot be taken for anybody else's, wherever it turns up and however it is written. */
export type Marked = {
  first_name: string;
  last_name: string;
  mobile: string;
  email: string;
  address_line_1: string;
  note: string;
};

/** A place in which personal data may or may not rest, and what is there. */
export type Place = { name: string; content: string | Buffer };

/** @param letter tells one resident's marks from another's: a capital, and `n`, a digit, from 1 */
export const marked = (letter: string, n: number): Marked => ({
  first_name: `Zoë${letter.toLowerCase()}linthq`,
  last_name: `Wyvern${letter.toLowerCase()}hoeqx`,
  mobile: `07700 900${101 * n}`,
  email: `q.${letter.toLowerCase()}.vandroq${n}@marks-q.example`,
  address_line_1: `${n} Xylophone ${letter}quay`,
  note: `said "call ${letter}qmum" & cried/wept`,
});

type Search = { mark: string; pattern: RegExp };

/** Everything in which a mark can be written: a number with whatever stands between its digits, words in each encoding. */
function searchesFor(people: readonly Marked[]): Search[] {
  return people.flatMap(({ mobile, ...words }) => [
    ...phoneSearches(mobile),
    ...Object.values(words).flatMap((word) => {
      const forms = formsOf(word);
      return forms.map((form) => ({ mark: word, pattern: new RegExp(escaped(form), 'i') }));
    }),
  ]);
}

/** The number without its 0 or +44: digits, with blanks, dots, dashes and brackets between them, written out or encoded. */
function phoneSearches(mobile: string): Search[] {
  const core = mobile.replace(/\D/g, '').slice(1);
  const between = '(?:[\\s.()+-]|%20|\\\\u0020|&nbsp;)*';
  const plain = { mark: mobile, pattern: new RegExp(`(?<!\\d)(?:0|44)?${between}${[...core].join(between)}(?!\\d)`) };
  const spellings = [mobile, `0${core}`, `+44${core}`, `44${core}`];
  return [plain, ...spellings.flatMap(encoded).map((form) => ({ mark: mobile, pattern: new RegExp(escaped(form)) }))];
}

const formsOf = (word: string): string[] => [
  ...new Set([
    ...[word, word.normalize('NFD'), latin1(word)],
    ...[encodeURIComponent(word), encodeURIComponent(word).replaceAll('%20', '+')],
    ...[inJson(word), inJson(inJson(word)), asciiJson(word), asciiJson(inJson(word)), asciiJson(inJson(inJson(word)))],
    ...[htmlOf(word)],
    ...[word, word.toLowerCase(), word.toUpperCase()].flatMap(encoded),
  ]),
];

/** As hex, and as base64 wherever in a longer text it begins: the part that does not depend on its neighbours. */
function encoded(text: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const from = Math.ceil((offset * 8) / 6);
    return bytes
      .toString('base64')
      .replaceAll('=', '')
      .slice(from, Math.floor((bytes.length * 8) / 6));
  });
  const inUrls = inBase64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_'));
  return [Buffer.from(text).toString('hex'), ...inBase64, ...inUrls];
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
// UTF-8 read as Latin-1, as a log viewer may have it.
const latin1 = (text: string) => Buffer.from(text).toString('latin1');
const asciiJson = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
const htmlOf = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The same, and what was once found in a text is known for good: places are looked at again and again, and few have changed. */
export function remembering(marksIn: (content: string | Buffer) => string[]): typeof marksIn {
  const known = new Map<string, string[]>();
  return (content) => {
    if (typeof content !== 'string') return marksIn(content);
    const found = known.get(content) ?? marksIn(content);
    known.set(content, found);
    return found;
  };
}

/** Finds residents' marks in places. */
export function marksFinder(people: readonly Marked[]) {
  const searches = searchesFor(people);
  /** The marks that are in a text, or in bytes however they are read. */
  const marksIn = remembering((content) => {
    const texts = typeof content === 'string' ? [content] : [content.toString('utf8'), content.toString('utf16le')];
    return [
      ...new Set(searches.filter(({ pattern }) => texts.some((each) => pattern.test(each))).map(({ mark }) => mark)),
    ];
  });
  /** What is found where: a line for each mark. */
  const leaks = (places: readonly Place[]): string[] =>
    places.flatMap(({ name, content }) => marksIn(content).map((mark) => `${mark} is in ${name}`));
  return { marksIn, leaks };
}
