import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseJson } from '../json.ts';

const DEEPEST = 16;

/** How a list is called in an answer, and each of its entries in XML. */
export type List = { list: 'service_request_updates' | 'service_requests'; entry: 'request_update' | 'request' };

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
function entriesOfJson(text: string, { list }: List): unknown[] | null {
  const { ok, ...rest } = parseJson(text);
  const value = ok && 'value' in rest ? rest.value : null;
  if (Array.isArray(value)) return value;
  const named = (value as Record<string, unknown> | null)?.[list];
  return Array.isArray(named) ? named : null;
}

/** Only entities that XML itself has: a document that declares its own is not read at all. */
const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  maxNestedTags: DEEPEST,
  isArray: (name) => name === 'request_update' || name === 'request',
});

const OWN_ENTITIES: readonly [RegExp, string][] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&(apos|#39);/g, "'"],
  [/&amp;/g, '&'],
];
const unescaped = (text: string): string => OWN_ENTITIES.reduce((now, [form, char]) => now.replace(form, char), text);

function entriesOfXml(text: string, { list: name, entry }: List): unknown[] | null {
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return null;
  let root: Record<string, unknown>;
  try {
    root = xml.parse(text) as Record<string, unknown>;
  } catch {
    return null; // nested deeper than that
  }
  const list = root[name];
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
