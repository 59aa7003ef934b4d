import type { Channel } from '../notice.ts';
import type { ControlStore } from '../store.ts';

/** Notify's limits for this service, by channel and UTC day. */
export type DayLimits = Record<Channel, number>;

type Needs = { store: { control: Pick<ControlStore, 'countDay'> }; daily_limits: DayLimits };

/**
 * Counts one message against the day its slot is in. Notify counts by UTC day, and refuses the rest of it.
 * @returns true, or when to try again: the start of the next UTC day.
 */
export async function dayHasRoom(
  { store, daily_limits }: Needs,
  { channel, slot_at }: { channel: Channel; slot_at: number },
): Promise<true | { again_at: number }> {
  const day = new Date(slot_at).toISOString().slice(0, 10);
  const count = await store.control.countDay(day, channel, 1);
  return count <= daily_limits[channel] ? true : { again_at: nextUtcDay(slot_at) };
}

export const nextUtcDay = (instant: number): number => (Math.floor(instant / 86_400_000) + 1) * 86_400_000;
