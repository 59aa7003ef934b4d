import type { Channel } from '../notice/notice.ts';

/** As many messages as a worker takes at once. Their slots lie together, so that none waits for a worker that just began. */
export const BUNCH = 10;

/** What a message takes of Notify's token bucket (its sheet, sections 2.3 and 2.4: a templated letter would take two; ours
 * come with their own pages). */
export const TOKENS: Readonly<Record<Channel, number>> = { sms: 1, email: 1, letter: 1 };

type Spread = { first: number; per_second: number; posts_per_second: number };

/**
 * The slot of a message that has so many tokens before it: in bunches at the full pace, with gaps between them that bring it to
 * the pace.
 */
export function slotAfter(tokens: number, { first, per_second, posts_per_second }: Spread): number {
  const inBunch = tokens % BUNCH;
  return Math.floor(first + ((tokens - inBunch) * 1000) / per_second + (inBunch * 1000) / posts_per_second);
}

/** When the bunch is complete: its messages go on the queue for then, so that a worker finds them together. */
export const bunchAt = (tokens: number, last: number, spread: Spread): number =>
  slotAfter(Math.min(tokens - (tokens % BUNCH) + BUNCH - 1, last), spread);

/** How many slots there are up to an instant: whole bunches. */
export function slotsUntil(until: number, { first, per_second }: Spread): number {
  if (until < first) return 0;
  return BUNCH * (1 + Math.floor(((until - first) * per_second) / (1000 * BUNCH)));
}
