const SECOND_MS = 1000;

/** After the first, second, ... failed try; the last one from then on (sync, section 6). */
const PAUSES_S = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800] as const;
/** A pause is drawn evenly from so much less to so much more. */
const JITTER = 0.2;
/** The longest that an answer may put a try off. */
const MOST_PUT_OFF_MS = 12 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** @param chance from 0 up to 1 */
export const around = (ms: number, chance: number): number => ms * (1 - JITTER + 2 * JITTER * chance);

/**
 * From the end of a failed try to the beginning of the next, in whole milliseconds.
 * @param failed how many tries have failed by now
 * @param put_off_ms what the answer asked for, if it did
 */
export function pauseAfter(failed: number, chance: number, put_off_ms = 0): number {
  const seconds = PAUSES_S[Math.min(failed, PAUSES_S.length) - 1] ?? PAUSES_S[0];
  return Math.ceil(Math.max(around(seconds * SECOND_MS, chance), Math.min(put_off_ms, MOST_PUT_OFF_MS)));
}

/** Whether a try at this instant would begin too long after the first. */
export const isTooLate = (at: number, { first, days }: { first: number | undefined; days: number }): boolean =>
  first !== undefined && at - first > days * DAY_MS;

const HTTP_DATE = /^[A-Z][a-z]{2,8}, /;

/**
 * What `Retry-After` asks for, in milliseconds from now; null where it cannot be read. A date is by the clock of the world:
 * the other side knows no other.
 */
export function putOffBy(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  if (!HTTP_DATE.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
