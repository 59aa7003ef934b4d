import type { MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { MatterName } from '../../shared/matter.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import { isFree, isWaiting } from '../notice/has-gone.ts';
import type { Notice } from '../notice/notice.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import { announceAll, wakeIfSoon } from './announce-plans.ts';
import { household, isTold } from './ask-request.ts';
import type { Deps } from './deps.ts';
import { KeptMoving } from './kept-moving.ts';
import { hasIt, planAsk } from './plan-ask.ts';
import { rowsOf } from './rows-of-matter.ts';

/** Which of the notices that were stopped unsent are decided for again. */
type Which = (notice: Notice) => boolean;

/** Codes that only say that another person's notice was in the way. */
const IN_THE_WAY = ['HOUSEHOLD', 'S15'];

/** Blocked because of another person's notice, and for no other reason. */
export const gaveWay: Which = ({ state, codes, reason }) =>
  state === 'blocked' && reason === null && codes.every((code) => IN_THE_WAY.includes(code));

/** A hold is over: whatever was stopped before may be due. */
export const anyStopped: Which = () => true;

const PASSES = 5;

/**
 * A notice is no longer in the way of others: it ended unsent, or has another address now. Those of its household and
 * those whose notices waited for its address are decided for again, so that they end as if they had been asked without it.
 */
export async function decideAfter(
  deps: Deps,
  { notice, receiveCount }: { notice: Key; receiveCount: number },
): Promise<Outcome> {
  const { store } = deps;
  const ids = [notice, ...(await store.waitingFor(notice))];
  const [first, ...waiting] = await Promise.all(ids.map((id) => store.get(id)));
  // An earlier try may have planned one and died before it told of it.
  const concerned = waiting.filter((each) => each && (receiveCount > 1 || gaveWay(each)));
  const matters = new Map([first, ...concerned].flatMap((each) => (each ? [[each.about.id, each.about]] : [])));
  for (const matter of matters.values()) await decideAgain(deps, { matter, which: gaveWay, receiveCount });
  return done;
}

/** What blocked a notice has ended by its date alone: it is decided for again, as where a source ends its hold. */
export async function decideWhenOver(
  deps: Deps,
  { notice: id, receiveCount }: { notice: Key; receiveCount: number },
): Promise<Outcome> {
  const notice = await deps.store.get(id);
  const isOver = ({ id: each, over_on }: Notice) => each === id || over_on !== undefined;
  if (notice) await decideAgain(deps, { matter: notice.about, which: isOver, receiveCount });
  return done;
}

/** After a matter was planned: what it was decided by may have moved meanwhile, or have been missed. */
export const settleMatter = (deps: Deps, matter: MatterName, receiveCount: number): Promise<void> =>
  decideAlone(deps, { matter, which: gaveWay, receiveCount });

type Again = { matter: MatterName; view?: MatterView; which: Which; receiveCount: number };

/**
 * Decides again for those of one matter whose notices were stopped unsent, in household order, until a look at all of them
 * finds nothing to change: a function that moves one of them meanwhile is either seen by that look, or looks later itself.
 * A waiting notice to somebody whom HOUSEHOLD blocks by now is stopped. What was sent stays as it is. What an event asks for is
 * decided again whatever its state, as long as it has not gone.
 * @throws KeptMoving if the household keeps moving
 */
export const decideAgain = (deps: Deps, again: Again): Promise<void> =>
  deps.alone(again.matter.id, (waited) => {
    const { view, ...rest } = again;
    return decideAlone(deps, waited || !view ? rest : again);
  });

async function decideAlone(deps: Deps, { matter, view: known, which, receiveCount }: Again): Promise<void> {
  let view = known ?? (await deps.register.matter(matter));
  // An earlier try may have died before it told of what it wrote, also where the matter asks for it no more.
  if (receiveCount > 1 && view) await tell(deps, await deps.store.ofMatter(matter.id));
  for (let pass = 0; pass < PASSES; pass += 1) {
    if (!view) return;
    const moved = await lookOver(deps, view, { which, receiveCount });
    if (!moved || view.matter.people.length === 1) return;
    view = await deps.register.matter(matter);
  }
  throw new KeptMoving('a household kept moving while it was decided for');
}

/** Returns whether anybody's notice was stopped, or planned where it had been stopped, by this look or by another function. */
async function lookOver(
  deps: Deps,
  view: MatterView,
  { which, receiveCount }: Pick<Again, 'which' | 'receiveCount'>,
): Promise<boolean> {
  const now = deps.now();
  const people = household();
  const decided: Notice[] = [];
  let moved = false;
  const known = await deps.store.ofMatter(view.matter.about.id);
  for (const { asked, candidate } of await rowsOf(deps, view, { known, now })) {
    const before = candidate && (await deps.store.get(candidate.id));
    // No notice yet: its bell is still on its way and will decide.
    if (!before) continue;
    const behind = people.isBehind(candidate);
    const told = isTold(candidate);
    if (behind && isWaiting(before) && !told) {
      moved = true;
      await stopUnsent(deps, before, { found: { kind: 'blocked', codes: ['HOUSEHOLD'] }, by: 'plan-notices' });
    } else if (!isFree(before) && !told) {
      people.has(candidate);
    } else if (told || (which(before) && !(behind && before.codes.includes('HOUSEHOLD')))) {
      const run = candidate.run ?? before.run;
      const { decision, notice: after } = await planAsk(deps, {
        view,
        asked,
        candidate,
        run,
        now,
        behind,
        receiveCount,
      });
      if (hasIt(decision)) people.has(candidate);
      if (!after || after.version === before.version) continue;
      // How far one is on its way bears on nobody: only that it goes, or does not.
      moved ||= isFree(after) !== isFree(before);
      decided.push(after);
    }
  }
  await tell(deps, decided);
  return moved;
}

/** Announces what became of a matter, and wakes the releaser if some of it is due. May be repeated. */
export async function tell(deps: Deps, notices: Notice[]): Promise<void> {
  await announceAll(deps, notices);
  await wakeIfSoon(deps, notices);
}
