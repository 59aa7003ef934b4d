import type { Now } from '../../functions/shared/clock.ts';

/**
 * Notify's token bucket (its sheet, section 4): whole tokens drip in at a rate, every request takes one, refused ones too,
 * and only a request that leaves one behind is admitted. So a service that goes on asking faster than it drips is locked
 * out.
 */
export function tokenBucket(
  now: Now,
  { perSecond, capacity, tokens }: { perSecond: number; capacity: number; tokens: number },
) {
  let filledAt = now();
  let left = tokens;
  return function admits(at = now()): boolean {
    const grown = Math.max(0, Math.floor(((at - filledAt) * perSecond) / 1000));
    left = Math.min(capacity, left + grown);
    filledAt += (grown * 1000) / perSecond;
    left = Math.max(0, left - 1);
    return left >= 1;
  };
}

/**
 * Another sender on the same key, which goes on faster than the bucket fills: asks every so often from one instant to
 * another.
 */
export type Neighbour = { from: number; until: number; everyMs: number };

/** A bucket that a neighbour uses too. */
export function sharedBucket(now: Now, bucket: ReturnType<typeof tokenBucket>, neighbour: Neighbour | null) {
  let asked = neighbour?.from ?? 0;
  return function admits(): boolean {
    if (neighbour) {
      for (; asked <= Math.min(now(), neighbour.until); asked += neighbour.everyMs) bucket(asked);
    }
    return bucket();
  };
}
