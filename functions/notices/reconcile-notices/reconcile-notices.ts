import type { Key } from '../../shared/ids.ts';
import { type Found, STATUS } from '../../shared/notify/notify.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import { announceSent } from '../announce-sent.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import { type Attempt, type Notice, type ReconcileMessage, STOPPED_UNSENT } from '../notice.ts';
import { finishStop } from '../stop-unsent.ts';
import { ASK_AFTER_MS, LATER_MS } from '../timing.ts';
import { become, toReconcile, toRelease } from '../transition.ts';
import type { Deps } from './deps.ts';
import { nextAsk } from './next-ask.ts';

const BY = 'reconcile-notices';
const AT_ONCE = 20;
const TIME_IN_HAND_MS = 25_000;

/** Notify deletes a message after seven to eight days; what it has not told by then nobody will ever know. */
const FORGOTTEN_MS = 9 * 24 * 3_600_000;

export type Reconciling = { body: ReconcileMessage; remainingMs: () => number };

/**
 * Settles what is uncertain and asks about what is silent: one notice that a message names, or all that the agenda holds.
 */
export async function reconcileNotices(deps: Deps, { body, remainingMs }: Reconciling): Promise<Outcome> {
  if (body.notice) {
    await reconcileOne(deps, body.notice);
    return done;
  }
  while (remainingMs() > TIME_IN_HAND_MS) {
    const due = await deps.store.due('reconcile', deps.now(), AT_ONCE);
    const moved = await Promise.all(due.map(({ id }) => reconcileOne(deps, id)));
    if (!moved.includes(true)) break;
  }
  return done;
}

/** Returns whether the notice has been moved, or its next look put off. */
async function reconcileOne(deps: Deps, id: Key): Promise<boolean> {
  const notice = await deps.store.get(id);
  if (!notice) return false;
  if (STOPPED_UNSENT.includes(notice.state)) {
    await finishStop(deps, notice);
    return true;
  }
  switch (notice.state) {
    case 'refused':
      await deps.track({ kind: 'refused', notice: id, channel: notice.channel });
      return deps.store.put({ ...notice, version: notice.version + 1 }, toReconcile(deps.now() + LATER_MS));
    case 'sending':
      return settle(deps, notice, notice.lease_until ?? 0);
    case 'uncertain':
      return settle(deps, notice, notice.uncertain_since ?? 0);
    case 'accepted':
      return askSilent(deps, notice);
    default:
      return false;
  }
}

/**
 * A post may have left at `since` at the latest. Only ASK_AFTER_MS later does "not found" mean that nothing was stored:
 * until then the request may still be running at Notify (sheet, section 5).
 */
async function settle(deps: Deps, notice: Notice, since: number): Promise<boolean> {
  const { store, now } = deps;
  const may = since + ASK_AFTER_MS;
  if (now() <= may) return false;
  const found = await ask(deps, notice);
  if (found === 'unavailable') return putOff(deps, notice, LATER_MS);
  const at = now();
  const doubted =
    notice.state === 'uncertain' ? notice : become(notice, 'uncertain', { at, by: BY, reason: 'lease-over' });
  const one = (next: Notice): Notice => ({ ...next, version: notice.version + 1 });
  const message = found[0];
  if (!message) {
    const unsent = { slot_at: null, claimed_at: null, lease_until: null, uncertain_since: null };
    const again = one(become(doubted, 'planned', { at, by: BY, reason: 'not-at-notify' }, unsent));
    if (await store.put(again, toRelease(noticeTypes[notice.type].standing, at))) await deps.wake(1);
    return true;
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
  const changes = { attempts: { ...notice.attempts, [notice.channel]: attempt }, asked: 1, uncertain_since: null };
  const accepted = one(become(doubted, 'accepted', { at, by: BY, reason: 'found-at-notify' }, changes));
  if (!(await store.put(accepted, toReconcile(nextAsk(accepted, at))))) return true;
  await announceSent(deps, accepted);
  await tellTracker(deps, accepted, message);
  return true;
}

/** Notify has it and has said nothing since: its receipts get lost, and of some statuses it never sends one. */
async function askSilent(deps: Deps, notice: Notice): Promise<boolean> {
  const found = await ask(deps, notice);
  if (found === 'unavailable') return putOff(deps, notice, LATER_MS);
  await announceSent(deps, notice); // whoever wrote that it was accepted may have died before it told
  if (found.length === 0 && deps.now() - (notice.attempts[notice.channel]?.posted_at ?? 0) > FORGOTTEN_MS) {
    return deps.store.put(become(notice, 'exhausted', { at: deps.now(), by: BY, reason: 'no-receipt' }), null);
  }
  const asked = { ...notice, asked: notice.asked + 1, version: notice.version + 1 };
  if (!(await deps.store.put(asked, toReconcile(nextAsk(asked, deps.now()))))) return true;
  const message = found[0];
  if (message) await tellTracker(deps, notice, message);
  return true;
}

const referenceOf = (notice: Notice) => `${notice.id}.${notice.channel}`;

async function ask(deps: Deps, notice: Notice): Promise<Found[] | 'unavailable'> {
  try {
    const found = await deps.notify.find(referenceOf(notice));
    if (found.length > 1) deps.alarm('two-messages', { notice: notice.id, messages: found.length });
    return found;
  } catch {
    deps.alarm('notify-cannot-be-asked', { notice: notice.id });
    return 'unavailable';
  }
}

const putOff = (deps: Deps, notice: Notice, forMs: number) =>
  deps.store.put({ ...notice, version: notice.version + 1 }, toReconcile(deps.now() + forMs));

async function tellTracker(deps: Deps, notice: Notice, { notify_id, status, completed_at }: Found): Promise<void> {
  if (STATUS[status] === 'open') return;
  await deps.track({ kind: 'receipt', reference: referenceOf(notice), notify_id, status, completed_at });
}
