import { dayBegins } from '../../shared/calendar/london.ts';
import { isForSource } from '../families/family.ts';
import { isHeldUp } from '../notice/brake.ts';
import { firstLookAt } from '../notice/document-of-cover.ts';
import { isFree } from '../notice/has-gone.ts';
import type { Decision, Notice } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import { standingOf } from '../rules/look-again.ts';
import { enterAndPut, toMakeSure, toRelease } from '../steps/agenda.ts';
import { giveBackOld, giveBackTaken, makeWay, waits } from './address-of-notice.ts';
import { type AskRequest, isTold, type WithCandidate } from './ask-request.ts';
import { noteWait } from './claims.ts';
import { decisionOn, plannedAs, stoppedAs } from './decision-of-ask.ts';
import type { Deps } from './deps.ts';
import { KeptMoving } from './kept-moving.ts';
import { noticeOfPlan } from './notice-of-plan.ts';
import { planAnew } from './plan-anew.ts';
import { planFor } from './plan-for.ts';

const TRIES = 5;

/** What was decided, and the notice that stands for it: null without a trigger, and where S19 leaves it as it is. */
export type Planned = { decision: Decision; notice: Notice | null };

/**
 * Decides for one person and writes the notice, planned or stopped. A function that moves the notice at the same
 * time makes it decide anew.
 * @throws KeptMoving if the notice is moved again and again
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
  throw new KeptMoving('a notice kept moving while it was planned');
}

/** An officer has ended it: nothing asks for it again. */
const isEnded = ({ state, reason }: Notice): boolean => state === 'cancelled' && reason === 'officer-ended';

/** Null if another function moved the notice meanwhile. */
function tryAsk(deps: Deps, request: WithCandidate, existing: Notice | null): Promise<Planned | null> {
  if (existing && isEnded(existing)) return Promise.resolve(ended(request, existing));
  if (!existing || isFree(existing)) return planFree(deps, request, existing);
  return isTold(request.candidate) ? planAnew(deps, request, existing) : toldAlready(deps, request, existing);
}

const ended = (request: WithCandidate, existing: Notice): Planned =>
  existing.run === request.run
    ? plannedAs(request, existing)
    : { decision: decisionOn(request, { reason: 'officer-ended' }), notice: null };

/** What an extract asks for again, and was planned before and perhaps sent, stays as it is (S19). */
async function toldAlready(deps: Deps, request: WithCandidate, existing: Notice): Promise<Planned | null> {
  const { candidate, run } = request;
  if (existing.run === run) return plannedAs(request, existing);
  // A run that waits, or was cancelled, does not keep a later one from telling.
  if (existing.state === 'planned' && isHeldUp(await deps.store.brake(existing.run)))
    return planAnew(deps, request, existing);
  const notice = isCorrected(deps, request, existing) ? await goesNow(deps, request, existing) : null;
  if (notice === 'moved') return null;
  const codes = [...candidate.codes, 'S19' as const].sort();
  return { decision: decisionOn(request, { codes, notice_id: candidate.id }), notice };
}

/** One that is new, or was stopped before anything of it was sent. */
async function planFree(deps: Deps, request: WithCandidate, existing: Notice | null): Promise<Planned | null> {
  const { run, now } = request;
  const { store } = deps;
  const plan = await planFor(deps, request, existing);
  const notice = noticeOfPlan(plan, { ...request, existing });
  if (existing) await giveBackOld(deps, request, { plan, existing });
  if (plan.state === 'planned') {
    await noteWait(deps, request);
    return (await enterAndPut(store, notice, toRelease(deps.catalogue, notice, firstLookAt(notice))))
      ? plannedAs(request, notice)
      : null;
  }
  if (!isSame(existing, notice) && !(await putStopped(store, notice))) return null;
  const written = isSame(existing, notice) ? { notice: existing, anew: false } : { notice, anew: true };
  if (request.receiveCount > 1 && !(await giveBackTaken(deps, request, written))) return null;
  if (plan.codes.join() === 'S15' && !(await waits(deps, request))) return null;
  return stoppedAs(request, isSame(existing, notice) ? existing : notice, plan);

  /** An earlier try of this run wrote the same already. */
  function isSame(before: Notice | null, after: Notice): before is Notice {
    return (
      before !== null &&
      before.run === run &&
      before.state === after.state &&
      before.reason === after.reason &&
      before.codes.join() === after.codes.join() &&
      before.over_on === after.over_on &&
      before.planned_at <= now
    );
  }
}

/** What is blocked by something that ends by its date alone stands on the reconciler's agenda for the day after. */
const putStopped = (store: Deps['store'], notice: Notice): Promise<boolean> =>
  notice.over_on === undefined ? store.put(notice) : enterAndPut(store, notice, toMakeSure(dayBegins(notice.over_on)));

/** Whether a notice waited for its source to put something right, and that has. */
const isCorrected = (deps: Deps, { view }: WithCandidate, held: Notice): boolean =>
  held.state === 'planned' && isForSource(held.reason) && standingOf(held, view, deps)?.waits === null;

async function goesNow(
  { store, catalogue }: Deps,
  { candidate: { due_at, last_day }, now }: WithCandidate,
  held: Notice,
): Promise<Notice | 'moved'> {
  const step = { at: now, by: 'plan-notices', reason: 'pay-by-corrected' } as const;
  const notice = become(held, 'planned', step, { due_at, last_day });
  return (await enterAndPut(store, notice, toRelease(catalogue, notice, due_at))) ? notice : 'moved';
}

/** Whether a person gets the notice, or had it planned before. */
export const hasIt = ({ outcome, codes }: Decision): boolean => outcome !== 'none' || codes.includes('S19');
