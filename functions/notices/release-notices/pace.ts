import { LEAD_MS } from '../notice/timing.ts';
import type { Day, Pace } from '../store/ports.ts';
import { followWorkers } from './follow-workers.ts';

const MINUTE_MS = 60_000;
const RAISE = 0.1; // of the full pace, once a minute

/** The pace to release at now, and the first slot that is free. */
export function paceFor(
  stored: Pace | null,
  { now, day, posts_per_second }: { now: number; day: Day; posts_per_second: number },
): { pace: Pace; first: number; per_second: number } {
  const soonest = Math.max(stored?.next_slot_at ?? 0, now + LEAD_MS);
  const following = followWorkers(stored?.following ?? null, { now, day, most: posts_per_second, first: soonest });
  const first = Math.max(soonest, following.since);
  const limited = stored
    ? raised(stored, { now, posts_per_second })
    : { per_second: posts_per_second, next_slot_at: 0, halved_at: 0, raised_at: 0 };
  return { pace: { ...limited, following }, first, per_second: Math.min(limited.per_second, following.per_second) };
}

/** Raised one step if a minute has passed without a limit. */
function raised(stored: Pace, { now, posts_per_second }: { now: number; posts_per_second: number }): Pace {
  const { halved_at, raised_at } = stored;
  const mayRaise = stored.per_second < posts_per_second && now - Math.max(halved_at, raised_at) >= MINUTE_MS;
  const per_second = mayRaise ? stored.per_second + posts_per_second * RAISE : stored.per_second;
  return { ...stored, per_second: Math.min(per_second, posts_per_second), raised_at: mayRaise ? now : raised_at };
}
