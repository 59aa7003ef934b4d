import type { Channel } from '../notice/notice.ts';
import type { Day } from '../store/ports.ts';
import { nextUtcDay, utcDay } from '../store/utc-day.ts';

/** Notify's limits for this service, by channel and UTC day. */
export type DayLimits = Record<Channel, number>;

/**
 * When a message may go that has a slot at an instant: null if in that slot. Notify counts by UTC day, and refuses the rest
 * of it. Only what was posted counts; a notice that is released and finds the day used up is planned for the next by
 * send-notices.
 */
export function afterTheDay(
  { channel, slot_at }: { channel: Channel; slot_at: number },
  { now, day, daily_limits }: { now: number; day: Day; daily_limits: DayLimits },
): number | null {
  const isToday = utcDay(slot_at) === utcDay(now);
  return isToday && day.posted[channel] >= daily_limits[channel] ? nextUtcDay(slot_at) : null;
}
