import type { Key } from '../../shared/ids.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import { announcement } from '../announce.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import type { Recipient } from '../look.ts';
import type { Agenda, Notice, SendMessage } from '../notice.ts';
import { stopUnsent } from '../stop-unsent.ts';
import { HORIZON_MS, LEAD_MS, RELEASE_SLACK_MS } from '../timing.ts';
import { become, toRelease } from '../transition.ts';
import { type Room, roomOnDays } from './day-limits.ts';
import type { Deps } from './deps.ts';
import { paceFor } from './pace.ts';

/** @param owner who holds the lease: unique to this invocation. */
export type Round = { owner: string; remainingMs: () => number };

const BY = 'release-notices';
/** Renewed while a round goes on. One that died holds the others up for no longer. */
const LEASE_MS = 10_000;
const AT_ONCE = 25;
const TIME_IN_HAND_MS = 20_000;
const LISTS: readonly Agenda['list'][] = ['release-statutory', 'release-courtesy'];

/**
 * Gives slots to what is due: one releaser at a time, at most so many posts a second, what goes beside statutory notices
 * first. Writes `released` with the slot before it enqueues, so a message that is lost is found again by its slot.
 */
export async function releaseNotices(deps: Deps, round: Round): Promise<Outcome> {
  const { store, now } = deps;
  if (await store.control.stop()) return done;
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
  let held = true;
  let allSeen = true;
  try {
    while (held && hasTime()) {
      allSeen = await releaseAll(deps, goesOn);
      held = !(await store.control.giveBackLease(round.owner));
    }
  } finally {
    if (held) await store.control.giveBackLease(round.owner);
  }
  // Somebody asked for one more look, or there is more than one round has time for: the next need not wait for its minute.
  if (held || !allSeen) await deps.wake(1);
  return done;
}

/** Releases what is due while there are slots. `false` if time ran out before, or somebody else has the lease now. */
async function releaseAll(deps: Deps, goesOn: () => Promise<boolean>): Promise<boolean> {
  for (const list of LISTS) {
    do if (!(await goesOn())) return false;
    while ((await releaseSome(deps, list)) > 0);
  }
  return true;
}

/** One group from one list. Returns how many of it have been dealt with; 0 when nothing is due or no slot is free. */
async function releaseSome(deps: Deps, list: Agenda['list']): Promise<number> {
  const { store, now } = deps;
  const pace = paceFor(await store.control.pace(), { now: now(), posts_per_second: deps.posts_per_second });
  const everyMs = 1000 / pace.per_second;
  const first = Math.max(pace.next_slot_at, now() + LEAD_MS);
  const free = Math.floor((now() + HORIZON_MS - first) / everyMs);
  if (free < 1) return 0;
  const due = await store.due(list, now(), Math.min(free, AT_ONCE));
  const looked = await Promise.all(due.map(({ id }, i) => lookAtOne(deps, id, Math.floor(first + i * everyMs))));
  const going = looked.filter((each) => typeof each === 'object');
  const rooms = await roomOnDays(
    deps,
    going.map(({ recipient, slot_at }) => ({ channel: recipient.channel, slot_at })),
  );
  const taken = await Promise.all(going.map((each, i) => takeRoom(deps, each, rooms[i] as Room)));
  const ready = taken.filter((each) => each !== 'stopped');
  if (ready.length > 0) {
    // The slots are taken before anyone gets one: a releaser that dies leaves a gap, never two posts in one slot.
    await store.control.setPace({ ...pace, next_slot_at: Math.ceil(first + ready.length * everyMs) });
    const slotted = ready.map((each, i) => releaseOne(deps, each, Math.floor(first + i * everyMs)));
    const messages = (await Promise.all(slotted)).filter((each) => each !== null);
    if (messages.length > 0)
      await deps.enqueue(messages.map((body) => ({ body, delaySeconds: secondsUntil(body.slot_at, now()) })));
  }
  return looked.filter((each) => each !== 'not-due').length;
}

