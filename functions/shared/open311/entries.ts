import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseJson } from '../json.ts';

const DEEPEST = 16;

/** How a list is called in an answer, and each of its entries in XML. Each of `names` is in use. */
export type List = { names: readonly string[]; entry: 'request_update' | 'request' };

export const REQUESTS: List = { names: ['service_requests'], entry: 'request' };
/** The page of mySociety's extension has the one in its table and the other in its sample, and servers have either. */
export const UPDATES: List = {
  names: ['service_request_updates', 'service_requests_updates'],
  entry: 'request_update',
};

/**
 * The entries of a list in an answer of Open311, in JSON or XML; null where it is neither, is not UTF-8, is nested without end, or
 * declares entities.
 */
export function entriesIn(bytes: Uint8Array, list: List): unknown[] | null {
  const text = textOf(bytes);
  if (text === null) return null;
  return /^\s*</.test(text) ? entriesOfXml(text, list) : entriesOfJson(text, list);
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // takes a byte order mark away
  } catch {
    return null;
  }
}

/** A list, or one under the name that the adapters of mySociety give it. */
function entriesOfJson(text: string, { names }: List): unknown[] | null {
  const { ok, ...rest } = parseJson(text);
  const value = ok && 'value' in rest ? rest.value : null;
  if (Array.isArray(value)) return value;
  const named = names.map((name) => (value as Record<string, unknown> | null)?.[name]);
  return named.find((each) => Array.isArray(each)) ?? null;
}

/** Only entities that XML itself has: a document that declares its own is not read at all. */
const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  maxNestedTags: DEEPEST,
  isArray: (name) => name === 'request_update' || name === 'request',
});

const OWN_ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
/** What a document may have (XML 1.0, 2.2): a number beyond it stands for nothing. */
const CHARACTER = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]$/u;
const MOST = 0x10ffff;

/** Each once: what comes of one may look like another. A carriage return is never written otherwise (XML 1.0, 2.11). */
const unescaped = (text: string): string =>
  text.replace(/&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g, (all, name, decimal, hexadecimal) => {
    if (name !== undefined) return OWN_ENTITIES[name] ?? all;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    const character = code <= MOST ? String.fromCodePoint(code) : '';
    return CHARACTER.test(character) ? character : all;
  });

function entriesOfXml(text: string, { names, entry }: List): unknown[] | null {
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return null;
  let root: Record<string, unknown>;
  try {
    root = xml.parse(text) as Record<string, unknown>;
  } catch {
    return null; // nested deeper than that
  }
  const list = names.map((name) => root[name]).find((each) => each !== undefined);
  if (list === undefined) return null;
  const entries =
    typeof list === 'object' && list !== null ? (list as Record<string, unknown[] | undefined>)[entry] : [];
  return (entries ?? []).map((each) =>
    typeof each !== 'object' || each === null
      ? each
      : Object.fromEntries(
          // An element that is empty is absent.
          Object.entries(each).flatMap(([name, value]) =>
            typeof value === 'string' && value.trim() !== '' ? [[name, unescaped(value)]] : [],
          ),
        ),
  );
}
