import { CHANNELS } from '../../../contracts/channels.ts';
import type { MatterView } from '../../register/register.ts';
import { withStep } from '../notice/history.ts';
import type { Notice, State, Step } from '../notice/notice.ts';
import type { RuleContext } from '../rules/context.ts';
import { factsAgainst } from '../rules/look-again.ts';
import type { Deps } from './deps.ts';

/** States of a notice that was, or may have been, handed to Notify. */
const POSTED: readonly State[] = ['sending', 'uncertain', 'accepted', 'delivered', 'failed', 'refused', 'exhausted'];

type Noting = {
  notice: Notice;
  view: MatterView;
  context: RuleContext;
  /** Write even while a worker has the notice: it has had it for so long that it must have died. */
  insist: boolean;
};

/**
 * Notes facts that were stored between the claim of a message and its posting: they came too late to stop it.
 * @returns the notice as it is now; null if a worker has it at this moment, so that it has to be looked at later.
 */
export async function noteCrossings(
  { store, now }: Deps,
  { notice, view, context, insist }: Noting,
): Promise<Notice | null> {
  const { state } = notice;
  const crossed = sendings(notice).flatMap(({ channel, address, claimed_at, posted_at }) =>
    factsAgainst({ ...notice, channel, address }, view, context)
      .filter(({ stored_at }) => stored_at >= claimed_at && stored_at <= posted_at)
      .filter(({ code, stored_at }) => !notice.crossed.some((each) => each.code === code && each.fact_at === stored_at))
      .map(({ code, stored_at }) => ({ code, fact_at: stored_at, claimed_at })),
  );
  if (crossed.length === 0) return notice;
  // Another version under a worker that posts would make it lose its own word on what came of it.
  if (state === 'sending' && !insist) return null;
  const steps = crossed.map(
    ({ code, fact_at }): Step => ({
      at: now(),
      state,
      by: 'plan-notices',
      codes: [code],
      reason: 'crossed',
      facts_at: fact_at,
    }),
  );
  const noted: Notice = {
    ...notice,
    crossed: [...notice.crossed, ...crossed],
    history: steps.reduce(withStep, notice.history),
    version: notice.version + 1,
  };
  return (await store.annotate(noted)) ? noted : null;
}

/** Each message of a notice that was, or may have been, handed to Notify: under which claim, and when it had left. */
function sendings({ state, channel, address, claimed_at, attempts }: Notice) {
  const lastPost = attempts[channel]?.posted_at ?? Number.NEGATIVE_INFINITY;
  // A post from before the claim is of an earlier try on the channel: of this one it is not known yet.
  const posted_at = claimed_at !== null && lastPost >= claimed_at ? lastPost : Number.POSITIVE_INFINITY;
  const present = claimed_at !== null && POSTED.includes(state) ? [{ channel, address, claimed_at, posted_at }] : [];
  const before = CHANNELS.flatMap((each) => {
    const attempt = each === channel ? undefined : attempts[each];
    return attempt?.claimed_at === undefined
      ? []
      : [
          {
            channel: each,
            address: attempt.address,
            claimed_at: attempt.claimed_at,
            posted_at: attempt.posted_at ?? Number.POSITIVE_INFINITY,
          },
        ];
  });
  return [...before, ...present];
}
