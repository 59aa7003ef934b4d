import type { Notice } from '../notice/notice.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// After the first time: Notify repeats a receipt for 25 minutes, and gives up on a silent network after 72 to 96 hours.
const WAITS_MS = [5 * MINUTE_MS, 30 * MINUTE_MS, 3 * HOUR_MS, 12 * HOUR_MS];
const LONGEST_MS = 24 * HOUR_MS;

/** When to ask Notify about an accepted notice the next time. */
export const nextAsk = ({ asked }: Pick<Notice, 'asked'>, now: number): number =>
  now + (WAITS_MS[asked - 1] ?? LONGEST_MS);
