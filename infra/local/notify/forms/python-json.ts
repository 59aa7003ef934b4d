// Reads request bodies as Python's json module does, and writes answers and callbacks as Flask and requests do.
import { isObject, PythonFloat } from './python-values.ts';

export type Parsed = { ok: true; value: unknown } | { ok: false; reason: 'invalid' | 'too-deep' };

/** Python's json.detect_encoding: UTF-8 with or without mark, UTF-16 and UTF-32 by mark or by where the NULs are. */
function encodingOf(bytes: Buffer): string {
  const at = (index: number) => bytes[index] ?? -1;
  if (at(0) === 0xff && at(1) === 0xfe) return 'utf-16le';
  if (at(0) === 0xfe && at(1) === 0xff) return 'utf-16be';
  if (bytes.length >= 2 && at(0) === 0) return 'utf-16be';
  if (bytes.length >= 2 && at(1) === 0) return 'utf-16le';
  return 'utf-8';
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

const reviveNumbers: Reviver = (_key, value, { source }) => {
  if (typeof value !== 'number' || source === undefined) return value;
  if (/[.eE]/.test(source)) return new PythonFloat(value);
  return Number.isSafeInteger(value) ? value : BigInt(source);
};

/** Parses a JSON body. Whole numbers stay exact, and numbers with a point become PythonFloat. */
export function parseJson(bytes: Buffer): Parsed {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return { ok: true, value: JSON.parse(text, reviveNumbers as Parameters<typeof JSON.parse>[1]) };
  } catch (error) {
    // Too deep for JavaScript's stack: Python gives up at about a thousand levels with a RecursionError.
    return { ok: false, reason: error instanceof RangeError ? 'too-deep' : 'invalid' };
  }
}

const escapeNonAscii = (text: string): string =>
  text.replace(/[\u007f-\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value instanceof PythonFloat) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}

/** An answer as Flask writes it: keys sorted, non-ASCII text escaped, a newline at the end. */
export const answerJson = (value: unknown): string => `${escapeNonAscii(JSON.stringify(sortKeys(value)))}\n`;

/** A flat callback body as Python's json.dumps writes it: keys in their order, a space after each colon and comma. */
export const callbackJson = (value: Record<string, string | number | null>): string =>
  `{${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}: ${escapeNonAscii(JSON.stringify(each))}`)
    .join(', ')}}`;
