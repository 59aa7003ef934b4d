import { withoutBom } from './bom.ts';

/** Nothing we take is nested deeper. A function that walks through it must not run out of stack. */
const DEEPEST = 32;

/** What is wrong with a text that should be JSON, or its value. */
export type Parsed = { ok: true; value: unknown } | { ok: false; message: string };

/** Parses JSON of bounded depth. */
export function parseJson(body: string): Parsed {
  const text = withoutBom(body);
  if (isTooDeep(text)) return { ok: false, message: `is nested deeper than ${DEEPEST} levels` };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, message: 'is not JSON' };
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (inText) {
      if (c === '\\') at += 1;
      else if (c === '"') inText = false;
    } else if (c === '"') {
      inText = true;
    } else if (c === '{' || c === '[') {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (c === '}' || c === ']') {
      depth -= 1;
    }
  }
  return false;
}

/** Without the fields that are `null`, at every depth: other systems write an absent value so. */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const there = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(there.map(([name, each]) => [name, withoutNulls(each)]));
};

/** The same text for the same value, however it was written. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  ) ?? 'null';
