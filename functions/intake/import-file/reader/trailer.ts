import { TRAILER } from '../../../../contracts/files/forms.ts';

/** What a trailer says, as written. */
export type Trailer = { count: string; sum: string };

/**
 * The trailer that a record is; null if it is none. Spaces around its fields and empty further ones do not matter.
 * @param hasSum whether a sum stands behind the number of rows
 */
export function trailerOf(fields: readonly string[], hasSum = true): Trailer | null {
  const [word, count, ...figures] = fields.map((field) => field.trim());
  const [sum, ...further] = hasSum ? figures : ['', ...figures];
  if (word !== TRAILER || count === undefined || sum === undefined) return null;
  return further.every((field) => field === '') ? { count, sum } : null;
}

/** A sum as a trailer writes it: two decimals, no commas. */
export function inPounds(pence: number): string {
  const most = Math.abs(pence);
  return `${pence < 0 ? '-' : ''}${Math.floor(most / 100)}.${String(most % 100).padStart(2, '0')}`;
}

const LIKE_TRAILER = new RegExp(`^\\s*${TRAILER}\\s*$`, 'i');

/** Whether a record was meant as the trailer, and not as a row that happens to begin with that word. */
export function isLikeTrailer(fields: readonly string[], width: number): boolean {
  if (!LIKE_TRAILER.test(fields[0] as string)) return false;
  return fields.length !== width || fields.slice(3).every((field) => field.trim() === '');
}

/**
 * A figure of a trailer as the receipt may repeat it. A file that was cut or shifted has something else there, and that
 * may be a resident's: it is left out, and so is what is as long as a phone number.
 */
export const trailerFigure = (written: string | undefined): string | null => {
  const trimmed = (written ?? '').trim();
  return /^-?\d{1,9}(\.\d{1,2})?$/.test(trimmed) ? trimmed : null;
};
