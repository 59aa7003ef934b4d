import type { Channel } from '../notice.ts';
import type { ControlStore } from '../store.ts';

/** Notify's limits for this service, by channel and UTC day. */
export type DayLimits = Record<Channel, number>;

type Needs = { store: { control: Pick<ControlStore, 'countDay'> }; daily_limits: DayLimits };

/** Whether a message may go, or when to try again: the start of the next UTC day. */
export type Room = true | { again_at: number };

type Message = { channel: Channel; slot_at: number };

/**
 * Counts messages against the days their slots are in. Notify counts by UTC day, and refuses the rest of it.
 * @returns an answer for each message, in order
 */
export async function roomOnDays({ store, daily_limits }: Needs, messages: readonly Message[]): Promise<Room[]> {
  const groups = Map.groupBy(messages, ({ channel, slot_at }) => `${dayOf(slot_at)} ${channel}`);
  const before = new Map<Message, number>();
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const { channel, slot_at } = group[0] as Message;
      const count = await store.control.countDay(dayOf(slot_at), channel, group.length);
      group.forEach((message, i) => void before.set(message, count - group.length + i));
    }),
  );
  return messages.map((message) => {
    const { channel, slot_at } = message;
    return (before.get(message) as number) < daily_limits[channel] ? true : { again_at: nextUtcDay(slot_at) };
  });
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

export const nextUtcDay = (instant: number): number => (Math.floor(instant / 86_400_000) + 1) * 86_400_000;
