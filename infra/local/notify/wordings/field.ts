// Placeholders ((name)) and conditionals ((flag??text)), as notifications-utils fills them (field.py).
import { str, strip, truthy } from '../forms/python-values.ts';

const PLACEHOLDER = /\({2}([^()]+)\){2}/g;
const SHOWN = new Set(['yes', 'y', 'true', 't', '1', 'include', 'show']);
const ZERO_AND_NO_BREAK_SPACE = /[\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029\u00a0\u202f]/g;

/** Names match ignoring case, spaces, underscores and hyphens. */
export const nameKey = (name: string): string => name.replace(/[ _-]/g, '').toLowerCase();

/** Personalisation by name key; the last of several spellings counts. */
export type Values = ReadonlyMap<string, unknown>;

export const valuesFrom = (personalisation: Record<string, unknown>): Values =>
  new Map(Object.entries(personalisation).map(([name, value]) => [nameKey(name), value]));

/** Removes invisible and no-break spaces anywhere, and white space at both ends. */
export const stripObscure = (text: string): string =>
  text.replace(ZERO_AND_NO_BREAK_SPACE, '').replace(/^[\t-\r ]+|[\t-\r ]+$/g, '');

/** The distinct placeholder names of some texts, spelt as where they come first. */
export function placeholdersOf(...texts: (string | null)[]): string[] {
  const found = new Map<string, string>();
  for (const text of texts) {
    for (const [, body = ''] of (text ?? '').matchAll(PLACEHOLDER)) {
      const name = body.split('??')[0] ?? '';
      if (!found.has(nameKey(name))) found.set(nameKey(name), name);
    }
  }
  return [...found.values()];
}

/** The names that have no value: absent or null. An empty string is a value. */
export const missingNames = (names: string[], values: Values): string[] =>
  names.filter((name) => (values.get(nameKey(name)) ?? null) === null);

export type ListStyle = 'bullets' | 'sentence';

function listText(items: unknown[], style: ListStyle): string {
  const kept = items
    .filter((item) => item !== null)
    .map((item) => stripObscure(str(item)))
    .filter((item) => item !== '');
  if (kept.length === 0) return '';
  if (style === 'bullets') return `\n\n${kept.map((item) => `* ${item}`).join('\n')}`;
  return kept.length === 1 ? (kept[0] ?? '') : `${kept.slice(0, -1).join(', ')} and ${kept.at(-1)}`;
}

/** Fills the placeholders of a text. `escaping` is applied to the text and to every value (letter headings). */
export function fillIn(text: string, values: Values, style: ListStyle, escaping = (each: string) => each): string {
  return escaping(text).replace(PLACEHOLDER, (whole, body: string) => {
    const [name = '', ...rest] = body.split('??');
    const value = values.get(nameKey(name)) ?? null;
    if (value === null) return whole;
    const filled = escaping(Array.isArray(value) ? listText(value, style) : str(value));
    if (rest.length === 0) return filled;
    return truthy(filled) && SHOWN.has(filled.toLowerCase()) ? rest.join('??') : '';
  });
}

/** Body text with the values in: what the API calls content_with_placeholders_filled_in of emails and letters. */
export const filledBody = (text: string, values: Values): string => strip(fillIn(text, values, 'bullets'));