// SQS delays by whole seconds, 15 minutes at most; a message must not come before its slot.
const secondsUntil = (instant: number, now: number) => Math.min(900, Math.max(0, Math.ceil((instant - now) / 1000)));

type Ready = { notice: Notice; recipient: Recipient; slot_at: number };

/** The look at release: whether it may go, to whom, and if not, that written down. */
async function lookAtOne(deps: Deps, id: Key, slot_at: number): Promise<Ready | 'stopped' | 'not-due'> {
  const { store, now } = deps;
  const notice = await store.get(id);
  if (!notice || !isDue(notice, now())) return 'not-due';
  const found = await deps.look(notice, slot_at);
  if (found.kind === 'wait') return waitUntil(deps, notice, { at: found.due_at, reason: 'outside-window' });
  if (found.kind !== 'go') {
    await stopUnsent(deps, notice, { found, by: BY });
    return 'stopped';
  }
  return { notice, recipient: found.recipient, slot_at };
}

/** What may go takes its room in the day, and its address if that is another by now. */
async function takeRoom(deps: Deps, ready: Ready, room: Room): Promise<Ready | 'stopped'> {
  const { notice, recipient, slot_at } = ready;
  if (room !== true) return waitUntil(deps, notice, { at: room.again_at, reason: 'day-used-up' });
  if (recipient.address !== notice.address && !(await moveAddress(deps, notice, { to: recipient.address, slot_at }))) {
    await stopUnsent(deps, notice, { found: { kind: 'blocked', codes: ['S15'] }, by: BY });
    return 'stopped';
  }
  return ready;
}

async function waitUntil(
  { store, now }: Deps,
  notice: Notice,
  { at, reason }: { at: number; reason: string },
): Promise<'stopped'> {
  const waiting = become(notice, 'planned', { at: now(), by: BY, reason }, { due_at: at, slot_at: null });
  await store.put(waiting, toRelease(noticeTypes[notice.type].standing, at));
  return 'stopped';
}

/** Null if somebody else moved the notice first. */
async function releaseOne(
  { store, now }: Deps,
  { notice, recipient }: Pick<Ready, 'notice' | 'recipient'>,
  slot_at: number,
): Promise<SendMessage | null> {
  const { channel, address, variant } = recipient;
  const release = notice.release + 1;
  const changes = { channel, address, variant, release, slot_at, claimed_at: null, lease_until: null };
  const released = become(notice, 'released', { at: now(), by: BY }, changes);
  const agenda = toRelease(noticeTypes[notice.type].standing, slot_at + RELEASE_SLACK_MS);
  return (await store.put(released, agenda)) ? { notice: notice.id, release, slot_at } : null;
}

/** Planned and due, or released so long ago that its message must be lost. The index may say so when it no longer is. */
function isDue(notice: Notice, now: number): boolean {
  if (notice.state === 'planned') return notice.due_at <= now;
  return notice.state === 'released' && (notice.slot_at ?? 0) + RELEASE_SLACK_MS <= now;
}

/** The resident's address has changed since: S15 is asked of the new one, and the old one is given back. */
async function moveAddress(
  { store, publish, council, now }: Deps,
  notice: Notice,
  { to, slot_at }: { to: Key; slot_at: number },
): Promise<boolean> {
  // A fallback does not ask S15 again (format page, section 7): the first channel's address goes on holding the week.
  if (notice.attempts.sms?.outcome && notice.channel === 'email') return true;
  const hours = noticeTypes[notice.type].one_per_address_hours;
  const taker = { id: notice.id, version: notice.version + 1 };
  if (!(await store.takeAddress(to, taker, slot_at + hours * 3_600_000, now()))) return false;
  await store.giveBackAddress(notice.address, notice);
  // Somebody else may have been waiting for the old one.
  await publish([announcement('made-way', notice, { council, at: now() })]);
  return true;
}
