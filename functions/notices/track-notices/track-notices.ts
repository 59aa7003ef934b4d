import type { Reason } from '../../../contracts/reasons.ts';
import { type FailedStatus, statusMeans } from '../../shared/notify/notify.ts';
import { namedBy } from '../../shared/notify/reference.ts';
import { done, duplicate, type Outcome, rejected, retry, stale } from '../../shared/outcome.ts';
import type { Attempt, Channel, Notice, TrackMessage } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import { enterAndPut, toMakeSure, toRelease } from '../steps/agenda.ts';
import { announcement } from '../steps/announce.ts';
import { announceSent } from '../steps/announce-sent.ts';
import type { Deps } from './deps.ts';
import { goOn } from './go-on.ts';
import { cameBack, letterReturned } from './returned.ts';

const BY = 'track-notices';
const LOOKS_AGAIN = 2;
const DAY_MS = 24 * 3_600_000;

/** Why a channel failed, by the status of its receipt. */
const BECAUSE: Readonly<Record<FailedStatus, Reason>> = {
  'permanent-failure': 'permanent-failure',
  'temporary-failure': 'temporary-failure',
  'technical-failure': 'technical-failure',
  'validation-failed': 'validation-failed',
  'virus-scan-failed': 'virus-scan-failed',
  cancelled: 'cancelled-at-notify',
};

type Receipt = Extract<TrackMessage, { kind: 'receipt' }>;

/**
 * Follows a notice after it was posted: a receipt settles it, and a channel that failed or was refused hands it to the
 * next one. Receipts come early, twice, late and in any order.
 */
export async function trackNotices(deps: Deps, message: TrackMessage): Promise<Outcome> {
  let outcome = await follow(deps, message);
  // Our own post may be writing down its answer at this very moment: look again at once, not a visibility later.
  for (let again = 0; outcome.kind === 'retry' && again < LOOKS_AGAIN; again += 1)
    outcome = await follow(deps, message);
  return outcome;
}

async function follow(deps: Deps, message: TrackMessage): Promise<Outcome> {
  if (message.kind === 'refused') return afterRefusal(deps, message);
  if (message.kind === 'returned') return letterReturned(deps, message);
  return afterReceipt(deps, message);
}

async function afterReceipt(deps: Deps, receipt: Receipt): Promise<Outcome> {
  const means = statusMeans(receipt.status);
  if (means === undefined) return rejected('unknown-status');
  if (means === 'open') return stale;
  const named = namedBy(receipt.reference);
  if (!named) return rejected('unknown-reference');
  const settle = async (notice: Notice | null): Promise<Outcome> => {
    if (!notice) return rejected('unknown-reference');
    const told = { channel: named.channel, receipt };
    return means === 'delivered' ? delivered(deps, notice, told) : failed(deps, notice, told);
  };
  // What is written is written on condition of the version that was read: only what leaves it as it is must be certain.
  const glanced = await settle(await deps.store.glance(named.id));
  return glanced.kind === 'done' ? glanced : settle(await deps.store.get(named.id));
}

type Told = { channel: Channel; receipt: Receipt };

/** The attempt as the receipt has it. Null if it was settled before: Notify does not change a final status. */
function settled(notice: Notice, { channel, receipt }: Told, outcome: 'delivered' | 'failed'): Attempt | null {
  const known = notice.attempts[channel];
  if (known?.outcome === 'delivered' || known?.outcome === 'failed') return null;
  return {
    reference: receipt.reference,
    address: notice.address,
    ...known,
    notify_id: receipt.notify_id,
    outcome,
    detail: receipt.status,
    ...(receipt.cost_pence !== undefined && { cost_pence: receipt.cost_pence }),
  };
}

/** No sender tells that it was sent: our post never had Notify's answer. While its sender has the lease, that one tells. */
const isUntold = ({ attempts, state, lease_until }: Notice, { channel }: Told, now: number): boolean =>
  attempts[channel]?.outcome !== 'accepted' && (state !== 'sending' || (lease_until ?? 0) < now);

