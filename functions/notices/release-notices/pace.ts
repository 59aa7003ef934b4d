import type { Pace } from '../store.ts';

const MINUTE_MS = 60_000;
const RAISE = 0.1; // of the full pace, once a minute
const LOWEST = 1;

/** The pace to release at now: as it stands, raised one step if a minute has passed without a limit. */
export function paceFor(
  stored: Pace | null,
  { now, posts_per_second }: { now: number; posts_per_second: number },
): Pace {
  if (!stored) return { per_second: posts_per_second, next_slot_at: 0, halved_at: 0, raised_at: 0 };
  const { halved_at, raised_at } = stored;
  const mayRaise = stored.per_second < posts_per_second && now - Math.max(halved_at, raised_at) >= MINUTE_MS;
  const raised = mayRaise ? stored.per_second + posts_per_second * RAISE : stored.per_second;
  return { ...stored, per_second: Math.min(raised, posts_per_second), raised_at: mayRaise ? now : raised_at };
}

/**
 * Notify said RateLimitError: half the pace, once a minute. Its token bucket locks out a sender that goes on faster than
 * it refills, so giving way is the only way back in.
 */
export function halved(pace: Pace, now: number): Pace | null {
  if (now - pace.halved_at < MINUTE_MS) return null;
  return { ...pace, per_second: Math.max(LOWEST, pace.per_second / 2), halved_at: now };
}
