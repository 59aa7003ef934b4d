import type { Now } from '../../shared/clock.ts';
import { firstSlot, furthestSlot } from '../rules/pace.ts';
import type { SyncStore } from '../store/ports.ts';

/** Takes slots of a subscriber one after the other. @returns the first of them; null where all are taken for a minute ahead. */
export const takeSlots = (
  { store, now }: { store: Pick<SyncStore, 'takeSlots'>; now: Now },
  { subscriber, count, per_second }: { subscriber: string; count: number; per_second: number },
): Promise<number | null> =>
  store.takeSlots(subscriber, count, {
    first: firstSlot(now(), per_second),
    furthest: furthestSlot(now(), per_second),
  });
