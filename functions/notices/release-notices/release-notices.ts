import { remembered } from '../../shared/calendar/london.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import type { AgendaPage, Entry, Notice, ReleaseList } from '../notice/notice.ts';
import { HORIZON_MS, LATER_MS, RELEASE_SLACK_MS } from '../notice/timing.ts';
import { eachOnce, entryOf, toMakeSure } from '../steps/agenda.ts';
import { asksFirst } from '../steps/asks-first.ts';
import { stopsAll } from '../steps/line-stopped.ts';
import { overdueAt, RELEASE_LISTS } from '../steps/overdue.ts';
import type { Day } from '../store/ports.ts';
import { utcDay } from '../store/utc-day.ts';
import { afterTheDay } from './day-limits.ts';
import type { Deps } from './deps.ts';
import { furthestSlot } from './follow-workers.ts';
import { type Looked, lookAtEntry, putOff } from './look-at-entry.ts';
import { paceFor } from './pace.ts';
import { countSlots, seeToRuns, waitingList } from './see-to-runs.ts';
import { BUNCH, bunchAt, slotAfter, slotsUntil, TOKENS } from './slots.ts';

/**
 * @param owner of the lease: a name unique to this invocation
 * @param tellsOverdue whether what is overdue is to be told: once a minute
 */
export type Round = { owner: string; remainingMs: () => number; tellsOverdue?: boolean };

/** Renewed while a round goes on. One that died holds the others up for no longer. */
const LEASE_MS = 10_000;
const AT_ONCE = 23; // a full page, and one of those to be made sure of
const TIME_IN_HAND_MS = 20_000;
const TOO_LATE_SECONDS = 20 * 60;
/** When what is due and has no slot yet is looked at again. */
const SOONEST_SECONDS = 1;
const LATEST_SECONDS = 30;

/** What became of a group: how many entries were dealt with, and in how many seconds there are slots for the others. */
type Some = { taken: number; againInSeconds?: number };

/**
 * Gives slots to what is due: one releaser at a time, no more posts a second than Notify admits and workers take up, what
 * goes beside statutory notices first. A notice leaves this agenda only when its message is on the send queue and it
 * stands on the reconciler's.
 * @throws what was thrown at the look at one notice, once the others have been released; that one is looked at again
 */
export async function releaseNotices(deps: Deps, round: Round): Promise<Outcome> {
  const { store, now } = deps;
  const failures: unknown[] = [];
  const hasTime = () => round.remainingMs() > TIME_IN_HAND_MS;
  const runs = await seeToRuns(deps, { hasTime, failures });
  if (round.tellsOverdue) await tellOverdue(deps);
  if (round.tellsOverdue && runs.waiting > 0) deps.alarm('run-waits', { runs: runs.waiting });
  if (runs.againInSeconds !== null) await deps.wake(runs.againInSeconds);
  const switches = await store.control.switches();
  if (stopsAll(switches)) return doneBut(failures);
  // A look-up before each post takes one of Notify's tokens too.
  const paced = asksFirst(switches.restored, now()) ? { ...deps, posts_per_second: deps.posts_per_second / 2 } : deps;
  if (!(await store.control.takeLease(round.owner, now() + LEASE_MS, now()))) {
    await deps.wake(LEASE_MS / 1000 + 1); // the releaser that has it looks once more, unless it has died
    return doneBut(failures);
  }
  let until = now() + LEASE_MS;
  const goesOn = async () => {
    if (!hasTime() || until - now() > LEASE_MS / 2) return hasTime();
    until = now() + LEASE_MS;
    return store.control.keepLease(round.owner, until);
  };
  let hasLease = true;
  let againInSeconds: number | null = null;
  try {
    while (hasLease && hasTime()) {
      againInSeconds = await releaseAll(paced, goesOn, failures);
      hasLease = !(await store.control.giveBackLease(round.owner));
    }
  } finally {
    if (hasLease) await store.control.giveBackLease(round.owner);
  }
  // Another releaser asked for one more look, or there is more than one round has time or slots for: the next need not
  // wait for its minute.
  const wakeIn = hasLease ? 1 : againInSeconds;
  if (wakeIn !== null) await deps.wake(wakeIn);
  return doneBut(failures);
}

function doneBut(failures: readonly unknown[]): Outcome {
  if (failures.length > 0) throw failures[0];
  return done;
}

async function tellOverdue({ store, now, tellDue, alarm }: Deps): Promise<void> {
  const found = await overdueAt(store, now());
  if (found.notices > 0) tellDue(found);
  if (found.waited_seconds > TOO_LATE_SECONDS) alarm('overdue', found);
}

/**
 * Releases what is due while there are slots. Returns in how many seconds to go on: because there are no more slots, time
 * ran out, or another releaser has the lease now. Null if nothing is due.
 */
async function releaseAll(deps: Deps, goesOn: () => Promise<boolean>, failures: unknown[]): Promise<number | null> {
  for (const list of RELEASE_LISTS) {
    let some: Some;
    do {
      if (!(await goesOn())) return 1;
      some = await releaseSome(deps, list, failures);
      if (some.againInSeconds !== undefined) return some.againInSeconds;
    } while (some.taken > 0);
  }
  return null;
}

