import type { Subscriber, Webhook } from '../../../contracts/subscriber.ts';
import { withProbe } from '../rules/circuit.ts';
import { secondOf, untilSlot } from '../rules/pace.ts';
import {
  begin,
  expire,
  forget,
  nextStep,
  roundOf,
  type Settled,
  type Subject,
  settle,
  type Waiting,
} from '../rules/subject.ts';
import type { Bell } from '../steps/messages.ts';
import { toldValues } from '../steps/told-values.ts';
import { ON_QUEUE_MS, secondsUntil, wakeAt } from '../steps/wake-at.ts';
import { follow } from './follow-circuit.ts';
import type { Deps } from './ports.ts';
import { readyFor } from './ready.ts';

export type Delivering = {
  subscriber: Subscriber<Webhook>;
  bell: Bell;
  remainingMs: () => number;
  /** The circuit is open, and one may go all the same. */
  isProbe: boolean;
};

/** What a worker waits for itself: a queue knows whole seconds, and is late at times. */
const WAITS_MS = 2_000;
/** From a try's end to what is written of it. */
const TO_WRITE_MS = 5_000;

/**
 * Goes on with one subject until nothing of it is due, or one probe was made.
 * @returns whether it tried anything
 */
export async function deliverSubject(deps: Deps, delivering: Delivering): Promise<boolean> {
  const { subscriber, bell, remainingMs, isProbe } = delivering;
  const { store, ring, now } = deps;
  const { subject: key, subscriber: name } = bell;
  const { transport, retry } = subscriber;
  const place = { subscriber: name, subject: key };
  let { slot } = bell;
  let mayProbe = false;
  let tried = false;
  let subject = await store.subject(place);
  while (subject) {
    const step = nextStep(subject, { now: now(), days: retry.days });
    if (step.kind === 'nothing' || step.kind === 'busy') return tried;
    if (step.kind === 'abandoned') subject = await takeOver(deps, subject, step.waiting, delivering);
    else if (step.kind === 'too-late') subject = await write(deps, subject, expire(subject, step.waiting, now()));
    else {
      const wait = step.waiting.due_at - now();
      const isDone = isProbe && tried;
      if (wait > WAITS_MS || isDone) {
        await wakeAt(deps, place, step.waiting.due_at);
        return tried;
      }
      if (wait > 0) await deps.sleep(wait);
      if (remainingMs() < transport.timeout_seconds * 1000 + TO_WRITE_MS) {
        await ring(place);
        return tried;
      }
      mayProbe ||= isProbe && (await takesProbe(deps, name, remainingMs));
      if (!mayProbe && (await store.circuit(name)).open) {
        await store.enter({ list: name, at: step.waiting.due_at }, [{ subject: key, entered_at: now() }]);
        return tried;
      }
      slot = await slotInTime(deps, subscriber, slot);
      if (slot === undefined) {
        await wakeAt(deps, place, now() + ON_QUEUE_MS + 1);
        return tried;
      }
      const inMs = secondOf(slot, transport.per_second) - now();
      if (inMs > WAITS_MS) {
        await ring({ ...place, slot }, secondsUntil(now() + inMs - 1_000, now()));
        return tried;
      }
      if (inMs > 0) await deps.sleep(inMs);
      // The message of a probe is a look, and another's look may have taken this off the agenda by the time it comes again.
      if (mayProbe) await wakeAt(deps, place, now() + Math.min(remainingMs(), ON_QUEUE_MS));
      const after = await tryOnce(deps, { ...delivering, isProbe: mayProbe }, { subject, waiting: step.waiting });
      tried ||= after.tried;
      if (after.tried) slot = undefined;
      subject = after.subject;
    }
  }
  return tried;
}

async function takesProbe({ store, now }: Deps, name: string, remainingMs: () => number): Promise<boolean> {
  const probing = withProbe(await store.circuit(name), { now: now(), until: now() + remainingMs() });
  return probing !== null && store.putCircuit(name, probing);
}

/** The slot it has, as long as that has not gone by; else another. */
async function slotInTime(deps: Deps, subscriber: Subscriber<Webhook>, slot?: number): Promise<number | undefined> {
  const { per_second } = subscriber.transport;
  if (slot !== undefined && untilSlot(slot, { now: deps.now(), per_second }) !== null) return slot;
  return (await deps.takeSlot(subscriber)) ?? undefined;
}

