import type { Now } from '../../shared/clock.ts';
import type { Place } from '../rules/subject.ts';
import type { SyncStore } from '../store/ports.ts';
import type { Ring } from './messages.ts';

/** What comes later than that stands on the agenda, which is looked at each minute. */
export const ON_QUEUE_MS = 60_000;
/** Entries are looked at together, up to so much later than each asked for. */
const TOGETHER_MS = 2_000;

/** Whole seconds, never too long: the worker waits for the rest. */
export const secondsUntil = (at: number, now: number): number => Math.max(0, Math.floor((at - now) / 1000));

/** Has a subject looked at from an instant on. */
export async function wakeAt(
  { store, ring, now }: { store: Pick<SyncStore, 'enter'>; ring: Ring; now: Now },
  { subscriber, subject }: Place,
  at: number,
): Promise<void> {
  if (at - now() <= ON_QUEUE_MS) return ring({ subscriber, subject }, secondsUntil(at, now()));
  await store.enter({ list: subscriber, at: at - TOGETHER_MS }, [{ subject, entered_at: now() }]);
}
