import type { Pace } from '../store/ports.ts';

const MINUTE_MS = 60_000;
const LOWEST = 1;

/**
 * Notify said RateLimitError: half the pace, once a minute. Its token bucket locks out a sender that goes on faster than
 * it refills, so giving way is the only way back in.
 */
export function halved(pace: Pace, now: number): Pace | null {
  if (now - pace.halved_at < MINUTE_MS) return null;
  return { ...pace, per_second: Math.max(LOWEST, pace.per_second / 2), halved_at: now };
}