async function delivered(deps: Deps, notice: Notice, told: Told): Promise<Outcome> {
  const { store, publish, council, now } = deps;
  const at = told.receipt.completed_at ?? now();
  const announce = async (each: Notice) => {
    if (isUntold(notice, told, now())) await announceSent(deps, each, told.channel);
    await publish([announcement('delivered', each, { council, at, channel: told.channel })]);
  };
  const attempt = settled(notice, told, 'delivered');
  if (!attempt) {
    if (notice.attempts[told.channel]?.outcome === 'delivered') await announce(notice);
    return duplicate;
  }
  const attempts = { ...notice.attempts, [told.channel]: attempt };
  const next = become(
    notice,
    'delivered',
    { at: now(), by: BY, ...(cameBack(notice) && { reason: 'letter-returned' as const }) },
    { attempts, channel: told.channel, uncertain_since: null },
  );
  if (!(await store.put(next))) return retry('moved-meanwhile');
  await announce(next);
  return done;
}

async function failed(deps: Deps, notice: Notice, told: Told): Promise<Outcome> {
  const { publish, council, now } = deps;
  const { completed_at, status } = told.receipt;
  const because = { reason: BECAUSE[status as FailedStatus], detail: status };
  const at = completed_at ?? now();
  const announce = async (each: Notice) => {
    if (isUntold(notice, told, now())) await announceSent(deps, each, told.channel);
    await publish([announcement('failed', each, { council, at, channel: told.channel, ...because })]);
  };
  const attempt = settled(notice, told, 'failed');
  if (!attempt) {
    if (notice.attempts[told.channel]?.outcome === 'failed') await announce(notice);
    return duplicate;
  }
  if (notice.channel !== told.channel) return stale; // it has gone on by another channel already
  if (told.channel === 'email' && isOfAddress(status)) await noteUndelivered(deps, notice, at);
  const known = { ...notice, attempts: { ...notice.attempts, [told.channel]: attempt } };
  const next = await goOn(deps, become(known, 'failed', { at: now(), by: BY, ...because }));
  if (!(await putNext(deps, next))) return retry('moved-meanwhile');
  await announce(known);
  return done;
}

/** Whether it was the address that did not take it: a fault on the way says nothing of it. */
const isOfAddress = (status: string): boolean => status === 'permanent-failure' || status === 'temporary-failure';

/** Before the notice goes on: the register counts the messages that an email did not take, each once. */
async function noteUndelivered({ register }: Deps, { id, address }: Notice, at: number): Promise<void> {
  await register.fact({ kind: 'undelivered', subject: { address }, notice: id, at });
}

async function afterRefusal(
  deps: Deps,
  { notice: id, channel }: Extract<TrackMessage, { kind: 'refused' }>,
): Promise<Outcome> {
  const { store, publish, council, now } = deps;
  const notice = await store.get(id);
  if (!notice) return rejected('unknown-notice');
  const announce = (each: Notice) =>
    publish([announcement('failed', each, { council, at: now(), channel, reason: 'refused-by-notify' })]);
  if (notice.state !== 'refused' || notice.channel !== channel) {
    if (notice.attempts[channel]?.outcome === 'refused') await announce(notice);
    return duplicate;
  }
  if (!(await putNext(deps, await goOn(deps, notice)))) return retry('moved-meanwhile');
  await announce(notice);
  return done;
}

/** False if another worker moved the notice first. */
async function putNext({ store, wake, catalogue, now, alarm }: Deps, next: Notice): Promise<boolean> {
  if (next.state === 'set-aside') {
    const put = await enterAndPut(store, next, toMakeSure(now() + DAY_MS));
    if (put) alarm('letter-refused', { notice: next.id, reason: next.detail ?? next.reason ?? '' });
    return put;
  }
  if (next.state !== 'planned') return store.put(next);
  const put = await enterAndPut(store, next, toRelease(catalogue, next, next.due_at));
  if (put) await wake(1);
  return put;
}