type Trying = { subject: Subject; waiting: Waiting };

/** Claims it, posts it, and writes down what came of it. */
async function tryOnce(
  deps: Deps,
  { subscriber, remainingMs, isProbe }: Delivering,
  { subject, waiting }: Trying,
): Promise<{ tried: boolean; subject: Subject | null }> {
  const { store, now } = deps;
  const { event } = waiting;
  const { name, retry } = subscriber;
  const ready = await readyFor(deps, { subscriber, waiting });
  if (ready === 'no-secret') {
    deps.alarm('no-secret', { subscriber: name });
    await wakeAt(deps, subject, now() + ON_QUEUE_MS + 1);
    return { tried: false, subject: null };
  }
  if ('dead' in ready)
    return {
      tried: false,
      subject: await write(deps, subject, expire(subject, { ...waiting, detail: ready.dead }, now())),
    };
  const { named, disclosed } = ready;
  const by = deps.chance().toString(36).slice(2);
  const claim = { now: now(), until: now() + remainingMs(), by, called: named.subject, disclosed };
  const claimed = begin(subject, event.id, claim);
  if (!(await store.putSubject(claimed))) {
    const there = await store.subject(subject);
    // Another moved it, and what is to be done may be another; or the SDK, which lost the first answer, wrote it twice.
    if (there?.under_way?.by !== by) return { tried: false, subject: there };
  }
  const verdict = await ready.tell(claim.until);
  const at = now();
  const chance = deps.chance();
  const after = await settleTry(deps, claimed, (now) =>
    withValues(settle(now, event.id, { verdict, at, days: retry.days, chance }), () =>
      toldValues(deps, subscriber, { of: subject, named }),
    ),
  );
  await follow(deps, name, { isProbe, failed: verdict.kind === 'again' && !verdict.answered, at });
  return { tried: true, subject: after };
}

/** What is delivered is known by its digests from then on. */
const withValues = (settled: Settled, values: () => string | undefined): Settled =>
  settled.ended?.state === 'delivered' ? { ...settled, ended: { ...settled.ended, values: values() } } : settled;

/** Writes down what came of a try, as long as it is this worker's. */
async function settleTry(
  deps: Deps,
  claimed: Subject,
  settling: (subject: Subject) => Settled,
): Promise<Subject | null> {
  let subject: Subject | null = claimed;
  while (subject && subject.under_way?.by === claimed.under_way?.by) {
    const settled = settling(subject);
    if (await record(deps, settled)) return settled.subject;
    subject = await deps.store.subject(claimed);
  }
  return subject;
}

/** Nobody said what came of it. What is on record has ended, with all tries that there were; else it is a try that failed. */
async function takeOver(
  deps: Deps,
  subject: Subject,
  { event, tries, disclosed, again }: Waiting,
  { subscriber }: Delivering,
): Promise<Subject | null> {
  const ended = await deps.store.ended(subject, event.id);
  if (ended && ended.state !== 'superseded' && roundOf(ended) === roundOf({ again }))
    return write(deps, subject, { subject: forget(subject, event.id), ended: { ...ended, tries, disclosed } });
  const verdict = { kind: 'again', reason: 'no-answer', detail: 'worker-lost', put_off_ms: 0 } as const;
  const how = { verdict, at: deps.now(), days: subscriber.retry.days, chance: deps.chance() };
  return write(deps, subject, settle(subject, event.id, how));
}

/** @returns what was written, or what another wrote meanwhile */
const write = async (deps: Deps, before: Subject, settled: Settled): Promise<Subject | null> =>
  (await record(deps, settled)) ? settled.subject : deps.store.subject(before);

/** How one ended is on record before it leaves. */
async function record({ store, alarm }: Deps, { subject, ended }: Settled): Promise<boolean> {
  if (ended) await store.putEnded(ended);
  if (!(await store.putSubject(subject))) return false;
  if (ended?.state === 'dead') alarm('delivery-dead', { subscriber: ended.subscriber, reason: ended.reason });
  return true;
}
