import { referenceOf } from '../../shared/notify/reference.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import type { Notice } from '../notice/notice.ts';
import { ASK_AFTER_MS } from '../notice/timing.ts';
import { become } from '../notice/transition.ts';
import { asksFirst } from '../steps/asks-first.ts';
import { planAgain } from '../steps/plan-again.ts';
import type { Restored } from '../store/ports.ts';
import { followUp } from './after-post.ts';
import type { Deps } from './deps.ts';

const BY = 'send-notices';

/**
 * After an older state was put back: what was sent since it was taken is at Notify under the same reference, and nothing here says
 * so. Returns null if Notify does not have it, so that it may be posted.
 * @throws if Notify cannot be asked: the claim runs out then, and reconcile-notices asks.
 */
export async function askedFirst(deps: Deps, notice: Notice, restored: Restored | null): Promise<Outcome | null> {
  const { store, notify, now } = deps;
  if (!asksFirst(restored, now())) return null;
  // What the lost state still posted when this one took its place may be on its way.
  const may = restored.at + ASK_AFTER_MS;
  if (now() <= may) return planAgain(deps, notice, { by: BY, reason: 'restored', due_at: may + 1 });
  if ((await notify.find(referenceOf(notice))).length === 0) return null;
  const changes = { uncertain_since: restored.at };
  const uncertain = become(notice, 'uncertain', { at: now(), by: BY, reason: 'restored' }, changes);
  if (await store.put(uncertain)) await followUp(deps, uncertain);
  return done;
}
