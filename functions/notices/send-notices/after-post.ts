import type { Reason } from '../../../contracts/reasons.ts';
import type { Posted } from '../../shared/notify/notify.ts';
import { referenceOf } from '../../shared/notify/reference.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import type { Attempt, Notice } from '../notice/notice.ts';
import { ASK_AFTER_MS, LATER_MS } from '../notice/timing.ts';
import { become } from '../notice/transition.ts';
import { announceAllSent, announceSent } from '../steps/announce-sent.ts';
import { halved } from '../steps/halve-pace.ts';
import { planAgain } from '../steps/plan-again.ts';
import type { Down, Unknown } from '../store/ports.ts';
import { nextUtcDay } from '../store/utc-day.ts';
import type { Deps } from './deps.ts';
import { noteDown } from './note-down.ts';
import { setAside } from './set-aside.ts';

const BY = 'send-notices';
const SECOND_MS = 1000;

/** What shows that Notify's words for a template are understood. */
const UNDERSTOOD: readonly Posted['kind'][] = ['accepted', 'refused'];

/** The template that was posted, the row of unknown refusals that it stood in before, and since when no post had been answered. */
type Said = { template: string; row: Unknown | undefined; down: Down | null };
type OfPost = { posted: Posted; reference: string } & Said;

/** Writes down what came of a post, and does what follows from it. */
export async function writeDown(deps: Deps, notice: Notice, said: OfPost): Promise<Outcome> {
  const outcome = await writeOutcome(deps, notice, said);
  await noteDown(deps, said.down, said.posted);
  return outcome;
}

async function writeOutcome(deps: Deps, notice: Notice, { posted, reference, ...said }: OfPost): Promise<Outcome> {
  const { store, now } = deps;
  const at = now();
  const { issued_on, deemed_served_on } = notice;
  const served = issued_on && deemed_served_on && { served: { issued_on, deemed_served_on } };
  const attempt: Attempt = { reference, address: notice.address, posted_at: at, ...served };
  const withAttempt = (more: Partial<Attempt>) => ({
    attempts: { ...notice.attempts, [notice.channel]: { ...attempt, ...more } },
  });
  if (said.row && UNDERSTOOD.includes(posted.kind)) await store.control.endUnknown(said.template, said.row);
  switch (posted.kind) {
    case 'accepted': {
      const { kind: _, ...known } = posted;
      const changes = { ...withAttempt({ ...known, outcome: 'accepted' }), asked: 0 };
      const accepted = become(notice, 'accepted', { at, by: BY }, changes);
      if (await store.put(accepted)) {
        await announceSent(deps, accepted);
        await askAboutLetter(deps, accepted);
      } else await acceptedMeanwhile(deps, notice, known);
      return done;
    }
    case 'uncertain': {
      const changes = { ...withAttempt({ detail: posted.error }), uncertain_since: at };
      const uncertain = become(
        notice,
        'uncertain',
        { at, by: BY, reason: whyUncertain(posted.error), detail: posted.error },
        changes,
      );
      if (await store.put(uncertain)) await followUp(deps, uncertain);
      else await settledMeanwhile(deps, notice);
      return done;
    }
    case 'refused': {
      const changes = withAttempt({ outcome: 'refused', detail: posted.error });
      const refused = become(
        notice,
        'refused',
        { at, by: BY, reason: 'refused-by-notify', detail: posted.error },
        changes,
      );
      if (await store.put(refused)) await followUp(deps, refused);
      return done;
    }
    case 'unknown':
      await setAside(deps, notice, { ...said, error: posted.error });
      return done;
    case 'set-up':
      // Our fault, and everyone's: the line stops, no notice falls back, and an alarm goes off by what this stop holds.
      deps.alarm('line-stopped', { reason: posted.error });
      await store.control.stop({ kind: 'set-up', by: BY, at, reason: posted.error });
      return planAgain(deps, notice, { by: BY, reason: 'set-up', detail: posted.error });
    case 'rate-limited': {
      await slowDown(deps, at);
      return planAgain(deps, notice, { by: BY, reason: 'rate-limited', due_at: at + LATER_MS });
    }
    case 'day-used-up':
      return planAgain(deps, notice, { by: BY, reason: 'day-used-up', due_at: nextUtcDay(at) });
    case 'not-stored':
      return planAgain(deps, notice, { by: BY, reason: 'no-connection', due_at: at + LATER_MS });
  }
}

function whyUncertain(error: string): Reason {
  if (error === 'no-id') return 'no-id';
  return error.startsWith('http-') ? 'fault-at-notify' : 'no-answer';
}

/** Tried until it is written: the releaser may be giving out slots at this very moment. */
async function slowDown({ store }: Deps, at: number): Promise<void> {
  for (;;) {
    const pace = await store.control.pace();
    const slower = pace && halved(pace, at);
    if (!slower || (await store.control.setPace(slower, pace))) return;
  }
}

/**
 * Another function was quicker than our own answer: a receipt or the look-up has moved the notice. What only we know is
 * Notify's id and what it is billed as.
 */
async function acceptedMeanwhile(
  deps: Deps,
  claimed: Notice,
  ours: Pick<Attempt, 'notify_id' | 'fragments'>,
): Promise<void> {
  const notice = await deps.store.get(claimed.id);
  if (!notice) return;
  const known: Attempt = {
    reference: referenceOf(claimed),
    address: claimed.address,
    outcome: 'accepted',
    posted_at: deps.now(),
    ...notice.attempts[claimed.channel],
    ...ours,
  };
  const attempts = { ...notice.attempts, [claimed.channel]: known };
  await announceSent(deps, { ...notice, attempts }, claimed.channel);
}

/** A receipt was quicker than the answer that leaves us in doubt: that it was sent is still to be told. */
async function settledMeanwhile(deps: Deps, { id }: Notice): Promise<void> {
  const notice = await deps.store.get(id);
  if (notice) await announceAllSent(deps, notice);
}

/** Of letters Notify tells nothing: it is asked as soon as it has looked at their pages. */
async function askAboutLetter({ askLater, settings }: Deps, { id, state, channel }: Notice): Promise<void> {
  if (state === 'accepted' && channel === 'letter') await askLater(id, settings.letter_silence_seconds);
}

/** What follows once it is written. May be repeated: it is, when the message comes again. */
export async function followUp(deps: Deps, notice: Notice): Promise<void> {
  if (notice.state === 'uncertain') return deps.askLater(notice.id, Math.ceil(ASK_AFTER_MS / SECOND_MS) + 1);
  if (notice.state === 'refused') return deps.track({ kind: 'refused', notice: notice.id, channel: notice.channel });
  await announceAllSent(deps, notice);
  await askAboutLetter(deps, notice);
}
