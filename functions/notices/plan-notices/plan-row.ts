import type { Code } from '../../../contracts/codes.ts';
import { PAY_BY_TOO_EARLY } from '../../../contracts/files/recovery-extract.ts';
import type { Key } from '../../shared/ids.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import type { Decision, Notice } from '../notice/notice.ts';
import { ON_TIME_MS } from '../notice/timing.ts';
import { become } from '../notice/transition.ts';
import { isTooEarly } from '../rules/trigger.ts';
import { enterAndPut, toRelease } from '../steps/agenda.ts';
import { giveBackOld, giveBackTaken, isFree, makeWay, waits } from './address-of-notice.ts';
import type { Deps } from './deps.ts';
import { noticeOfPlan, type Plan } from './notice-of-plan.ts';
import type { Asked, RowRequest } from './row-request.ts';

const HOUR_MS = 3_600_000;
const TRIES = 5;

/** What was decided, and the notice that stands for it: null without a trigger, and where S19 leaves it as it is. */
export type Planned = { decision: Decision; notice: Notice | null };

/**
 * Decides for one liable person and writes the notice, planned or stopped. Whoever else moves the notice at the same
 * time makes it decide anew.
 * @throws Error if the notice is moved again and again
 */
export async function planRow(deps: Deps, request: RowRequest): Promise<Planned> {
  const { candidate } = request;
  if (!candidate) return { decision: decisionOn(request, { reason: 'no-trigger' }), notice: null };
  for (let tried = 0; tried < TRIES; tried += 1) {
    // One that was made since the caller looked: then the put fails, and the second try reads what is there.
    const isNew = tried === 0 && request.known?.has(candidate.id) === false;
    const decided = await tryRow(deps, { ...request, candidate }, isNew ? null : await deps.store.get(candidate.id));
    if (!decided) continue;
    // An earlier try may have taken an address for it that nobody can name any more: whoever waits for it looks again.
    if (request.receiveCount > 1 && decided.notice) await makeWay(deps, decided.notice);
    return decided;
  }
  throw new Error('a notice kept moving while it was planned');
}

/** An officer has ended it: no later file asks for it again. */
const isEnded = ({ state, reason }: Notice): boolean => state === 'cancelled' && reason === 'officer-ended';

/** Null if somebody else moved the notice meanwhile. */
async function tryRow(deps: Deps, asked: Asked, existing: Notice | null): Promise<Planned | null> {
  const { candidate, run, now } = asked;
  const { store } = deps;
  const ended = existing !== null && isEnded(existing);
  if (existing && (ended || !isFree(existing)) && existing.run === run) return plannedAs(asked, existing);
  if (ended) return { decision: decisionOn(asked, { reason: 'officer-ended' }), notice: null };
  const plan = await planFor(deps, asked, existing);
  // What was planned before, and perhaps sent, stays as it is.
  if (plan.codes.includes('S19')) {
    const notice = existing && isCorrected(asked, existing) ? await goesNow(deps, asked, existing) : null;
    if (notice === 'moved') return null;
    return { decision: decisionOn(asked, { codes: plan.codes, notice_id: candidate.id }), notice };
  }

  const notice = noticeOfPlan(plan, { ...asked, existing });
  if (existing) await giveBackOld(deps, asked, { plan, existing });
  if (plan.state === 'planned')
    return (await enterAndPut(store, notice, toRelease(notice, notice.due_at))) ? plannedAs(asked, notice) : null;
  if (!isSame(existing, notice) && !(await store.put(notice))) return null;
  const written = isSame(existing, notice) ? { notice: existing, anew: false } : { notice, anew: true };
  if (asked.receiveCount > 1 && !(await giveBackTaken(deps, asked, written))) return null;
  if (plan.codes.join() === 'S15' && !(await waits(deps, asked))) return null;
  const reason = plan.state === 'expired' ? 'expired' : null;
  const decision = decisionOn(asked, { codes: plan.codes, reason, notice_id: candidate.id });
  return { decision, notice: isSame(existing, notice) ? existing : notice };

  /** An earlier try of this run wrote the same already. */
  function isSame(before: Notice | null, after: Notice): before is Notice {
    return (
      before !== null &&
      before.run === run &&
      before.state === after.state &&
      before.codes.join() === after.codes.join() &&
      before.planned_at <= now
    );
  }
}

/** Asks what needs to know of other notices: S19, and, only if no other code applies, HOUSEHOLD and S15. */
async function planFor({ store }: Deps, { candidate, ahead, now }: Asked, existing: Notice | null): Promise<Plan> {
  const before = existing !== null && !isFree(existing);
  const { id, trigger, codes, no_way, way, due_at, expired } = candidate;
  const blockedBy = (all: Code[]): Plan => ({ state: 'blocked', codes: all.sort() });
  if (before || codes.length > 0) return blockedBy(before ? [...codes, 'S19'] : codes);

  const others: Code[] = no_way ? [no_way] : [];
  if (ahead.includes(trigger.type)) others.push('HOUSEHOLD');
  if (way && !no_way) {
    const free = others.length === 0 && !expired ? takeFor(way.address) : isFreeFor(way.address);
    if (!(await free)) others.push('S15');
  }
  if (others.length > 0) return blockedBy(others);
  return { state: expired ? 'expired' : 'planned', codes: [] };

  /** The week begins when the notice goes out: what goes out late takes it again then (announce-sent.ts). */
  function takeFor(address: Key): Promise<boolean> {
    const week = noticeTypes[trigger.type].one_per_address_hours * HOUR_MS;
    const until = Math.max(now, due_at) + week + ON_TIME_MS;
    return store.takeAddress(address, { id, version: (existing?.version ?? 0) + 1 }, until, now);
  }
  async function isFreeFor(address: Key): Promise<boolean> {
    const holder = await store.addressHolder(address, now);
    return holder === null || holder === id;
  }
}

/** Whether a notice was held for its date to pay by, and this extract puts that right. */
const isCorrected = ({ row, candidate }: Asked, { state, reason }: Notice): boolean =>
  state === 'planned' && reason === PAY_BY_TOO_EARLY && !isTooEarly(row, candidate.trigger);

async function goesNow(
  { store }: Deps,
  { candidate: { due_at, last_day }, now }: Asked,
  held: Notice,
): Promise<Notice | 'moved'> {
  const step = { at: now, by: 'plan-notices', reason: 'pay-by-corrected' } as const;
  const notice = become(held, 'planned', step, { due_at, last_day });
  return (await enterAndPut(store, notice, toRelease(notice, due_at))) ? notice : 'moved';
}

/** Whether a person gets the notice, or had it planned before. */
export const hasIt = ({ outcome, codes }: Decision): boolean => outcome !== 'none' || codes.includes('S19');

function decisionOn({ row, view, candidate }: RowRequest, more: Partial<Decision>): Decision {
  return {
    line: row.line,
    account_ref: row.account_ref,
    person_ref: row.person_ref,
    person: row.person,
    bill_year: view.debt.bill_year,
    notice_type: candidate?.trigger.type ?? null,
    outcome: 'none',
    variant: null,
    codes: [],
    reason: null,
    due_at: null,
    notice_id: null,
    ...more,
  };
}

const plannedAs = (request: RowRequest, notice: Notice): Planned => {
  const { id, channel, variant, due_at } = notice;
  return { decision: decisionOn(request, { outcome: channel, variant, due_at, notice_id: id }), notice };
};
