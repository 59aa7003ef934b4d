import type { Code } from '../../../contracts/codes.ts';
import type { Key } from '../../shared/ids.ts';
import type { Notice } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import type { AskRequest } from './ask-request.ts';

/** What is to become of a notice. */
export type Plan = { state: 'planned' | 'blocked' | 'expired'; codes: Code[] };

/** A person whom no number or email reaches has a notice all the same: blocked by S12, with the reason on record. */
const NO_ADDRESS = '' as Key;

const BY = 'plan-notices';

type Made = AskRequest & { candidate: NonNullable<AskRequest['candidate']>; existing: Notice | null };

/** The notice as planned, or as stopped at planning, ready for a conditional put. */
export function noticeOfPlan({ state, codes }: Plan, { view, candidate, run, now, existing }: Made): Notice {
  const { id, type, person, occasion, way, variant, last_day, due_at, document } = candidate;
  const reason = state === 'expired' ? ('expired' as const) : undefined;
  const step = { at: now, by: BY, ...(codes.length > 0 && { codes }), ...(reason && { reason }) };
  const planned = {
    last_day,
    run,
    channel: way?.channel ?? 'sms',
    variant,
    address: way?.address ?? NO_ADDRESS,
    ...(document && { document: { key: document.key, sha256: document.sha256 } }),
    due_at,
    planned_at: now,
  } as const;
  const unsent = {
    slot_at: null,
    claimed_at: null,
    lease_until: null,
    uncertain_since: null,
    asked: 0,
    attempts: {},
  };
  // The count goes on: a message under an earlier number stays void.
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
    reason: reason ?? null,
    times_planned: state === 'planned' ? 1 : 0,
    crossed: [],
    history: [{ ...step, state }],
    version: 1,
  };
}
