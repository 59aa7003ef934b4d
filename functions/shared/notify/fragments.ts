// GOV.UK Notify's own tables (notifications-utils): GSM 03.38, the set beyond it whose letters count two, and what is put
// in the place of characters that stand for one of these. Since September 2026 anything else is sent as it is, in UTF-16.
const GSM = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const COUNT_TWO = new Set('^{}\\[~]|€');

const REPLACED: readonly (readonly [characters: string, by: string])[] = [
  ['‑–—−', '-'],
  ['…', '...'],
  ['‘’‚', "'"],
  ['“”„', '"'],
  ['\u180e\u200b\u200c\u200d\u2060\ufeff\u2028\u2029', ''],
  ['\u00a0\u202f\t', ' '],
  ['Ł', 'L'],
  ['ł', 'l'],
];
const REPLACEMENTS = new Map(
  REPLACED.flatMap(([characters, by]) => [...characters].map((each) => [each, by] as const)),
);

const replaced = (text: string): string[] => [...text].flatMap((each) => [...(REPLACEMENTS.get(each) ?? each)]);

const isGsmLetter = (letter: string): boolean => GSM.has(letter) || COUNT_TWO.has(letter);

/**
 * How many fragments a text is billed as, with the service's prefix counted in. A single one holds 160 characters, those
 * of several 153 each; 70 and 67 in UTF-16, counted in its units.
 */
export function fragmentsOf(text: string): number {
  const letters = replaced(text);
  const gsm = letters.every(isGsmLetter);
  const length = gsm ? letters.reduce((sum, each) => sum + (COUNT_TWO.has(each) ? 2 : 1), 0) : letters.join('').length;
  const [single, each] = gsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / each);
}
