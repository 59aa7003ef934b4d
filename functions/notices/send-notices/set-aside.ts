import type { Notice } from '../notice/notice.ts';
import { UNCLAIMED } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import { enterAndPut, toMakeSure } from '../steps/agenda.ts';
import type { Deps } from './deps.ts';

const BY = 'send-notices';

/** So many notices of one template, one right after the other, are no accident of one message. */
const IN_A_ROW = 3;
const DAY_MS = 24 * 3_600_000;

/**
 * Notify refused it in words that we do not know. This notice alone waits for an officer; when several in a row of one
 * template get the same, nothing more of that template goes out. Counted before it is written: a worker that dies in between
 * leaves a notice that is posted and refused again, and counted once.
 */
export async function setAside(
  deps: Deps,
  notice: Notice,
  { template, error }: { template: string; error: string },
): Promise<void> {
  const { store, alarm, now } = deps;
  const at = now();
  const { notices } = await store.control.noteUnknown(template, { error, notice: notice.id });
  if (notices.length >= IN_A_ROW) {
    await store.control.stop({ kind: 'template', template, by: BY, at, reason: error });
    alarm('template-stopped', { template, reason: error });
  }
  alarm('notice-set-aside', { notice: notice.id, template, reason: error });
  const aside = become(notice, 'set-aside', { at, by: BY, reason: 'unknown', detail: error }, UNCLAIMED);
  await enterAndPut(store, aside, toMakeSure(at + DAY_MS));
}
