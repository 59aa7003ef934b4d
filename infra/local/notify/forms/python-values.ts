// GOV.UK Notify is written in Python, and Python's own spelling of values shows in its answers: in validation messages
// ("reference None is not of type string") and in texts that were personalised with something else than a string.

/** A JSON number that was written with a point or an exponent: Python prints 1.0 as "1.0", JavaScript as "1". */
export class PythonFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof PythonFloat);

const isNumber = (value: unknown) =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof PythonFloat;

export type JsonType = 'string' | 'object' | 'array' | 'null' | 'boolean' | 'number';

export function typeOf(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (isNumber(value)) return 'number';
  return Array.isArray(value) ? 'array' : 'object';
}

/** Python's bool(): what `if not value` goes by. */
export function truthy(value: unknown): boolean {
  if (value instanceof PythonFloat) return value.value !== 0;
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

function floatRepr(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${Object.is(value, -0) ? '-0' : value}.0`;
  const text = Math.abs(value) >= 1e16 || (value !== 0 && Math.abs(value) < 1e-4) ? value.toExponential() : `${value}`;
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  if (ESCAPES[character]) return ESCAPES[character];
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\p{C}\p{Z}]/gu, (each) => (each === ' ' ? each : escapeCharacter(each)));
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** Python's repr(). */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return stringRepr(value);
  if (value instanceof PythonFloat) return floatRepr(value.value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, each]) => `${stringRepr(key)}: ${repr(each)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** Python's str(). */
export const str = (value: unknown): string => (typeof value === 'string' ? value : repr(value));

/** What \\s stands for in Python's patterns, as the inside of a character class: JavaScript's is another set. */
export const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const OUTER_SPACE = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g');
const INNER_SPACE = new RegExp(`[${SPACE}]+`, 'g');

/** Python's str.strip(): other characters than JavaScript's trim(). */
export const strip = (text: string): string => text.replace(OUTER_SPACE, '');

/** Python's ' '.join(text.split()). */
export const collapseSpace = (text: string): string => strip(text).replace(INNER_SPACE, ' ');

// biome-ignore lint/suspicious/noControlCharactersInRegex: Python ends lines at the separators U+001C to U+001E too
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Python's str.splitlines(). */
export function splitLines(text: string): string[] {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
