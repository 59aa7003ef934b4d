import { NO_API_KEY } from '../../shared/notify/api-key.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { NotSetUp } from '../store/ports.ts';
import type { Deps, SetUpDeps } from './deps.ts';
import { type Reconciling, reconcileNotices } from './reconcile-notices.ts';

/** What a wake asks for: first whether all is set up, then the agenda. A message that names a notice asks for that one alone. */
export async function noteSetUpAndReconcile(deps: Deps & SetUpDeps, message: Reconciling): Promise<Outcome> {
  if (!message.body.notice) await noteSetUp(deps);
  return reconcileNotices(deps, message);
}

/** Puts on record what is not set up yet, for `crier status`. */
async function noteSetUp(deps: Deps & SetUpDeps): Promise<void> {
  const { store, hasApiKey } = deps;
  const missing: NotSetUp[] = (await hasApiKey()) ? [] : ['notify-api-key'];
  const known = await store.control.notSetUp();
  if (known.join() === missing.join()) return;
  if (missing.length === 0) await goOn(deps);
  await store.control.setNotSetUp(missing);
}

/** Lifts the stop that was for want of a key; whatever else is wrong is for an officer to lift. */
async function goOn({ store, wake }: Deps): Promise<void> {
  const { stops } = await store.control.switches();
  if (!stops.some(({ kind, reason }) => kind === 'set-up' && reason === NO_API_KEY)) return;
  await store.control.lift({ kind: 'set-up' });
  await wake(1);
}
