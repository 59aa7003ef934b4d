import { isDeepStrictEqual } from 'node:util';
import type { MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { Ask, Asked } from '../families/family.ts';
import { isFree, isWaiting } from '../notice/has-gone.ts';
import type { Decision, Notice } from '../notice/notice.ts';
import type { Decided } from '../rules/decide-matter.ts';
import { standingOf } from '../rules/look-again.ts';
import { giveBackAddresses } from '../steps/give-back-addresses.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import { household } from './ask-request.ts';
import { settleMatter } from './decide-again.ts';
import type { Deps } from './deps.ts';
import { KeptMoving } from './kept-moving.ts';
import { hasIt, planAsk } from './plan-ask.ts';
import { rowsOf, runOf } from './rows-of-matter.ts';

type Asking = { run: string; receiveCount: number };

/** A matter and the notices about it, as they were before they were decided on; with what it asks for, where that was looked at. */
export type Seen = { view: MatterView; known: Notice[]; asked?: { now: number; all: Asked[] } };

/** What a run decided about a matter, and on which state of it. */
export type Planned = { decisions: Decision[]; notices: Notice[]; view: MatterView; now: number };

const PASSES = 5;

/**
 * Decides what a run asks about a matter. What is asked for together hangs together, and what other events ask for may be ended
 * by this one: they are looked at again once all is written. Of what this run's events alone ask for that look reads and compares,
 * and nothing is decided twice that nothing has moved.
 * @throws KeptMoving if it keeps moving
 */
export async function planRows(deps: Deps, seen: Seen, asking: Asking): Promise<Planned> {
  let before = seen;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const { all, ...planned } = await planPass(deps, before, asking);
    const matter = before.view.matter.about;
    const asked = askedIn(all);
    if (!isLookedAtAgain(asked, asking.run)) {
      if (asked.length > 1 || all.length > planned.decisions.length)
        await settleMatter(deps, matter, asking.receiveCount);
      return planned;
    }
    const [view, known] = await Promise.all([deps.register.matter(matter), deps.store.ofMatter(matter.id)]);
    if (!view || isAsLeft({ view, known }, before, planned.notices)) return planned;
    before = { view, known };
  }
  throw new KeptMoving('a matter kept moving while it was planned');
}

/** Whether all that is asked of a matter is asked by events of one run, and hangs together. */
export const isLookedAtAgain = (asked: readonly Pick<Ask, 'run'>[], run: string): boolean =>
  asked.length > 1 && asked.every((ask) => ask.run === run);

/** Whether the matter is as it was decided on, and of its notices the same go, and no others. */
function isAsLeft({ view, known }: Seen, before: Seen, written: readonly Notice[]): boolean {
  const left = new Map([...before.known, ...written].map((each) => [each.id, isFree(each)]));
  const goes = new Map(known.map((each) => [each.id, isFree(each)]));
  return isDeepStrictEqual(left, goes) && isDeepStrictEqual(view, before.view);
}

const askedIn = (all: readonly Decided[]) => all.flatMap(({ candidate }) => candidate ?? []);

async function planPass(
  deps: Deps,
  { view, known, asked: before }: Seen,
  { run, receiveCount }: Asking,
): Promise<Planned & { all: Decided[] }> {
  const now = before?.now ?? deps.now();
  const all = await rowsOf(deps, view, { known, now, asks: before?.all });
  const asked = new Set(askedIn(all).map(({ id }) => id));
  await endWhatNoLongerStands(deps, { view, notices: known.filter(({ id }) => !asked.has(id)), receiveCount });

  const decisions: Decision[] = [];
  const notices: Notice[] = [];
  const people = household();
  const common = { view, run, now, known: new Set<Key>(known.map(({ id }) => id)), receiveCount };
  for (const row of all.filter((each) => runOf(each, view) === run)) {
    const { decision, notice } = await planAsk(deps, { ...common, ...row, behind: people.isBehind(row.candidate) });
    decisions.push(decision);
    if (row.candidate && hasIt(decision)) people.has(row.candidate);
    if (notice) notices.push(notice);
  }
  return { decisions, notices, view, now, all };
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
