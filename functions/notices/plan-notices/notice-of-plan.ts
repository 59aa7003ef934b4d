import type { Code } from '../../../contracts/codes.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import type { Key } from '../../shared/ids.ts';
import { claimOf } from '../notice/claim.ts';
import { isWaiting } from '../notice/has-gone.ts';
import type { Notice } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import type { AskRequest } from './ask-request.ts';
import { claimFor } from './claims.ts';

/** What is to become of a notice. Codes and a reason never stand together. */
export type Plan = {
  state: 'planned' | 'blocked' | 'expired' | 'cancelled';
  codes: Code[];
  reason: Reason | null;
  /** The London day on which what blocks it is over by its date alone. */
  over_on?: string;
};

/** A person whom no number or email reaches has a notice all the same: blocked by S12, with the reason on record. */
const NO_ADDRESS = '' as Key;

const BY = 'plan-notices';

type Made = AskRequest & { candidate: NonNullable<AskRequest['candidate']>; existing: Notice | null };

/** The notice as planned, or as stopped at planning, ready for a conditional put. */
export function noticeOfPlan(
  { state, codes, reason, over_on }: Plan,
  { view, candidate, run, now, existing }: Made,
): Notice {
  const { id, type, person, occasion, way, variant, last_day, due_at } = candidate;
  const step = { at: now, by: BY, ...(codes.length > 0 && { codes }), ...(reason && { reason }) };
  const planned = {
    last_day,
    run,
    channel: way?.channel ?? 'sms',
    variant,
    address: way?.address ?? NO_ADDRESS,
    ...claimed(state, { candidate, existing }),
    ...lawOf(candidate),
    ...(candidate.speaks_of && { speaks_of: candidate.speaks_of }),
    ...(over_on && { over_on }),
    due_at,
    planned_at: now,
  } as const;
  const unsent = {
    slot_at: null,
    claimed_at: null,
    lease_until: null,
    uncertain_since: null,
    asked: 0,
    attempts: existing && isWaiting(existing) ? existing.attempts : {},
  };
  // It goes on counting: a message of an earlier planning stays void.
  if (existing) return become(existing, state, step, { ...planned, ...unsent });
  return {
    id,
    type,
    state,
    about: view.matter.about,
    person,
    occasion,
    ...planned,
    ...unsent,
    codes,
    reason,
    times_planned: state === 'planned' ? 1 : 0,
    crossed: [],
    history: [{ ...step, state }],
    version: 1,
  };
}

/** What it takes of its address; what it had taken before it leaves, and whoever waits for that has it. */
function claimed(
  state: Plan['state'],
  { candidate, existing }: Pick<Made, 'candidate' | 'existing'>,
): Pick<Notice, 'claim' | 'left'> {
  const claim = claimFor(candidate);
  const had = existing && isWaiting(existing) ? claimOf(existing) : null;
  return {
    ...(claim && claim !== candidate.way?.address && { claim }),
    ...(state === 'planned' && had && had !== (claim ?? candidate.way?.address) && { left: had }),
  };
}

/** A statutory document, and how the law counts it. */
const lawOf = ({
  document,
  bytes,
  served,
}: Made['candidate']): Pick<Notice, 'document' | 'issued_on' | 'deemed_served_on' | 'act_by'> => ({
  ...(document && {
    document: { sha256: document.sha256, ...(bytes !== undefined && { bytes }) },
    act_by: document.act_by,
  }),
  ...served,
});
