import { NO_API_KEY } from '../../shared/notify/api-key.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import type { NotSetUp } from '../store/ports.ts';
import { type CountDeps, countAtNotify } from './count-at-notify.ts';
import type { Deps, SetUpDeps } from './deps.ts';
import { type Reconciling, reconcileNotices } from './reconcile-notices.ts';

/**
 * What a wake asks for: first the agenda, then Notify's list, also where a notice of the agenda failed, which it does again
 * each minute until somebody mends it. A message that names a notice asks for that one alone. Before there is a key nothing
 * can be counted, and nobody is woken for that.
 * @throws what was thrown first
 */
export async function makeSureAndCount(deps: Deps & CountDeps & SetUpDeps, message: Reconciling): Promise<Outcome> {
  const mayCount = !message.body.notice && (await noteSetUp(deps));
  const [made] = await Promise.allSettled([reconcileNotices(deps, message)]);
  const [counted] = await Promise.allSettled(mayCount ? [countAtNotify(deps, message.remainingMs)] : []);
  const failed = [made, counted].find((each) => each?.status === 'rejected');
  if (failed) throw failed.reason;
  return done;
}

/** Puts on record what is not set up yet, for `crier status`; whether everything is. */
async function noteSetUp(deps: Deps & SetUpDeps): Promise<boolean> {
  const { store, hasApiKey } = deps;
  const missing: NotSetUp[] = (await hasApiKey()) ? [] : ['notify-api-key'];
  const known = await store.control.notSetUp();
  if (known.join() === missing.join()) return missing.length === 0;
  if (missing.length === 0) await goOn(deps);
  await store.control.setNotSetUp(missing);
  return missing.length === 0;
}

/** Lifts the stop that was for want of a key; whatever else is wrong is for an officer to lift. */
async function goOn({ store, wake }: Deps): Promise<void> {
  const { stops } = await store.control.switches();
  if (!stops.some(({ kind, reason }) => kind === 'set-up' && reason === NO_API_KEY)) return;
  await store.control.lift({ kind: 'set-up' });
  await wake(1);
}