/** One group from one list. */
async function releaseSome(deps: Deps, list: ReleaseList, failures: unknown[]): Promise<Some> {
  const { store, now, posts_per_second } = deps;
  const [paceRead, day] = await Promise.all([store.control.pace(), store.control.day(utcDay(now()))]);
  const { pace, first, per_second } = paceFor(paceRead, { now: now(), day, posts_per_second });
  const spread = { first, per_second, posts_per_second };
  const furthest = furthestSlot(pace.following, { now: now(), day, most: posts_per_second });
  const free = slotsUntil(furthest, spread);
  // At the full pace whole pages are taken, which cost least; where workers are few, whole bunches, which fill their hands.
  const isFull = per_second === posts_per_second;
  const most = Math.min(free, isFull ? AT_ONCE : 2 * BUNCH);
  const due = await store.due(list, now(), Math.max(1, most));
  if (due.length === 0) return { taken: 0 };
  if (free === 0) {
    if (paceRead && pace.following.since !== paceRead.following.since) await store.control.setPace(pace, paceRead);
    const seconds = Math.ceil((first - now() - HORIZON_MS / 2) / 1000);
    return { taken: 0, againInSeconds: Math.min(LATEST_SECONDS, Math.max(SOONEST_SECONDS, seconds)) };
  }
  const { pages, taken, left } = take(due, { most, whole: isFull });
  const failedBefore = failures.length;
  const switches = await store.control.switches();
  const brakeOn = remembered((run: string) => store.brake(run));
  const looked = await Promise.all(
    taken.map((entry, i) =>
      lookAtEntry(deps, entry, { slot_at: slotAfter(i, spread), switches, brakeOn }).catch((error): Looked => {
        deps.logThrown(entry.id, error);
        failures.push(error);
        return { again: { entry, at: now() + LATER_MS } };
      }),
    ),
  );
  const ready = looked.flatMap(({ going }) => (going ? [going] : []));
  const going = await withRoom(deps, ready, { day, slot_at: first });
  const tokens = tokensBefore(going);
  const last = tokens.at(-1) as number;
  // The slots are taken before any message gets one: a releaser that dies leaves a gap, never two posts in one slot.
  const next_slot_at = Math.ceil(first + (last * 1000) / per_second);
  const last_slot_at = slotAfter(Math.max(0, last - 1), spread);
  const following = { ...pace.following, last_slot_at };
  if (going.length > 0 && !(await store.control.setPace({ ...pace, next_slot_at, following }, paceRead)))
    return { taken: taken.length };
  if (going.length > 0) {
    await store.enter(toMakeSure(last_slot_at + RELEASE_SLACK_MS), going.map(entryOf));
    const messages = going.map(({ id, times_planned }, i) => ({
      body: { notice: id, times_planned, slot_at: slotAfter(tokens[i] as number, spread) },
      delaySeconds: secondsUntil(bunchAt(tokens[i] as number, last - 1, spread), now()),
    }));
    await deps.enqueue(messages);
  }
  await countSlots(deps, going, brakeOn);
  await leaveWaiting(deps, list, looked);
  const again = [...looked.flatMap((each) => each.again ?? []), ...left];
  await Promise.all(again.map(({ entry, at }) => store.enter({ list, at }, [entry])));
  // Last of all: a releaser that dies before leaves the whole group to the next round.
  await Promise.all(pages.map((page) => store.strike(page)));
  if (taken.length > 1 && failures.length - failedBefore === taken.length) throw failures.at(-1); // no one notice's fault
  return { taken: taken.length };
}

/**
 * What is held up stands on its run's own list, and the run is seen to. In this order: whoever sees to the run later finds it
 * there, whatever became of the run meanwhile.
 */
async function leaveWaiting({ store, now }: Deps, list: ReleaseList, looked: readonly Looked[]): Promise<void> {
  const held = looked.flatMap((each) => each.held ?? []);
  // Later than any page that is due: put back, it must not be the page that is about to be struck.
  const at = now() + 1;
  await Promise.all(held.map(({ entry, run }) => store.enter({ list: waitingList(list, run), at }, [entry])));
  for (const run of new Set(held.map((each) => each.run))) await store.openRun(run);
}

/** How many of Notify's tokens go before each, and how many all take. */
function tokensBefore(going: readonly Notice[]): number[] {
  const sums = [0];
  for (const { channel } of going) sums.push((sums.at(-1) as number) + TOKENS[channel]);
  return sums;
}

/** As many whole pages as there are slots for; of a page that is too long, the rest is left for later. */
function take(
  due: AgendaPage[],
  { most, whole }: { most: number; whole: boolean },
): { pages: AgendaPage[]; taken: Entry[]; left: { entry: Entry; at: number }[] } {
  const [first, ...others] = due;
  const pages = first ? [first] : [];
  let length = first?.entries.length ?? 0;
  for (const page of others) {
    if (length >= most || (whole && length + page.entries.length > most)) break;
    length += page.entries.length;
    pages.push(page);
  }
  const entries = eachOnce(pages.flatMap((page) => page.entries));
  const at = pages.at(-1)?.at ?? 0;
  return { pages, taken: entries.slice(0, most), left: entries.slice(most).map((entry) => ({ entry, at })) };
}

/** Those for whom there is room in the day of their slot; the others are put off to the next. */
async function withRoom(
  deps: Deps,
  ready: Notice[],
  { day, slot_at }: { day: Day; slot_at: number },
): Promise<Notice[]> {
  const rooms = ready.map(({ channel }) => afterTheDay({ channel, slot_at }, { ...deps, now: deps.now(), day }));
  await Promise.all(
    ready.map(async (notice, i) => {
      const at = rooms[i];
      if (at) await putOff(deps, notice, { at, reason: 'day-used-up' });
    }),
  );
  return ready.filter((_, i) => !rooms[i]);
}

// SQS delays by whole seconds, 15 minutes at most; a message must not come before its slot.
const secondsUntil = (instant: number, now: number) => Math.min(900, Math.max(0, Math.ceil((instant - now) / 1000)));
