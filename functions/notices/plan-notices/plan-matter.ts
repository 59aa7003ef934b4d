import type { MatterView } from '../../register/register.ts';
import type { MatterName } from '../../shared/matter.ts';
import { done, duplicate, type Outcome, retry, stale } from '../../shared/outcome.ts';
import { noticesNamed } from '../ledger/book-keeping.ts';
import { isFree, isWaiting } from '../notice/has-gone.ts';
import type { Decision, MatterDecision, Notice } from '../notice/notice.ts';
import { channelOf } from '../rules/channel.ts';
import { contextAt } from '../rules/context.ts';
import { asksOf, heeded } from '../rules/decide-matter.ts';
import { standingOf } from '../rules/look-again.ts';
import { giveBackAddresses } from '../steps/give-back-addresses.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import { makeWay } from './address-of-notice.ts';
import { household } from './ask-request.ts';
import { settleMatter, tell } from './decide-again.ts';
import type { Deps } from './deps.ts';
import { dayOfEvents } from './note-run.ts';
import { hasIt, planAsk } from './plan-ask.ts';
import { rowsOf, runOf, toldBy } from './rows-of-matter.ts';

type Told = { matter: MatterName; run: string; of_file?: true; receiveCount: number };

/**
 * Decides what each person of a matter is told after it has changed, in household order, and keeps the decisions. Notices
 * first, then the decisions, then the announcements: what is decided on already is announced again.
 * @returns `stale` if the register has the matter from another run by now: that one's own bell decides.
 */
export const planMatter = (deps: Deps, told: Told): Promise<Outcome> =>
  deps.alone(told.matter.id, () => planAlone(deps, told));

async function planAlone(deps: Deps, { matter, run, of_file, receiveCount }: Told): Promise<Outcome> {
  const { store } = deps;
  const [view, decided, known] = await Promise.all([
    viewOf(deps, matter),
    store.decision(run, matter.id),
    store.ofMatter(matter.id),
  ]);
  const told = view && toldBy(run, view);
  // A run may tell of a matter again, in a newer state.
  const earlier = decided && (!told || isAsTold(decided, told)) ? decided : null;
  if (earlier) {
    const notices = await noticesOf(deps, earlier);
    // A copy of this message may have decided after an earlier try had died that took an address for what is stopped now.
    if (receiveCount > 1) for (const notice of notices.filter(isFree)) await makeWay(deps, notice);
    await tell(deps, notices);
    return duplicate;
  }
  // The door or import that rings has handed the matter to the register before.
  if (!view) return retry('matter-not-in-register');
  if (!told) {
    // An earlier try may have written some of this run's notices, and died before it told of them.
    if (receiveCount > 1) await tellAgain(deps, { run, notices: known });
    return stale;
  }

  const now = deps.now();
  if (!of_file) await deps.noteRun(dayOfEvents(run, now));
  const all = await rowsOf(deps, view, known);
  const rows = all.filter((row) => runOf(row, view) === run);
  const asked = new Set(all.flatMap(({ candidate }) => candidate?.id ?? []));
  await endWhatNoLongerStands(deps, { view, notices: known.filter(({ id }) => !asked.has(id)), receiveCount });

  const decisions: Decision[] = [];
  const notices: Notice[] = [];
  const people = household();
  const common = { view, run, now, known: new Set(known.map(({ id }) => id)), receiveCount };
  for (const row of rows) {
    const { decision, notice } = await planAsk(deps, { ...common, ...row, behind: people.isBehind(row.candidate) });
    decisions.push(decision);
    if (row.candidate && hasIt(decision)) people.has(row.candidate);
    if (notice) notices.push(notice);
  }
  // What other events ask for may be ended by this one, and what is asked for together hangs together.
  if (asked.size > 1 || all.length > rows.length) await settleMatter(deps, matter, receiveCount);
  await store.putDecision({ run, matter: matter.id, ...told, decided_at: now, decisions });
  await tell(deps, notices);
  return done;
}

/** Decided on this state of the matter, or on a newer one. */
const isAsTold = (decided: MatterDecision, { told_at, events }: Pick<MatterDecision, 'told_at' | 'events'>): boolean =>
  decided.told_at > told_at || (decided.told_at === told_at && decided.events === events);

/**
 * A glance is enough for what will be sent: what it misses is found before that. What it would hold back is looked at
 * closely: if its hold has just ended, or a number was told just now, that was before there was a notice to decide for again.
 */
async function viewOf(deps: Deps, matter: MatterName): Promise<MatterView | null> {
  const glanced = await deps.glanceAt(matter);
  return glanced && mayBeHeld(deps, glanced) ? deps.register.matter(matter) : glanced;
}

/** Whether what was told, or is missing, holds anybody's notice. What the matter itself says is read consistently in any case. */
function mayBeHeld(deps: Deps, view: MatterView): boolean {
  const context = contextAt(deps.now(), deps);
  return (
    asksOf(view, context)
      .flatMap(({ ask }) => ask ?? [])
      .some(
        (each) =>
          channelOf(deps.catalogue.entry(each.type), { ...context, person: each.person }, view).chosen === null ||
          heeded(each, view, { ...context, moment: 'planning' }).some(({ stored_at }) => stored_at !== null),
      ) ||
    [...view.people.values()].some(({ opt_outs }) => Object.keys(opt_outs).length > 0) ||
    [...view.addresses.values()].some(({ stopped, wrong }) => stopped || wrong)
  );
}

type Older = { view: MatterView; notices: Notice[]; receiveCount: number };

/** A newer state that no longer says what brought a waiting notice about ends it, before it can take anyone's week. */
async function endWhatNoLongerStands(deps: Deps, { view, notices, receiveCount }: Older): Promise<void> {
  for (const notice of notices) {
    // An earlier try may have died after it stopped the notice and before it gave the address back.
    if (receiveCount > 1 && isFree(notice)) await giveBackAddresses(deps.store, notice);
    if (!isWaiting(notice) || standingOf(notice, view, deps)) continue;
    // If another function is first, the looks at release and sending end it as well.
    await stopUnsent(deps, notice, { found: { kind: 'cancelled', reason: 'trigger-ended' }, by: 'plan-notices' });
  }
}

/** The notices that a run made about one matter. One that another run has taken up since is announced by that run. */
async function noticesOf({ store }: Deps, decision: MatterDecision): Promise<Notice[]> {
  const notices = await Promise.all(noticesNamed(decision).map((id) => store.get(id)));
  return notices.filter((notice): notice is Notice => notice?.run === decision.run);
}

/** Tells of the notices about a matter that a run wrote and no later one has taken up; addresses it took for any may be free. */
async function tellAgain(deps: Deps, { run, notices }: { run: string; notices: Notice[] }): Promise<void> {
  await tell(
    deps,
    notices.filter((notice) => notice.run === run),
  );
  for (const notice of notices) await makeWay(deps, notice);
}
