import { done, duplicate, type Outcome, rejected, stale } from '../../shared/outcome.ts';
import { announceAllSent } from '../announce-sent.ts';
import { nextUtcDay } from '../day.ts';
import { giveBack } from '../give-back.ts';
import type { Recipient } from '../look.ts';
import type { Notice, SendMessage } from '../notice.ts';
import type { Settings } from '../settings.ts';
import { finishStop, stopUnsent } from '../stop-unsent.ts';
import { stopsAll } from '../stopped.ts';
import { MARGIN_MS, POST_TIMEOUT_MS, SLOT_TOLERANCE_MS } from '../timing.ts';
import { become } from '../transition.ts';
import { wordsFor } from '../wording.ts';
import { followUp, writeDown } from './after-post.ts';
import type { Deps } from './deps.ts';

export type SendRequest = { body: SendMessage; remainingMs: () => number };

const BY = 'send-notices';

/**
 * Sends one notice that release-notices gave a slot: claim, last look, post, and what came of it, in this order, so that
 * whatever was in the register before the claim stops it.
 */
export async function sendNotices(deps: Deps, { body, remainingMs }: SendRequest): Promise<Outcome> {
  const { store, now } = deps;
  const notice = await store.get(body.notice);
  if (!notice) return rejected('unknown-notice');
  if (notice.release !== body.release) {
    await announceAllSent(deps, notice); // another channel's turn has come, and whoever posted on the first may have died
    return stale;
  }
  if (notice.state !== 'planned') return announceAgain(deps, notice);

  const late = now() > body.slot_at + SLOT_TOLERANCE_MS;
  if (late || remainingMs() < POST_TIMEOUT_MS + MARGIN_MS) {
    await store.control.takeUp({ slot_at: body.slot_at, at: now(), late: true, channel: null });
    return giveBack(deps, notice, { by: BY, reason: 'late-for-slot' });
  }

  const claimed_at = now();
  const lease_until = claimed_at + deps.timeout_ms;
  const claim = { slot_at: body.slot_at, claimed_at, lease_until };
  const claimed = become(notice, 'sending', { at: claimed_at, by: BY }, claim);
  if (!(await store.put(claimed))) return duplicate;

  const last = await lastLook(deps, claimed);
  const channel = last.kind === 'post' ? last.recipient.channel : null;
  const before = await store.control.takeUp({ slot_at: body.slot_at, at: claimed_at, late: false, channel });
  switch (last.kind) {
    case 'give-back':
      return giveBack(deps, claimed, { by: BY, ...last.because });
    case 'stopped':
      await stopUnsent(deps, claimed, { found: last.found, by: BY });
      return done;
    case 'withheld':
      await store.put(become(claimed, 'withheld', { at: now(), by: BY, reason: deps.settings.sending }));
      return done;
    case 'post':
      if (before >= deps.settings.daily_limits[last.recipient.channel])
        return giveBack(deps, claimed, { by: BY, reason: 'day-used-up', due_at: nextUtcDay(claimed_at) });
      return post(deps, claimed, { recipient: last.recipient, remainingMs });
  }
}

type LastLook =
  | { kind: 'post'; recipient: Recipient }
  | { kind: 'withheld' }
  | { kind: 'stopped'; found: Parameters<typeof stopUnsent>[2]['found'] }
  | { kind: 'give-back'; because: { reason: string; due_at?: number } };

/** Everything that may stop it, read after the claim. */
async function lastLook({ store, look, now, settings }: Deps, claimed: Notice): Promise<LastLook> {
  const switches = await store.control.switches();
  const stop = stopsAll(switches);
  if (stop) return { kind: 'give-back', because: { reason: `stopped-${stop.kind}` } };
  const found = await look(claimed, now());
  if (found.kind === 'wait') return { kind: 'give-back', because: { reason: found.reason, due_at: found.due_at } };
  if (found.kind !== 'go') return { kind: 'stopped', found };
  const { recipient } = found;
  if (recipient.address !== claimed.address) return { kind: 'give-back', because: { reason: 'address-changed' } };
  return withholds(settings, recipient) ? { kind: 'withheld' } : { kind: 'post', recipient };
}

/** A message that comes again after its work was done: what follows the writing may not have been. */
async function announceAgain(deps: Deps, notice: Notice): Promise<Outcome> {
  if (notice.state === 'sending') return duplicate; // another worker has it, or reconcile-notices comes when its lease is over
  if (notice.state === 'blocked' || notice.state === 'expired' || notice.state === 'cancelled')
    await finishStop(deps, notice);
  else await followUp(deps, notice);
  return duplicate;
}

function withholds({ sending, allow_list }: Settings, { to }: Recipient): boolean {
  return sending === 'shadow' || (sending === 'allow-list' && !allow_list.includes(to));
}

async function post(
  deps: Deps,
  notice: Notice,
  { recipient, remainingMs }: { recipient: Recipient; remainingMs: () => number },
): Promise<Outcome> {
  const { now, notify, settings } = deps;
  // Time for the whole of a post and for writing down what came of it, on our own clock and on Lambda's: nobody may be
  // posting when the lease is over or the function is frozen.
  const left = Math.min(remainingMs(), (notice.lease_until ?? 0) - now());
  if (left < POST_TIMEOUT_MS + MARGIN_MS) return giveBack(deps, notice, { by: BY, reason: 'no-time-left' });

  const words = wordsFor({ ...recipient, type: notice.type }, settings);
  const reference = `${notice.id}.${recipient.channel}`;
  const posted = await notify.post(
    { channel: recipient.channel, to: recipient.to, reference, ...words },
    POST_TIMEOUT_MS,
  );
  return writeDown(deps, { ...notice, pay_by: recipient.pay_by }, { posted, reference });
}
