import type { Posted } from '../../shared/notify/notify.ts';
import type { Down } from '../store/ports.ts';
import type { Deps } from './deps.ts';

/** What says nothing of Notify but that it took none: anything else is an answer. */
const NO_ANSWER: readonly Posted['kind'][] = ['uncertain', 'not-stored'];

/** A notice that came to nothing is asked about and posted again within two minutes. What fails further apart is no one outage. */
const APART_MS = 15 * 60_000;
const TOO_LONG_MS = 10 * 60_000;

/**
 * Since when no post has come through: a few notices that go round between sender and question are never overdue, and nobody else
 * would tell. Noted after what came of the post is written; a worker that dies between leaves it to the next post.
 * @param read what was noted when this notice was claimed
 */
export async function noteDown({ store, now, alarm }: Deps, read: Down | null, { kind }: Posted): Promise<void> {
  if (!NO_ANSWER.includes(kind)) {
    if (read) await store.control.endDown();
    return;
  }
  const last_at = now();
  const since = read && last_at - read.last_at < APART_MS ? read.since : last_at;
  await store.control.noteDown({ since, last_at });
  const downMs = last_at - since;
  if (downMs > TOO_LONG_MS) alarm('notify-down', { minutes: Math.floor(downMs / 60_000) });
}
