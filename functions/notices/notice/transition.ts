import { withStep } from './history.ts';
import type { Notice, State, Step } from './notice.ts';

/**
 * Where a notice may go from where it is (design, section 6). A receipt may come before our own post returned, and may
 * tell of a message that a lost answer made us doubt, so `delivered` and what follows a failure are open from everywhere
 * that could have posted.
 */
const RECEIPT: readonly State[] = ['delivered', 'failed', 'exhausted', 'set-aside', 'planned'];
export const MAY_BECOME: Readonly<Record<State, readonly State[]>> = {
  planned: ['sending', 'blocked', 'expired', 'cancelled', ...RECEIPT],
  sending: ['accepted', 'refused', 'uncertain', 'blocked', 'expired', 'cancelled', 'withheld', ...RECEIPT],
  uncertain: ['accepted', ...RECEIPT],
  accepted: ['accepted', ...RECEIPT],
  failed: ['planned', 'exhausted', 'set-aside'],
  refused: ['planned', 'exhausted', 'set-aside', 'delivered'],
  'set-aside': ['blocked', 'expired', 'cancelled', ...RECEIPT],
  delivered: [],
  exhausted: [],
  blocked: ['planned', 'blocked', 'expired', 'cancelled'],
  expired: ['planned', 'blocked', 'expired', 'cancelled'],
  cancelled: ['planned', 'blocked', 'expired', 'cancelled'],
  withheld: [],
};

/** The notice as it will be, ready for a conditional put. */
export function become(
  notice: Notice,
  state: State,
  { at, by, codes, reason, detail, note }: Omit<Step, 'state'>,
  changes: Partial<Notice> = {},
): Notice {
  if (!MAY_BECOME[notice.state].includes(state))
    throw new Error(`a notice that is ${notice.state} cannot become ${state}`);
  // These say something of the state that it leaves.
  const { ask_at: _, unfinished: __, left: ___, detail: ____, over_on: _____, ...kept } = notice;
  const step: Step = {
    at,
    state,
    by,
    ...(codes?.length && { codes }),
    ...(reason && { reason }),
    ...(detail && { detail }),
    ...(note && { note }),
  };
  return {
    ...kept,
    codes: codes ?? [],
    reason: reason ?? null,
    ...(detail && { detail }),
    ...changes,
    times_planned: notice.times_planned + (state === 'planned' ? 1 : 0),
    state,
    version: notice.version + 1,
    history: withStep(notice.history, step),
  };
}
