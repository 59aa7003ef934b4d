/**
 * Slots: each second has `per_second` of them, and they are counted from 1970 on. A try begins in the second of its slot; ten
 * seconds touch eleven, hence the page's eleven times (sync, section 6).
 */
const SECOND_MS = 1000;
/** A try takes a moment from the last look at the clock to its beginning. */
const MARGIN_MS = 100;
/** Slots are not given out for longer ahead: a queue holds a message for so long, and what waits longer is on the agenda. */
const FURTHEST_MS = 60_000;

export const secondOf = (slot: number, per_second: number): number => Math.floor(slot / per_second) * SECOND_MS;
/** The first slot of the second in which a try can still begin. */
export const firstSlot = (now: number, per_second: number): number =>
  Math.floor((now + MARGIN_MS) / SECOND_MS) * per_second;
export const furthestSlot = (now: number, per_second: number): number =>
  Math.floor((now + FURTHEST_MS) / SECOND_MS) * per_second;

/** How long to wait for a slot: null if it has gone by. */
export function untilSlot(slot: number, { now, per_second }: { now: number; per_second: number }): number | null {
  const second = secondOf(slot, per_second);
  return now > second + SECOND_MS - MARGIN_MS ? null : Math.max(0, second - now);
}
