import type { Code } from '../../../contracts/codes.ts';
import type { Key } from '../../shared/ids.ts';
import { capOf } from '../catalogue/types.ts';
import { isForSource } from '../families/family.ts';
import type { Decision, Notice, NoticeType } from '../notice/notice.ts';
import { ON_TIME_MS } from '../notice/timing.ts';
import { become } from '../notice/transition.ts';
import type { Candidate } from '../rules/decide-matter.ts';
import { standingOf } from '../rules/look-again.ts';
import { enterAndPut, toRelease } from '../steps/agenda.ts';
import { giveBackOld, giveBackTaken, isFree, makeWay, waits } from './address-of-notice.ts';
import type { AskRequest, WithCandidate } from './ask-request.ts';
import type { Deps } from './deps.ts';
import { noticeOfPlan, type Plan } from './notice-of-plan.ts';

const TRIES = 5;

/** What was decided, and the notice that stands for it: null without a trigger, and where S19 leaves it as it is. */
export type Planned = { decision: Decision; notice: Notice | null };

/**
 * Decides for one person and writes the notice, planned or stopped. A function that moves the notice at the same
 * time makes it decide anew.
 * @throws Error if the notice is moved again and again
 */
export async function planAsk(deps: Deps, request: AskRequest): Promise<Planned> {
  const { candidate } = request;
  if (!candidate) return { decision: decisionOn(request, { reason: 'no-trigger' }), notice: null };
  for (let tried = 0; tried < TRIES; tried += 1) {
    // One that was made since the caller looked: then the put fails, and the second try reads what is there.
    const isNew = tried === 0 && request.known?.has(candidate.id) === false;
    const decided = await tryAsk(deps, { ...request, candidate }, isNew ? null : await deps.store.get(candidate.id));
    if (!decided) continue;
    // An earlier try may have taken an address for it that no worker can name any more: notices that wait for it are
    // looked at again.
    if (request.receiveCount > 1 && decided.notice) await makeWay(deps, decided.notice);
    return decided;
  }
  throw new Error('a notice kept moving while it was planned');
}

/** An officer has ended it: no later file asks for it again. */
const isEnded = ({ state, reason }: Notice): boolean => state === 'cancelled' && reason === 'officer-ended';

/** Null if another function moved the notice meanwhile. */
async function tryAsk(deps: Deps, request: WithCandidate, existing: Notice | null): Promise<Planned | null> {
  const { candidate, run, now } = request;
  const { store } = deps;
  const ended = existing !== null && isEnded(existing);
  if (existing && (ended || !isFree(existing)) && existing.run === run) return plannedAs(request, existing);
  if (ended) return { decision: decisionOn(request, { reason: 'officer-ended' }), notice: null };
  const plan = await planFor(deps, request, existing);
  // What was planned before, and perhaps sent, stays as it is.
  if (plan.codes.includes('S19')) {
    const notice = existing && isCorrected(deps, request, existing) ? await goesNow(deps, request, existing) : null;
    if (notice === 'moved') return null;
    return { decision: decisionOn(request, { codes: plan.codes, notice_id: candidate.id }), notice };
  }

  const notice = noticeOfPlan(plan, { ...request, existing });
  if (existing) await giveBackOld(deps, request, { plan, existing });
  if (plan.state === 'planned')
    return (await enterAndPut(store, notice, toRelease(deps.catalogue, notice, notice.due_at)))
      ? plannedAs(request, notice)
      : null;
  if (!isSame(existing, notice) && !(await store.put(notice))) return null;
  const written = isSame(existing, notice) ? { notice: existing, anew: false } : { notice, anew: true };
  if (request.receiveCount > 1 && !(await giveBackTaken(deps, request, written))) return null;
  if (plan.codes.join() === 'S15' && !(await waits(deps, request))) return null;
  const reason = plan.state === 'expired' ? 'expired' : null;
  const decision = decisionOn(request, { codes: plan.codes, reason, notice_id: candidate.id });
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
async function planFor(
  { store }: Deps,
  { candidate, ahead, now }: WithCandidate,
  existing: Notice | null,
): Promise<Plan> {
  const before = existing !== null && !isFree(existing);
  const { id, entry, codes, no_way, way, due_at, expired } = candidate;
  const blockedBy = (all: Code[]): Plan => ({ state: 'blocked', codes: all.sort() });
  if (before || codes.length > 0) return blockedBy(before ? [...codes, 'S19'] : codes);

  const cap = capOf(entry);
  const others: Code[] = no_way ? [no_way] : [];
  if (isBehind(candidate, ahead)) others.push('HOUSEHOLD');
  if (way && !no_way && cap !== null) {
    const free = others.length === 0 && !expired ? takeFor(way.address, cap) : isFreeFor(way.address);
    if (!(await free)) others.push('S15');
  }
  if (others.length > 0) return blockedBy(others);
  return { state: expired ? 'expired' : 'planned', codes: [] };

  /** The week begins when the notice goes out: what goes out late takes it again then (announce-sent.ts). */
  function takeFor(address: Key, capMs: number): Promise<boolean> {
    const until = Math.max(now, due_at) + capMs + ON_TIME_MS;
    return store.takeAddress(address, { id, version: (existing?.version ?? 0) + 1 }, until, now);
  }
  async function isFreeFor(address: Key): Promise<boolean> {
    const holder = await store.addressHolder(address, now);
    return holder === null || holder === id;
  }
}

/** Somebody of the same household who is asked first is told (HOUSEHOLD). */
export const isBehind = ({ entry }: Candidate, ahead: readonly NoticeType[]): boolean =>
  entry.household === 'one' && ahead.includes(entry.type);

/** Whether a notice waited for its source to put something right, and that has. */
const isCorrected = (deps: Deps, { view }: WithCandidate, waiting: Notice): boolean =>
  waiting.state === 'planned' && isForSource(waiting.reason) && standingOf(waiting, view, deps)?.waits === null;

async function goesNow(
  { store, catalogue }: Deps,
  { candidate: { due_at, last_day }, now }: WithCandidate,
  waiting: Notice,
): Promise<Notice | 'moved'> {
  const step = { at: now, by: 'plan-notices', reason: 'pay-by-corrected' } as const;
  const notice = become(waiting, 'planned', step, { due_at, last_day });
  return (await enterAndPut(store, notice, toRelease(catalogue, notice, due_at))) ? notice : 'moved';
}

/** Whether a person gets the notice, or had it planned before. */
export const hasIt = ({ outcome, codes }: Decision): boolean => outcome !== 'none' || codes.includes('S19');

function decisionOn({ asked, view: { matter }, candidate }: AskRequest, more: Partial<Decision>): Decision {
  return {
    line: asked.line ?? null,
    matter_ref: matter.ref,
    person_ref: matter.people.find(({ person }) => person === asked.person)?.ref ?? '',
    person: asked.person,
    bill_year: matter.about.bill_year ?? null,
    notice_type: candidate?.type ?? null,
    outcome: 'none',
    variant: null,
    codes: [],
    reason: null,
    due_at: null,
    notice_id: null,
    ...more,
  };
}

const plannedAs = (request: AskRequest, notice: Notice): Planned => {
  const { id, channel, variant, due_at } = notice;
  return { decision: decisionOn(request, { outcome: channel, variant, due_at, notice_id: id }), notice };
};
