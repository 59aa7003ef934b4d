// What Windows-1252 has at 0x80 to 0x9F; the five of them that stand for nothing are no letters.
const HIGH = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/** Letters with a stroke, which Unicode does not take apart as it does those with an accent. */
const STROKES: Readonly<Record<string, string>> = { Đ: 'D', đ: 'd', Ħ: 'H', ħ: 'h', Ł: 'L', ł: 'l', Ŧ: 'T', ŧ: 't' };

/** Text in Windows-1252. A letter that it lacks loses its accent; anything else it lacks becomes `?`. */
export const windows1252 = (text: string): Buffer =>
  Buffer.from(Array.from(text.normalize('NFC'), (letter) => byteOf(letter) ?? byteOf(withoutAccent(letter)) ?? 0x3f));

function byteOf(letter: string): number | null {
  const code = letter.codePointAt(0);
  if (code === undefined) return null;
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const high = HIGH.indexOf(letter);
  return high === -1 ? null : 0x80 + high;
}

const withoutAccent = (letter: string): string => STROKES[letter] ?? letter.normalize('NFD').replace(/\p{Mark}+$/u, '');
