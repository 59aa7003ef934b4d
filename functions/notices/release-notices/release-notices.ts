import { done, type Outcome } from '../../shared/outcome.ts';
import { eachOnce, entryOf, toMakeSure } from '../agenda.ts';
import type { Agenda, AgendaPage, Entry, Notice } from '../notice.ts';
import { stopsAll } from '../stopped.ts';
import { HORIZON_MS, LATER_MS, LEAD_MS, RELEASE_SLACK_MS } from '../timing.ts';
import { roomOnDays } from './day-limits.ts';
import type { Deps } from './deps.ts';
import { type Looked, lookAtEntry, putOff } from './look-at-entry.ts';
import { paceFor } from './pace.ts';

/** @param owner who holds the lease: unique to this invocation. */
export type Round = { owner: string; remainingMs: () => number };

/** Renewed while a round goes on. One that died holds the others up for no longer. */
const LEASE_MS = 10_000;
const AT_ONCE = 23; // a full page, and one of those to be made sure of
const TIME_IN_HAND_MS = 20_000;
const LISTS: readonly Agenda['list'][] = ['release-statutory', 'release-courtesy'];

/**
 * Gives slots to what is due: one releaser at a time, at most so many posts a second, what goes beside statutory notices
 * first. A notice leaves this agenda only when its message is on the send queue and somebody is to make sure of it.
 * @throws what was thrown at the look at one notice, once the others have been released; that one is looked at again
 */
export async function releaseNotices(deps: Deps, round: Round): Promise<Outcome> {
  const { store, now } = deps;
  if (stopsAll(await store.control.switches())) return done;
  if (!(await store.control.takeLease(round.owner, now() + LEASE_MS, now()))) {
    await deps.wake(LEASE_MS / 1000 + 1); // who has it looks once more, unless it has died
    return done;
  }
  let until = now() + LEASE_MS;
  const hasTime = () => round.remainingMs() > TIME_IN_HAND_MS;
  const goesOn = async () => {
    if (!hasTime() || until - now() > LEASE_MS / 2) return hasTime();
    until = now() + LEASE_MS;
    return store.control.keepLease(round.owner, until);
  };
  const failures: unknown[] = [];
  let held = true;
  let allSeen = true;
  try {
    while (held && hasTime()) {
      allSeen = await releaseAll(deps, goesOn, failures);
      held = !(await store.control.giveBackLease(round.owner));
    }
  } finally {
    if (held) await store.control.giveBackLease(round.owner);
  }
  // Somebody asked for one more look, or there is more than one round has time for: the next need not wait for its minute.
  if (held || !allSeen) await deps.wake(1);
  if (failures.length > 0) throw failures[0];
  return done;
}

/** Releases what is due while there are slots. `false` if time ran out before, or somebody else has the lease now. */
async function releaseAll(deps: Deps, goesOn: () => Promise<boolean>, failures: unknown[]): Promise<boolean> {
  for (const list of LISTS) {
    do if (!(await goesOn())) return false;
    while ((await releaseSome(deps, list, failures)) > 0);
  }
  return true;
}

/** One group from one list. Returns how many entries have been dealt with; 0 when nothing is due or no slot is free. */
async function releaseSome(deps: Deps, list: Agenda['list'], failures: unknown[]): Promise<number> {
  const { store, now } = deps;
  const paceRead = await store.control.pace();
  const pace = paceFor(paceRead, { now: now(), posts_per_second: deps.posts_per_second });
  const everyMs = 1000 / pace.per_second;
  const first = Math.max(pace.next_slot_at, now() + LEAD_MS);
  const free = Math.floor((now() + HORIZON_MS - first) / everyMs);
  if (free < 1) return 0;
  const slot = (i: number) => Math.floor(first + i * everyMs);
  const most = Math.min(free, AT_ONCE);
  const { pages, taken, left } = take(await store.due(list, now(), most), most);
  const failedBefore = failures.length;
  const looked = await Promise.all(
    taken.map((entry, i) =>
      lookAtEntry(deps, entry, slot(i)).catch((error): Looked => {
        deps.failed(entry.id, error);
        failures.push(error);
        return { again: { entry, at: now() + LATER_MS } };
      }),
    ),
  );
  const ready = looked.flatMap(({ going: notice }, i) => (notice ? [{ notice, slot_at: slot(i) }] : []));
  // The slots are taken before anyone gets one: a releaser that dies leaves a gap, never two posts in one slot.
  const next_slot_at = Math.ceil(first + ready.length * everyMs);
  if (ready.length > 0 && !(await store.control.setPace({ ...pace, next_slot_at }, paceRead))) return taken.length;
  const going = await withRoom(deps, ready);
  if (going.length > 0) {
    await store.enter(toMakeSure(slot(going.length) + RELEASE_SLACK_MS), going.map(entryOf));
    const messages = going.map(({ id, release }, i) => ({ notice: id, release, slot_at: slot(i) }));
    await deps.enqueue(messages.map((body) => ({ body, delaySeconds: secondsUntil(body.slot_at, now()) })));
  }
  const again = [...looked.flatMap((each) => each.again ?? []), ...left.map((entry) => ({ entry, at: now() }))];
  await Promise.all(again.map(({ entry, at }) => store.enter({ list, at }, [entry])));
  // Last of all: who dies before leaves the whole group to the next round.
  await Promise.all(pages.map((page) => store.strike(page)));
  if (taken.length > 1 && failures.length - failedBefore === taken.length) throw failures.at(-1); // no one notice's fault
  return taken.length;
}

/** As many whole pages as there are slots for; of a page that is too long, the rest is left for later. */
function take(due: AgendaPage[], most: number): { pages: AgendaPage[]; taken: Entry[]; left: Entry[] } {
  const [first, ...others] = due;
  const pages = first ? [first] : [];
  let length = first?.entries.length ?? 0;
  for (const page of others) {
    length += page.entries.length;
    if (length > most) break;
    pages.push(page);
  }
  const entries = eachOnce(pages.flatMap((page) => page.entries));
  return { pages, taken: entries.slice(0, most), left: entries.slice(most) };
}

/** Those for whom there is room in the day of their slot; the others are put off to the next. */
async function withRoom(deps: Deps, going: { notice: Notice; slot_at: number }[]): Promise<Notice[]> {
  const rooms = await roomOnDays(
    deps,
    going.map(({ notice, slot_at }) => ({ channel: notice.channel, slot_at })),
  );
  const ready = await Promise.all(
    going.map(async ({ notice }, i) => {
      const room = rooms[i];
      if (room === true || !room) return [notice];
      await putOff(deps, notice, { at: room.again_at, reason: 'day-used-up' });
      return [];
    }),
  );
  return ready.flat();
}

// SQS delays by whole seconds, 15 minutes at most; a message must not come before its slot.
const secondsUntil = (instant: number, now: number) => Math.min(900, Math.max(0, Math.ceil((instant - now) / 1000)));
