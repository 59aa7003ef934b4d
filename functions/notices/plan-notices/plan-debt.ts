import type { DebtRow, DebtView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import { done, duplicate, type Outcome, retry, stale } from '../../shared/outcome.ts';
import { noticesNamed } from '../ledger/book-keeping.ts';
import type { Decision, MatterDecision, Notice, NoticeType } from '../notice/notice.ts';
import { factCodes } from '../rules/codes.ts';
import { type Context, contextAt } from '../rules/context.ts';
import { decideDebt } from '../rules/decide-debt.ts';
import { stillStands } from '../rules/look-again.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import { isFree, isWaiting, makeWay } from './address-of-notice.ts';
import { settleHousehold, tell } from './decide-again.ts';
import type { Deps } from './deps.ts';
import { hasIt, planRow } from './plan-row.ts';

type Snapshot = { debt: Key; extract_id: string; receiveCount: number };

/**
 * Decides what each liable person of one debt is told after a new extract, in household order, and keeps the decisions.
 * Notices first, then the decisions, then the announcements: a snapshot whose decisions are there is announced again.
 * @returns `stale` if the register has the debt from another extract by now: that one's snapshot decides.
 */
export async function planDebt(deps: Deps, { debt, extract_id, receiveCount }: Snapshot): Promise<Outcome> {
  const { store } = deps;
  const [view, earlier, known] = await Promise.all([
    viewOf(deps, debt),
    store.decision(extract_id, debt),
    store.ofMatter(debt),
  ]);
  if (earlier) {
    const notices = await noticesOf(deps, earlier);
    // A copy of this message may have decided after an earlier try had died that took an address for what is stopped now.
    if (receiveCount > 1) for (const notice of notices.filter(isFree)) await makeWay(deps, notice);
    await tell(deps, notices);
    return duplicate;
  }
  // import-file writes the debt before it publishes the snapshot.
  if (!view) return retry('debt-not-in-register');
  if (view.debt.extract_id !== extract_id) {
    // An earlier try may have written some of this extract's notices, and died before it told of them.
    if (receiveCount > 1) await tellAgain(deps, { run: extract_id, notices: known });
    return stale;
  }

  const now = deps.now();
  const rows = decideDebt(view, contextAt(now, deps));
  const asked = new Set(rows.flatMap(({ candidate }) => candidate?.id ?? []));
  await endWhatNoLongerStands(deps, { view, notices: known.filter(({ id }) => !asked.has(id)), receiveCount });

  const decisions: Decision[] = [];
  const notices: Notice[] = [];
  const ahead: NoticeType[] = [];
  const run = { run: extract_id, now, ahead, known: new Set(known.map(({ id }) => id)), receiveCount };
  for (const { row, candidate } of rows) {
    const request = { ...run, view, row, candidate };
    const { decision, notice } = await planRow(deps, request);
    decisions.push(decision);
    if (candidate && hasIt(decision)) ahead.push(candidate.trigger.type);
    if (notice) notices.push(notice);
  }
  if (asked.size > 1) await settleHousehold(deps, debt, receiveCount);
  await store.putDecision({ run: extract_id, matter: debt, decided_at: now, decisions });
  await tell(deps, notices);
  return done;
}

/**
 * A glance is enough for what will be sent: what it misses is found before that. What it would hold back is looked at
 * closely: if its hold has just ended, that was told before there was a notice to decide for again.
 */
async function viewOf(deps: Deps, debt: Key): Promise<DebtView | null> {
  const glanced = await deps.glanceAt(debt);
  const isHeld = glanced?.debt.rows.some((row) => hasFacts(row, glanced, contextAt(deps.now(), deps)));
  return isHeld ? deps.register.debt(debt) : glanced;
}

/** Whether anything that was told bears on a row. What its file says of it is read consistently in any case. */
const hasFacts = (row: DebtRow, view: DebtView, context: Context): boolean =>
  factCodes(row, view, context).length > 0 ||
  Object.keys(view.persons.get(row.person)?.opt_outs ?? {}).length > 0 ||
  [...view.addresses.values()].some(({ stopped, wrong }) => stopped || wrong);

type Older = { view: DebtView; notices: Notice[]; receiveCount: number };

/** A newer snapshot that no longer says what brought a waiting notice about ends it, before it can take anyone's week. */
async function endWhatNoLongerStands(deps: Deps, { view, notices, receiveCount }: Older): Promise<void> {
  for (const notice of notices) {
    // An earlier try may have died after it stopped the notice and before it gave the address back.
    if (receiveCount > 1 && isFree(notice)) await deps.store.giveBackAddress(notice.address, notice);
    if (!isWaiting(notice) || stillStands(notice, view)) continue;
    // If somebody else is first, the looks at release and sending end it as well.
    await stopUnsent(deps, notice, { found: { kind: 'cancelled', reason: 'trigger-ended' }, by: 'plan-notices' });
  }
}

/** The notices that a run made of one debt. One that another run has taken up since is announced by that run. */
async function noticesOf({ store }: Deps, decision: MatterDecision): Promise<Notice[]> {
  const notices = await Promise.all(noticesNamed(decision).map((id) => store.get(id)));
  return notices.filter((notice): notice is Notice => notice?.run === decision.run);
}

/** Tells of the notices of a debt that a run wrote and no later one has taken up; addresses it took for any may be free. */
async function tellAgain(deps: Deps, { run, notices }: { run: string; notices: Notice[] }): Promise<void> {
  await tell(
    deps,
    notices.filter((notice) => notice.run === run),
  );
  for (const notice of notices) await makeWay(deps, notice);
}
