// What a text becomes on its way to a phone, and how it is counted in fragments (notifications-utils sanitise_text.py and
// template.py). Up to August 2026 it was cleaned to GSM-7 plus Welsh; since then it may hold any letter.

import { collapseSpace, splitLines, strip } from '../forms/python-values.ts';
import type { World } from '../world/world.ts';
import { fillIn, type Values } from './field.ts';

/** 153 x 6: the longest text that Notify takes, without the service name in front. */
export const LONGEST_TEXT = 918;

const REPLACEMENTS = new Map(
  Object.entries({
    '‑': '-',
    '–': '-',
    '—': '-',
    '−': '-',
    '…': '...',
    '‘': "'",
    '’': "'",
    '“': '"',
    '”': '"',
    '‚': "'",
    '„': '"',
    '\u180e': '',
    '\u200b': '',
    '\u200c': '',
    '\u200d': '',
    '\u2060': '',
    '\ufeff': '',
    '\u2028': '',
    '\u2029': '',
    '\u00a0': ' ',
    '\u202f': ' ',
    '\t': ' ',
    Ł: 'L',
    ł: 'l',
  }),
);
const WELSH = new Set('àèìòùẁỳÀÈÌÒÙẀỲáéíóúẃýÁÉÍÓÚẂÝäëïöüẅÿÄËÏÖÜẄŸâêîôûŵŷÂÊÎÔÛŴŶ');
const EXTENDED_GSM = new Set('^{}\\[~]|€');
const GSM = new Set([
  ...EXTENDED_GSM,
  ...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?',
  ...'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
]);
const ALLOWED_IN_TEXTS = new Set([...GSM, ...WELSH]);
const PRINTABLE_ASCII = new Set(Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)));

/** The first character of a character's own (one-step) decomposition, as Unicode has it: ấ is â and an acute. */
function decomposedFirst(character: string): string | undefined {
  const parts = [...character.normalize('NFD')];
  if (parts.length === 1) return parts[0] === character ? undefined : parts[0];
  const composed = character.normalize('NFC');
  return composed === character ? [...parts.slice(0, -1).join('').normalize('NFC')][0] : [...composed][0];
}

function cleanCharacter(character: string, allowed: ReadonlySet<string>): string {
  if (allowed.has(character)) return character;
  const first = decomposedFirst(character);
  if (first !== undefined) return allowed.has(first) ? first : '?';
  return REPLACEMENTS.get(character) ?? '?';
}

const clean = (text: string, allowed: ReadonlySet<string>): string =>
  Array.from(text, (character) => cleanCharacter(character, allowed)).join('');

export const toPrintableAscii = (text: string): string => clean(text, PRINTABLE_ASCII);

/** Spaces before a comma or full stop go. */
export const closePunctuation = (text: string): string => text.replace(/(?<![ \t])[ \t]+([,.])/g, '$1');

/** Trims, makes every white space one space, and removes what has no width. */
export const normaliseSpace = (line: string): string =>
  collapseSpace(line.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029]/g, ''));

function uncleaned(template: string, values: Values, prefix: string | undefined): string {
  const filled = fillIn(template, values, 'sentence');
  const prefixed = closePunctuation(prefix ? `${strip(prefix)}: ${filled}` : filled);
  return strip(
    splitLines(prefixed)
      .map(normaliseSpace)
      .join('\n')
      .replace(/\n{3,}/g, '\n\n'),
  );
}

type SmsLetters = World['settings']['sms_letters'];
type Shown = { letters: SmsLetters; prefix?: string | undefined };

const withReplacements = (text: string): string =>
  Array.from(text, (character) => REPLACEMENTS.get(character) ?? character).join('');

const CLEANED: Readonly<Record<SmsLetters, (text: string) => string>> = {
  'gsm-and-welsh': (text) => clean(text, ALLOWED_IN_TEXTS),
  any: withReplacements,
};

/** The text as the phone shows it. `prefix` is the service's name where the service puts it in front of its texts. */
export const textContent = (template: string, values: Values, { letters, prefix }: Shown): string =>
  CLEANED[letters](uncleaned(template, values, prefix));

/** Billable fragments: 160 or 153 each in GSM-7 (some characters count double), 70 or 67 each in UTF-16. */
export function fragmentCount(template: string, values: Values, { letters, prefix }: Shown): number {
  const raw = uncleaned(template, values, prefix);
  const shown = CLEANED[letters](raw);
  if (IS_WIDE[letters](raw, shown)) return shown.length <= 70 ? 1 : Math.ceil(shown.length / 67);
  const doubled = letters === 'any' ? shown : raw;
  const counted = shown.length + [...doubled].filter((each) => EXTENDED_GSM.has(each)).length;
  return counted <= 160 ? 1 : Math.ceil(counted / 153);
}

/** Whether a text takes UTF-16: for a Welsh letter only, even one that went; or for any letter that is left outside GSM. */
const IS_WIDE: Readonly<Record<SmsLetters, (raw: string, shown: string) => boolean>> = {
  'gsm-and-welsh': (raw) => [...raw].some((each) => WELSH.has(each) && !GSM.has(each)),
  any: (_, shown) => [...shown].some((each) => !GSM.has(each)),
};
