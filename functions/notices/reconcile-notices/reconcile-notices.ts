import { dayBegins } from '../../shared/calendar/london.ts';
import { NoApiKey } from '../../shared/notify/api-key.ts';
import { type Found, statusMeans } from '../../shared/notify/notify.ts';
import { referenceOf } from '../../shared/notify/reference.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import { type Attempt, type Entry, type Notice, type ReconcileMessage, UNCLAIMED } from '../notice/notice.ts';
import { ASK_AFTER_MS, FORGOTTEN_MS, LATER_MS } from '../notice/timing.ts';
import { become } from '../notice/transition.ts';
import { isPast } from '../rules/decide-matter.ts';
import { eachOnce, enterAndPut, isAwaited, stillAwaited, toMakeSure, toRelease } from '../steps/agenda.ts';
import { announcement } from '../steps/announce.ts';
import { announceAllSent, announceSent } from '../steps/announce-sent.ts';
import { planAgain } from '../steps/plan-again.ts';
import { finishStop, stopUnsent } from '../steps/stop-unsent.ts';
import type { Deps } from './deps.ts';
import { nextAsk } from './next-ask.ts';

const BY = 'reconcile-notices';
const AT_ONCE = 92;
const TIME_IN_HAND_MS = 25_000;

const DAY_MS = 24 * 3_600_000;

export type Reconciling = { body: ReconcileMessage; remainingMs: () => number };

/**
 * Makes sure of what was released: settles what is uncertain and asks about what is silent. One notice that a message
 * names, or all that the agenda holds.
 */
export async function reconcileNotices(deps: Deps, { body, remainingMs }: Reconciling): Promise<Outcome> {
  if (body.notice) {
    const notice = await deps.store.get(body.notice);
    if (notice) await makeSure(deps, notice);
    return done;
  }
  while (remainingMs() > TIME_IN_HAND_MS && (await makeSureOfSome(deps)));
  return done;
}

/**
 * One group of the agenda. A notice that is not done with is entered again before the group is struck.
 * @returns false if nothing is due
 * @throws what was thrown for one of them, once the others are done with
 */
async function makeSureOfSome(deps: Deps): Promise<boolean> {
  const { store, now } = deps;
  const pages = await store.due('make-sure', now(), AT_ONCE);
  if (pages.length === 0) return false;
  const entries = eachOnce(pages.flatMap((page) => page.entries));
  const looked = await Promise.allSettled(entries.map((entry) => lookAtEntry(deps, entry)));
  await Promise.all(
    looked.map(async (each, i) => {
      const again = each.status === 'fulfilled' ? each.value : { entry: entries[i] as Entry, at: now() + LATER_MS };
      if (again) await store.enter(toMakeSure(again.at), [again.entry]);
    }),
  );
  await Promise.all(pages.map((page) => store.strike(page)));
  const failures = looked.flatMap((each, i) => (each.status === 'rejected' ? [{ ...each, id: entries[i]!.id }] : []));
  for (const { id, reason } of failures) deps.logThrown(id, reason);
  if (failures[0]) throw failures[0].reason;
  return true;
}

/** Returns when to look again; null if there is no need to. */
async function lookAtEntry(deps: Deps, entry: Entry): Promise<{ entry: Entry; at: number } | null> {
  const now = deps.now();
  const glanced = await deps.store.glance(entry.id);
  const notice = glanced && isDelivered(glanced, entry) ? glanced : await deps.store.get(entry.id);
  if (!notice || isAwaited(entry, notice) || isToBeStopped(notice, entry, now))
    return stillAwaited(entry, { now, soonestMs: LATER_MS });
  if (notice.state === 'planned') {
    // Planned anew since, and on the agenda for that.
    if (notice.times_planned !== entry.times_planned) {
      await tellOfFound(deps, notice);
      return null;
    }
    // No sender has claimed it since its slot, so its message is lost; or a sender has since it was read, and is to be
    // seen to.
    await planAgain(deps, notice, { by: BY, reason: 'message-lost' });
    return { entry, at: now + LATER_MS };
  }
  const at = await makeSure(deps, notice);
  return at === null ? null : { entry: { id: notice.id, times_planned: notice.times_planned }, at };
}

/** Of this a glance is certain: nothing moves it any more. */
const isDelivered = (notice: Notice, entry: Entry): boolean =>
  notice.state === 'delivered' && !notice.unfinished && !isAwaited(entry, notice);

/** Not due yet, so it has no slot: the function that stops it entered it here, and has not written it. */
const isToBeStopped = ({ state, times_planned, due_at }: Notice, entry: Entry, now: number): boolean =>
  state === 'planned' && times_planned === entry.times_planned && due_at > now;

/** Returns when to look again; null if there is no need to. */
async function makeSure(deps: Deps, notice: Notice): Promise<number | null> {
  if (notice.unfinished && !(await finishStop(deps, notice))) return deps.now() + LATER_MS;
  switch (notice.state) {
    case 'refused':
      await deps.track({ kind: 'refused', notice: notice.id, channel: notice.channel });
      return deps.now() + LATER_MS;
    case 'sending':
      return settle(deps, notice, notice.lease_until ?? 0);
    case 'uncertain':
      return settle(deps, notice, notice.uncertain_since ?? 0);
    case 'accepted':
      return askSilent(deps, notice);
    case 'set-aside':
      return waitForOfficer(deps, notice);
    case 'blocked':
      return notice.over_on === undefined ? null : whenOver(deps, notice, dayBegins(notice.over_on));
    default:
      await tellOfFound(deps, notice);
      return null;
  }
}

