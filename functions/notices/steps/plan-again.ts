import type { Reason } from '../../../contracts/reasons.ts';
import type { Now } from '../../shared/clock.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { type Notice, UNCLAIMED } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import type { NoticeStore } from '../store/ports.ts';
import { enterAndPut, toRelease } from './agenda.ts';
import type { Wake } from './wake-release.ts';

const WAKE_SECONDS = 1;

/**
 * Plans a notice again that had a slot and of which nothing has left: due as it was, and so before those due later, unless
 * it says when. A message that is on its way to send-notices under the old `times_planned` is void.
 */
export async function planAgain(
  { store, now, wake, catalogue }: { store: NoticeStore; now: Now; wake: Wake; catalogue: Catalogue },
  notice: Notice,
  { by, reason, detail, due_at }: { by: string; reason: Reason; detail?: string; due_at?: number },
): Promise<Outcome> {
  const at = now();
  const changes = { ...UNCLAIMED, due_at: due_at ?? notice.due_at };
  const planned = become(notice, 'planned', { at, by, reason, ...(detail && { detail }) }, changes);
  const written = await enterAndPut(store, planned, toRelease(catalogue, planned, planned.due_at));
  if (written && due_at === undefined) await wake(WAKE_SECONDS);
  return done;
}
