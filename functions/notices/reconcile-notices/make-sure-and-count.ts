import { done, type Outcome } from '../../shared/outcome.ts';
import { type CountDeps, countAtNotify } from './count-at-notify.ts';
import type { Deps } from './deps.ts';
import { type Reconciling, reconcileNotices } from './reconcile-notices.ts';

/**
 * What a wake asks for: first the agenda, then Notify's list, also where a notice of the agenda failed, which it does again
 * each minute until somebody mends it. A message that names a notice asks for that one alone.
 * @throws what was thrown first
 */
export async function makeSureAndCount(deps: Deps & CountDeps, message: Reconciling): Promise<Outcome> {
  const [made] = await Promise.allSettled([reconcileNotices(deps, message)]);
  const [counted] = await Promise.allSettled(message.body.notice ? [] : [countAtNotify(deps, message.remainingMs)]);
  const failed = [made, counted].find((each) => each?.status === 'rejected');
  if (failed) throw failed.reason;
  return done;
}
