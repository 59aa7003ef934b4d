import { digest } from '../../shared/ids.ts';
import { noticesNamed } from '../ledger/book-keeping.ts';
import type { Brake } from '../notice/brake.ts';
import type { Notice, ReleaseList, WaitingList } from '../notice/notice.ts';
import { RELEASE_LISTS } from '../steps/overdue.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import type { OpenRun } from '../store/ports.ts';
import type { Deps } from './deps.ts';
import { weighRun } from './weigh-run.ts';

const AT_ONCE = 230;
/** A run of which too little is known is looked at again. */
const SOON_SECONDS = 2;

/** Where notices stand that would be released but for the brake on their run. */
export const waitingList = (list: ReleaseList, run: string): WaitingList => `${list} of ${digest(run)}`;

/** The brake of a run, as the look at a group of notices read it. */
export type BrakeOn = (run: string) => Promise<Brake | null>;

type Seeing = { hasTime: () => boolean; failures: unknown[] };

/**
 * Sees to every run that is to be weighed, or of which notices wait: weighs it, leaves it waiting for an officer, or has its
 * notices stand again where they would be released. Each is taken off last: a releaser that dies leaves it to the next round.
 * @returns in how many seconds to look again, and how many runs wait for an officer
 */
export async function seeToRuns(
  deps: Deps,
  seeing: Seeing,
): Promise<{ againInSeconds: number | null; waiting: number }> {
  let againInSeconds: number | null = null;
  let waiting = 0;
  for (const open of await deps.store.openRuns()) {
    const state = await seeTo(deps, open, seeing).catch((error: unknown) => {
      seeing.failures.push(error);
      return 'unknown' as const;
    });
    if (state === 'waits') waiting += 1;
    if (state === 'not-done') againInSeconds = SOON_SECONDS;
  }
  return { againInSeconds, waiting };
}

async function seeTo(deps: Deps, open: OpenRun, { hasTime }: Seeing): Promise<'waits' | 'not-done' | 'done'> {
  const { store } = deps;
  const brake = await weighRun(deps, open.run);
  if (!brake) return 'not-done';
  if (brake.verdict === 'waits') return 'waits';
  if (brake.verdict === 'cancelled' && !(await endNotices(deps, brake, hasTime))) return 'not-done';
  for (const list of RELEASE_LISTS) if (!(await moveBack(deps, { list, run: open.run, hasTime }))) return 'not-done';
  return (await store.closeRun(open)) ? 'done' : 'not-done';
}

/** Those that wait stand again where they would be released. */
async function moveBack(
  { store }: Deps,
  { list, run, hasTime }: { list: ReleaseList; run: string; hasTime: () => boolean },
): Promise<boolean> {
  for (;;) {
    const pages = await store.due(waitingList(list, run), Number.POSITIVE_INFINITY, AT_ONCE);
    if (pages.length === 0) return true;
    if (!hasTime()) return false;
    await Promise.all(pages.map(({ at, entries }) => store.enter({ list, at }, entries)));
    await Promise.all(pages.map((page) => store.strike(page)));
  }
}

/** Ends what a cancelled run has planned, also what is not due yet; what comes to it later ends at its look. */
async function endNotices(deps: Deps, cancelled: Brake, hasTime: () => boolean): Promise<boolean> {
  const { store } = deps;
  let brake = cancelled;
  while (brake.ended_upto !== null) {
    if (!hasTime()) return false;
    const { items, next } = await store.decisions(brake.run, brake.ended_upto);
    const notices = await Promise.all(items.flatMap(noticesNamed).map((id) => store.get(id)));
    await Promise.all(notices.map((notice) => notice && endOfRun(deps, notice, brake.run)));
    brake = { ...brake, ended_upto: next, version: brake.version + 1 };
    if (!(await store.putBrake(brake))) return false;
  }
  return true;
}

/** If another function moves it first, its look ends it. */
export async function endOfRun(deps: Deps, notice: Notice, run: string): Promise<void> {
  if (notice.state !== 'planned' || notice.run !== run) return;
  await stopUnsent(deps, notice, { found: { kind: 'cancelled', reason: 'run-cancelled' }, by: 'release-notices' });
}

/** Writes down that notices of days of events have slots: those days are weighed again in time. */
export async function countSlots({ store }: Deps, going: readonly Notice[], brakeOn: BrakeOn): Promise<void> {
  for (const [run, notices] of Map.groupBy(going, (notice) => notice.run)) {
    const brake = await brakeOn(run);
    if (brake?.upto === undefined) continue;
    // If another function is first, the next weighing is so much later: it goes by decisions, not by slots.
    await store.putBrake({ ...brake, slots: brake.slots + notices.length, version: brake.version + 1 });
  }
}
