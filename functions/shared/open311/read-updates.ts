import { XMLParser, XMLValidator } from 'fast-xml-parser';
import * as z from 'zod';
import { parseJson } from '../json.ts';

/** Word of another system on a request. */
export type ReadUpdate = {
  update_id: string;
  service_request_id: string;
  status: string;
  external_status_code: string | null;
  /** An instant with its zone. */
  updated_datetime: string;
};

/** `unreadable` counts entries that are no updates. */
export type ReadUpdates = { updates: ReadUpdate[]; unreadable: number };

const MOST_UPDATES = 10_000;
const DEEPEST = 16;

/** Ids are texts, and numbers in some systems' JSON: those that are whole and exact. */
const id = z.union([z.string().trim().min(1).max(100), z.int().min(0).transform(String)]);
const code = z.union([z.string().trim().min(1).max(60), z.int().min(0).transform(String)]);

const update = z.object({
  update_id: id,
  service_request_id: id,
  status: code,
  external_status_code: code.nullish().catch(null),
  updated_datetime: z.iso.datetime({ offset: true }),
});

/**
 * What an answer to `servicerequestupdates` says, in JSON or XML; null where it is neither, is not UTF-8, is nested without
 * end, or declares entities.
 */
export function readUpdates(bytes: Uint8Array): ReadUpdates | null {
  const text = textOf(bytes);
  if (text === null) return null;
  const entries = /^\s*</.test(text) ? entriesOfXml(text) : entriesOfJson(text);
  if (entries === null || entries.length > MOST_UPDATES) return null;
  const updates = entries.flatMap((each): ReadUpdate[] => {
    const { success, data } = update.safeParse(each);
    return success ? [{ ...data, external_status_code: data.external_status_code ?? null }] : [];
  });
  return { updates, unreadable: entries.length - updates.length };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // takes a byte order mark away
  } catch {
    return null;
  }
}

/** A list, or one under the name that the adapters of mySociety give it. */
function entriesOfJson(text: string): unknown[] | null {
  const { ok, ...rest } = parseJson(text);
  const value = ok && 'value' in rest ? rest.value : null;
  if (Array.isArray(value)) return value;
  const named = (value as { service_request_updates?: unknown } | null)?.service_request_updates;
  return Array.isArray(named) ? named : null;
}

/** Only entities that XML itself has: a document that declares its own is not read at all. */
const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  maxNestedTags: DEEPEST,
  isArray: (name) => name === 'request_update',
});

const OWN_ENTITIES: readonly [RegExp, string][] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&(apos|#39);/g, "'"],
  [/&amp;/g, '&'],
];
const unescaped = (text: string): string => OWN_ENTITIES.reduce((now, [form, char]) => now.replace(form, char), text);

function entriesOfXml(text: string): unknown[] | null {
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return null;
  let root: Record<string, unknown>;
  try {
    root = xml.parse(text) as Record<string, unknown>;
  } catch {
    return null; // nested deeper than that
  }
  const list = root['service_request_updates'];
  if (list === undefined) return null;
  const entries =
    typeof list === 'object' && list !== null ? (list as { request_update?: unknown[] }).request_update : [];
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
