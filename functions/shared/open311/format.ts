import type { Answer } from '../http/answer.ts';

/** How an answer is written. */
export type Format = 'json' | 'xml';

/** What an answer may hold. What is absent is null, and stands in it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** What one entry of a list is called in XML, by the list (GeoReport v2; updates by mySociety's extension). */
const ENTRIES: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  service_request_updates: 'request_update',
  errors: 'error',
};

/** No XML 1.0 document may have them, not even escaped (XML 1.0, 2.2). */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replace(NOT_IN_XML, '').replace(/[&<>"']/g, (each) => ESCAPED[each] ?? '');

function element(name: string, value: Value): string {
  if (value === null || value === '') return `<${name}/>`;
  return `<${name}>${inner(name, value)}</${name}>`;
}

function inner(name: string, value: Exclude<Value, null>): string {
  if (Array.isArray(value)) return value.map((each: Value) => element(ENTRIES[name] ?? 'entry', each)).join('');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([field, each]) => element(field, each))
      .join('');
  return escaped(String(value));
}

/** @param root what the answer is called: in XML its outermost element; JSON has none */
export function answerIn(format: Format, root: string, value: Value, status = 200): Answer {
  if (format === 'json') return { status, body: value };
  return {
    status,
    text: `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}\n`,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
  };
}

/** A request that will not do, as the standard has it: each fault with the status as its code. */
export const faultsIn = (format: Format, status: number, descriptions: readonly string[]): Answer =>
  answerIn(
    format,
    'errors',
    descriptions.map((description) => ({ code: status, description })),
    status,
  );
