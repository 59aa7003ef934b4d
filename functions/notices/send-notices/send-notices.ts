import type { Reason } from '../../../contracts/reasons.ts';
import { SMOKE_NOTICE } from '../../../contracts/smoke-test.ts';
import { referenceOf } from '../../shared/notify/reference.ts';
import { isSmokeTest } from '../../shared/notify/smoke-test.ts';
import { done, duplicate, type Outcome, rejected, stale } from '../../shared/outcome.ts';
import { type Words, wordsFor } from '../catalogue/personalise.ts';
import type { Notice, SendMessage } from '../notice/notice.ts';
import { MARGIN_MS, POST_TIMEOUT_MS, SLOT_TOLERANCE_MS, TEMPLATE_LATER_MS } from '../notice/timing.ts';
import { become } from '../notice/transition.ts';
import type { Recipient } from '../rules/look.ts';
import type { Settings } from '../rules/settings.ts';
import { announceAllSent } from '../steps/announce-sent.ts';
import { stopsAll, stopsTemplate } from '../steps/line-stopped.ts';
import { planAgain } from '../steps/plan-again.ts';
import { finishStop, stopUnsent } from '../steps/stop-unsent.ts';
import type { Down, Restored, Unknown } from '../store/ports.ts';
import { nextUtcDay } from '../store/utc-day.ts';
import { followUp, writeDown } from './after-post.ts';
import { askedFirst } from './asked-first.ts';
import type { Deps } from './deps.ts';
import { pdfToSend } from './pdf-to-send.ts';

export type SendRequest = { body: SendMessage; remainingMs: () => number };

const BY = 'send-notices';

/** A document that is not the one that its source named waits so long for its source. */
const FOR_SOURCE_MS = 3_600_000;

/**
 * Sends one notice that release-notices gave a slot: claim, last look, post, and what came of it, in this order, so that
 * whatever was in the register before the claim stops it.
 */
export async function sendNotices(deps: Deps, { body, remainingMs }: SendRequest): Promise<Outcome> {
  const { store, now } = deps;
  const notice = await readToClaim(deps, body);
  if (!notice) return rejected('unknown-notice');
  if (notice.times_planned !== body.times_planned) {
    await announceAllSent(deps, notice); // another channel's turn has come, and the sender that posted on the first may have died
    return stale;
  }
  if (notice.state !== 'planned') return announceAgain(deps, notice);

  const late = now() > body.slot_at + SLOT_TOLERANCE_MS;
  if (late || remainingMs() < POST_TIMEOUT_MS + MARGIN_MS) {
    await store.control.takeUp({ slot_at: body.slot_at, at: now(), late: true, channel: null });
    return planAgain(deps, notice, { by: BY, reason: 'late-for-slot' });
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
      return planAgain(deps, claimed, { by: BY, ...last.because });
    case 'stopped':
      await stopUnsent(deps, claimed, { found: last.found, by: BY });
      return done;
    case 'withheld':
      return withhold(deps, claimed, deps.settings.sending === 'shadow' ? 'shadow' : 'allow-list');
    case 'post':
      if (before >= deps.settings.daily_limits[last.recipient.channel])
        return planAgain(deps, claimed, { by: BY, reason: 'day-used-up', due_at: nextUtcDay(claimed_at) });
      return post(deps, claimed, { ...last, remainingMs });
  }
}

/** A glance does for what is to be claimed, since the claim is made on condition of its version. */
async function readToClaim({ store }: Deps, { notice: id, times_planned }: SendMessage): Promise<Notice | null> {
  const glanced = await store.glance(id);
  return glanced?.state === 'planned' && glanced.times_planned === times_planned ? glanced : store.get(id);
}

type ToPost = {
  kind: 'post';
  recipient: Recipient;
  words: Words;
  row: Unknown | undefined;
  down: Down | null;
  restored: Restored | null;
};
type LastLook =
  | ToPost
  | { kind: 'withheld' }
  | { kind: 'stopped'; found: Parameters<typeof stopUnsent>[2]['found'] }
  | { kind: 'give-back'; because: { reason: Reason; due_at?: number } };

