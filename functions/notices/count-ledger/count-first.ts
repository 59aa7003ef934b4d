import type { Listed } from '../../shared/notify/list.ts';
import type { Counting } from '../ledger/notify-count.ts';
import { add, oursIn, type Posted, placeOf, type ReadsNotices, standingOf } from './count-sides.ts';
import { bucketOf, fingerprint, minus, plus } from './fingerprints.ts';

/** Takes messages' fingerprints off. Reads the notices of those that may be out of time, and of no others. */
export async function takeOff({ store }: ReadsNotices, count: Counting, page: Listed[]): Promise<void> {
  const messages = oursIn(page);
  count.others += page.length - messages.length;
  const counts = await Promise.all(
    messages.map(async (message) => {
      const place = placeOf(message, count);
      if (place !== 'edge') return place === 'within';
      return !['out-of-time', 'under-way'].includes(standingOf(message, await store.get(message.id), count));
    }),
  );
  for (const { id, reference, notify_id } of messages.filter((_, i) => counts[i])) {
    const bucket = bucketOf(id);
    count.fingerprints[bucket] = minus(count.fingerprints[bucket]!, fingerprint(reference, notify_id));
  }
}

/** Adds attempts' fingerprints, and the attempts to their runs. */
export function addUp(count: Counting, attempts: Posted[]): void {
  for (const { notice, reference, notify_id } of attempts) {
    const bucket = bucketOf(notice.id);
    count.fingerprints[bucket] = plus(count.fingerprints[bucket]!, fingerprint(reference, notify_id));
    add(count, notice.run, 'attempts');
    add(count, notice.run, 'stored');
  }
}

/** Whether messages and attempts by that beginning of an id are not the same. */
export const differs = ({ fingerprints }: Counting, bucket: number): boolean => fingerprints[bucket] !== 0;