/** What blocked it ends by its date alone: on the day after, plan-notices decides for it again. */
async function whenOver({ publish, council, now }: Deps, notice: Notice, at: number): Promise<number | null> {
  if (now() < at) return at;
  await publish([announcement('hold-over', notice, { council, at })]);
  return null;
}

/** An officer has until its date to pay by has passed; of a letter, as long as it takes. */
async function waitForOfficer(deps: Deps, notice: Notice): Promise<number | null> {
  const now = deps.now();
  if (notice.channel === 'letter' || !isPast(notice.last_day, now)) return now + DAY_MS;
  return (await stopUnsent(deps, notice, { found: { kind: 'expired' }, by: BY })) ? null : now + LATER_MS;
}

/** It was found at Notify once, and the reconciler that found it may have died before it told. */
async function tellOfFound(deps: Deps, notice: Notice): Promise<void> {
  if (notice.history.some(({ by, state }) => by === BY && state === 'accepted')) await announceAllSent(deps, notice);
}

/**
 * A post may have left at `since` at the latest. Only ASK_AFTER_MS later does "not found" mean that nothing was stored:
 * until then the request may still be running at Notify (sheet, section 5).
 */
async function settle(deps: Deps, notice: Notice, since: number): Promise<number | null> {
  const { store, now } = deps;
  const may = since + ASK_AFTER_MS;
  if (now() <= may) return may + 1;
  const found = await ask(deps, notice);
  const at = now();
  if (found === 'unavailable') return at + LATER_MS;
  const doubted =
    notice.state === 'uncertain' ? notice : become(notice, 'uncertain', { at, by: BY, reason: 'lease-over' });
  const one = (next: Notice): Notice => ({ ...next, version: notice.version + 1 });
  const message = found[0];
  if (!message) {
    const { [notice.channel]: _, ...attempts } = notice.attempts;
    const unsent = { attempts, ...UNCLAIMED, uncertain_since: null };
    const again = one(become(doubted, 'planned', { at, by: BY, reason: 'not-at-notify' }, unsent));
    if (!(await enterAndPut(store, again, toRelease(deps.catalogue, again, at)))) return at + LATER_MS;
    await deps.wake(1);
    return null;
  }
  const attempt: Attempt = {
    posted_at: since,
    ...notice.attempts[notice.channel],
    reference: referenceOf(notice),
    address: notice.address,
    notify_id: message.notify_id,
    outcome: 'accepted',
    ...(message.fragments !== undefined && { fragments: message.fragments }),
  };
  const ask_at = nextAsk({ asked: 1 }, at);
  const attempts = { ...notice.attempts, [notice.channel]: attempt };
  const changes = { attempts, asked: 1, ask_at, uncertain_since: null };
  const accepted = one(become(doubted, 'accepted', { at, by: BY, reason: 'found-at-notify' }, changes));
  if (!(await store.put(accepted))) return at + LATER_MS;
  await announceSent(deps, accepted);
  await tellTracker(deps, accepted, message);
  return ask_at;
}

/** Notify has it and has said nothing since: its receipts get lost, and of some statuses, and of letters, it never sends one. */
async function askSilent(deps: Deps, notice: Notice): Promise<number | null> {
  const { store, now } = deps;
  const posted_at = notice.attempts[notice.channel]?.posted_at ?? 0;
  const silence = notice.channel === 'letter' ? deps.letter_silence_seconds : deps.receipt_silence_seconds;
  const due = notice.ask_at ?? posted_at + silence * 1000;
  if (now() < due) return due;
  const found = await ask(deps, notice);
  if (found === 'unavailable') return now() + LATER_MS;
  // The worker that wrote that it was accepted, or found, may have died before it told, of the channel before too. Later it is told: a
  // letter is asked for often.
  if (notice.asked <= 1) await announceAllSent(deps, notice);
  if (found.length === 0 && now() - posted_at > FORGOTTEN_MS) {
    const exhausted = become(notice, 'exhausted', { at: now(), by: BY, reason: 'no-receipt' });
    return (await store.put(exhausted)) ? null : now() + LATER_MS;
  }
  const [message] = found;
  const asked = notice.asked + 1;
  const ask_at = nextAsk({ asked }, now());
  // The tracker writes what came of it: that it was asked about is nothing to write besides.
  if (message && isSettled(message)) {
    await tellTracker(deps, notice, message);
    return ask_at;
  }
  if (!(await store.put({ ...notice, asked, ask_at, version: notice.version + 1 }))) return now() + LATER_MS;
  if (message) await tellTracker(deps, notice, message);
  return ask_at;
}

const isSettled = ({ status }: Found): boolean => !['open', undefined].includes(statusMeans(status));

async function ask(deps: Deps, notice: Notice): Promise<Found[] | 'unavailable'> {
  try {
    const found = await deps.notify.find(referenceOf(notice));
    if (found.length > 1) deps.alarm('two-messages', { notice: notice.id, messages: found.length });
    return found;
  } catch (error) {
    if (!(error instanceof NoApiKey)) deps.alarm('notify-cannot-be-asked', { notice: notice.id });
    return 'unavailable';
  }
}

/** Field by field: what else Notify says of a message, such as whom it is to, stays off the queue. */
async function tellTracker(deps: Deps, notice: Notice, message: Found): Promise<void> {
  const { notify_id, status, completed_at, cost_pence } = message;
  if (statusMeans(status) === 'open') return;
  const billed = cost_pence === undefined ? {} : { cost_pence };
  await deps.track({ kind: 'receipt', reference: referenceOf(notice), notify_id, status, completed_at, ...billed });
}
