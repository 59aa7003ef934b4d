import type { MatterView } from '../../register/register.ts';
import type { MatterName } from '../../shared/matter.ts';
import { done, duplicate, type Outcome, retry, stale } from '../../shared/outcome.ts';
import type { Ask } from '../families/family.ts';
import { noticesNamed } from '../ledger/book-keeping.ts';
import { isFree } from '../notice/has-gone.ts';
import type { MatterDecision, Notice } from '../notice/notice.ts';
import { channelOf } from '../rules/channel.ts';
import { contextAt } from '../rules/context.ts';
import { asksOf, heeded } from '../rules/decide-matter.ts';
import { makeWay } from './address-of-notice.ts';
import { tell } from './decide-again.ts';
import type { Deps } from './deps.ts';
import { dayOfEvents } from './note-run.ts';
import { isLookedAtAgain, planRows, type Seen } from './plan-rows.ts';
import { toldBy } from './rows-of-matter.ts';

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
  const [seen, known] = await Promise.all([seenOf(deps, { matter, run }), store.ofMatter(matter.id)]);
  // The first time there is none. A bell that rings twice where no notice came of it is decided on twice, to the same end.
  const mayBeDecided = receiveCount > 1 || known.some((notice) => notice.run === run);
  const decided = mayBeDecided ? await store.decision(run, matter.id) : null;
  const told = seen && toldBy(run, seen.view);
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
  if (!seen) return retry('matter-not-in-register');
  if (!told) {
    // An earlier try may have written some of this run's notices, and died before it told of them.
    if (receiveCount > 1) await tellAgain(deps, { run, notices: known });
    return stale;
  }

  if (!of_file) await deps.noteRun(dayOfEvents(run, deps.now()));
  const { decisions, notices, now, view: on } = await planRows(deps, { ...seen, known }, { run, receiveCount });
  await store.putDecision({ run, matter: matter.id, ...(toldBy(run, on) ?? told), decided_at: now, decisions });
  await tell(deps, notices);
  return done;
}

/** Decided on this state of the matter, or on a newer one. */
const isAsTold = (decided: MatterDecision, { told_at, events }: Pick<MatterDecision, 'told_at' | 'events'>): boolean =>
  decided.told_at > told_at || (decided.told_at === told_at && decided.events === events);

/**
 * A glance is enough for what will be sent: what it misses is found before that; and for what an event asks for together, which is
 * looked at closely once it is written. What else it would hold back is looked at closely before: if its hold has just ended, or
 * a number was told just now, that was before there was a notice to decide for again.
 */
async function seenOf(deps: Deps, { matter, run }: Pick<Told, 'matter' | 'run'>): Promise<Omit<Seen, 'known'> | null> {
  const glanced = await deps.glanceAt(matter);
  if (!glanced) return null;
  const now = deps.now();
  const asked = asksOf(glanced, contextAt(now, deps));
  const asks = asked.flatMap(({ ask }) => ask ?? []);
  if (isLookedAtAgain(asks, run) || !mayBeHeld(deps, glanced, asks))
    return { view: glanced, asked: { now, all: asked } };
  const view = await deps.register.matter(matter);
  return view && { view };
}

/** Whether what was told, or is missing, holds anybody's notice. What the matter itself says is read consistently in any case. */
function mayBeHeld(deps: Deps, view: MatterView, asks: readonly Ask[]): boolean {
  const context = contextAt(deps.now(), deps);
  return (
    asks.some(
      (each) =>
        channelOf(deps.catalogue.entry(each.type), { ...context, person: each.person }, view).chosen === null ||
        heeded(each, view, { ...context, moment: 'planning' }).some(({ stored_at }) => stored_at !== null),
    ) ||
    [...view.people.values()].some(({ opt_outs }) => Object.keys(opt_outs).length > 0) ||
    [...view.addresses.values()].some(({ stopped, wrong }) => stopped || wrong)
  );
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
