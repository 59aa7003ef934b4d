import type { DebtView } from '../../register/register.ts';
import type { Notice, State } from '../notice.ts';
import type { Context } from '../rules/context.ts';
import { factsAgainst } from '../rules/look-again.ts';
import type { Deps } from './deps.ts';

/** States of a notice that was, or may have been, handed to Notify. */
const POSTED: readonly State[] = ['sending', 'uncertain', 'accepted', 'delivered', 'failed', 'refused', 'exhausted'];

type Noting = {
  notice: Notice;
  view: DebtView;
  context: Context;
  /** Write even while a worker has the notice: it has had it for so long that it must have died. */
  insist: boolean;
};

/**
 * Notes facts that were stored between the claim of a notice and its posting: they came too late to stop it.
 * @returns false if a worker has the notice at this moment, so that it has to be looked at later.
 */
export async function noteCrossings({ store, now }: Deps, { notice, view, context, insist }: Noting): Promise<boolean> {
  const { claimed_at, state } = notice;
  if (claimed_at === null || !POSTED.includes(state)) return true;
  const posted_at = notice.attempts[notice.channel]?.posted_at ?? Number.POSITIVE_INFINITY;
  const crossed = factsAgainst(notice, view, context)
    .filter(({ stored_at }) => stored_at >= claimed_at && stored_at <= posted_at)
    .filter(({ code, stored_at }) => !notice.crossed.some((each) => each.code === code && each.fact_at === stored_at))
    .map(({ code, stored_at }) => ({ code, fact_at: stored_at, claimed_at }));
  if (crossed.length === 0) return true;
  // Another version under a worker that posts would make it lose its own word on what came of it.
  if (state === 'sending' && !insist) return false;
  const steps = crossed.map(({ code, fact_at }) => ({
    at: now(),
    state,
    by: 'plan-notices',
    codes: [code],
    reason: 'crossed',
    facts_at: fact_at,
  }));
  return store.annotate({
    ...notice,
    crossed: [...notice.crossed, ...crossed],
    history: [...notice.history, ...steps],
    version: notice.version + 1,
  });
}
