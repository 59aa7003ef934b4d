import { TRAILER } from '../../../../contracts/files/forms.ts';

/** What a trailer says, as written. */
export type Trailer = { count: string; sum: string };

/** The trailer that a record is; null if it is none. Spaces around its fields and empty further ones do not matter. */
export function trailerOf(fields: readonly string[]): Trailer | null {
  const [word, count, sum, ...further] = fields.map((field) => field.trim());
  if (word !== TRAILER || count === undefined || sum === undefined) return null;
  return further.every((field) => field === '') ? { count, sum } : null;
}

const LIKE_TRAILER = new RegExp(`^\\s*${TRAILER}\\s*$`, 'i');

/** Whether a record was meant as the trailer, and not as a row that happens to begin with that word. */
export function isLikeTrailer(fields: readonly string[], width: number): boolean {
  if (!LIKE_TRAILER.test(fields[0] as string)) return false;
  return fields.length !== width || fields.slice(3).every((field) => field.trim() === '');
}