/** Everything that may stop it, read after the claim. */
async function lastLook({ store, look, now, settings, catalogue }: Deps, claimed: Notice): Promise<LastLook> {
  const switches = await store.control.switches();
  const stop = stopsAll(switches);
  if (stop) return { kind: 'give-back', because: { reason: `stopped-${stop.kind}` } };
  const found = await look(claimed, now());
  if (found.kind === 'wait') return { kind: 'give-back', because: { reason: found.reason, due_at: found.due_at } };
  if (found.kind !== 'go') return { kind: 'stopped', found };
  const { recipient } = found;
  if (recipient.address !== claimed.address) return { kind: 'give-back', because: { reason: 'address-changed' } };
  if (withholds(settings, claimed, recipient)) return { kind: 'withheld' };
  const words = wordsFor(recipient, { entry: catalogue.entry(claimed.type), council: settings });
  if (stopsTemplate(switches, words.template))
    return { kind: 'give-back', because: { reason: 'stopped-template', due_at: now() + TEMPLATE_LATER_MS } };
  const { unknown, down, restored } = switches;
  return { kind: 'post', recipient, words, row: unknown.get(words.template), down, restored };
}

/** A message that comes again after its work was done: what follows the writing may not have been. */
async function announceAgain(deps: Deps, notice: Notice): Promise<Outcome> {
  if (notice.state === 'sending') return duplicate; // another worker has it, or reconcile-notices comes when its lease is over
  if (notice.state === 'blocked' || notice.state === 'expired' || notice.state === 'cancelled')
    await finishStop(deps, notice);
  else await followUp(deps, notice);
  return duplicate;
}

/** The text of a smoke test goes to a number on the list on every stage: nobody else asked to be tested with. */
function withholds({ sending, allow_list }: Settings, { type }: Pick<Notice, 'type'>, { to }: Recipient): boolean {
  if (sending === 'shadow') return true;
  return (sending === 'allow-list' || type === SMOKE_NOTICE) && !allow_list.includes(to);
}

/** All was done, and nothing goes out. */
async function withhold({ store, now }: Deps, notice: Notice, reason: Reason): Promise<Outcome> {
  await store.put(become(notice, 'withheld', { at: now(), by: BY, reason }));
  return done;
}

async function post(
  deps: Deps,
  notice: Notice,
  { recipient, words, row, down, restored, remainingMs }: Omit<ToPost, 'kind'> & { remainingMs: () => number },
): Promise<Outcome> {
  const { now, notify, documents } = deps;
  const { pdf, fault } = await pdfToSend(documents, recipient);
  if (fault) return planAgain(deps, notice, { by: BY, reason: fault, due_at: now() + FOR_SOURCE_MS });
  const settled = await askedFirst(deps, notice, restored);
  if (settled) return settled;
  // Time for the whole of a post and for writing down what came of it, on our own clock and on Lambda's: nobody may be
  // posting when the lease is over or the function is frozen.
  const left = Math.min(remainingMs(), (notice.lease_until ?? 0) - now());
  if (left < POST_TIMEOUT_MS + MARGIN_MS) return planAgain(deps, notice, { by: BY, reason: 'no-time-left' });

  const reference = referenceOf({ id: notice.id, channel: recipient.channel });
  const posted = await notify.post(
    { channel: recipient.channel, to: recipient.to, reference, ...words, ...(pdf && { pdf }) },
    POST_TIMEOUT_MS,
  );
  if (posted.kind === 'accepted' && isSmokeTest(recipient.to)) return withhold(deps, notice, 'smoke-test');
  const said = { posted, reference, template: words.template, row, down };
  return writeDown(deps, asSent(notice, recipient), said);
}

/** With what the last look found: a newer word may have brought another document than the one that was planned. */
const asSent = (notice: Notice, { last_day, served, document }: Recipient): Notice => ({
  ...notice,
  last_day,
  ...served,
  ...(document && { document: { ...notice.document, sha256: document.sha256 } }),
});
