import type { CloudEvent } from '../../../contracts/envelope.ts';
import { isNewer, type Newness, orderOf } from '../../../contracts/order.ts';
import type { ContactField } from '../../../contracts/subscriber.ts';
import type { Key } from '../../shared/ids.ts';
import type { Verdict } from './answers.ts';
import { isTooLate, pauseAfter } from './pauses.ts';

/** What all deliveries of one council have alike is put on when one is made. */
export type Told = Pick<CloudEvent, 'id' | 'source' | 'type' | 'time' | 'subject' | 'origin' | 'data'>;

/** Whom it goes by: one subscriber, and the person or else the thing that facts are about. */
export type Place = { subscriber: string; subject: Key };

/** A fact that a subscriber is to be told. */
export type Fact = { event: Told; sequence: string; told: string | null };

/** One that has not come to its end. */
export type Waiting = Fact & {
  /** When each of its tries began. */
  tries: number[];
  /** By when nothing of its last try was under way any more: a worker may post long after its try began. */
  ended_at?: number | undefined;
  /** Not before. */
  due_at: number;
  reason: string;
  /** What the last try came to, more closely than the reason says. */
  detail?: string | undefined;
  /** By which a back office is asked what it calls a request that it has taken. */
  token?: string | undefined;
  /** What its subject was called when it was last told. */
  called?: string | undefined;
  /** Contact fields that its tries have disclosed. */
  disclosed: ContactField[];
  /** It had come to its end, and an officer had it told again. */
  again?: Again | undefined;
};

export type Again = {
  /** 1 for the first time. How it ended is of the same round, or of one before. */
  round: number;
  /** Which of its tries was the first of this round. */
  from: number;
  asked_at: number;
  /** How it had ended. */
  was: End;
  /** With all of a span: nobody has looked at this one. */
  replayed?: true | undefined;
};

export const roundOf = ({ again }: Pick<Waiting, 'again'>): number => again?.round ?? 0;
export const triesNow = ({ tries, again }: Pick<Waiting, 'tries' | 'again'>): number[] => tries.slice(again?.from ?? 0);

/** What one subscriber is told of one subject: written on condition of its version. */
export type Subject = Place & {
  version: number;
  /** Of each thing that facts tell of, the newest that is known. */
  newest: Record<string, Newness>;
  waiting: Waiting[];
  /** A worker has it until then at the latest. `by` tells its claim from any other. */
  under_way: { id: string; until: number; by: string } | null;
};

export type End = 'delivered' | 'superseded' | 'dead';

/** How it ended: on record before it leaves the subject. */
export type Ended = Place &
  Omit<Waiting, 'due_at' | 'reason' | 'ended_at'> & {
    state: End;
    reason: string | null;
    at: number;
    /** Keyed digests of the contact data that were told with it. */
    values?: string | undefined;
  };

export const noSubject = (place: Place): Subject => ({
  ...place,
  version: 0,
  newest: {},
  waiting: [],
  under_way: null,
});

export function factOf(event: CloudEvent): Fact {
  const { id, source, type, time, subject, origin, data } = event;
  return { event: { id, source, type, time, subject, origin, data }, ...orderOf(event) };
}

const newnessOf = ({ event, sequence }: Fact): Newness => ({ id: event.id, time: event.time, sequence });

/** The newer fact because of which this one is not told any more. */
const supersededBy = (fact: Fact, newest: Subject['newest']): Newness | null => {
  const other = fact.told === null ? undefined : newest[fact.told];
  return other && isNewer(other, newnessOf(fact)) ? other : null;
};

const ended = (
  { subscriber, subject }: Place,
  { due_at: _, reason: __, ended_at: ___, ...waiting }: Waiting,
  { state, reason, at }: Pick<Ended, 'state' | 'reason' | 'at'>,
): Ended => ({ subscriber, subject, ...waiting, state, reason, at });

/** What was delivered before it was to be told again stays delivered. */
const overtaken = (place: Place, waiting: Waiting, { than: { sequence }, at }: { than: Newness; at: number }): Ended =>
  waiting.again?.was === 'delivered'
    ? ended(place, waiting, { state: 'delivered', reason: null, at })
    : ended(place, waiting, { state: 'superseded', reason: `newer-${sequence}`, at });

export type Admitted = {
  /** `known`: it was told before. `old`: something newer is known already. */
  kind: 'known' | 'old' | 'waits';
  subject: Subject;
  /** What comes to its end by it. */
  ended: Ended[];
};

/** A fact has come, in whatever order (sync, section 4). */
export function admit(subject: Subject, fact: Fact, at: number): Admitted {
  const isKnown =
    subject.waiting.some(({ event }) => event.id === fact.event.id) ||
    Object.values(subject.newest).some(({ id }) => id === fact.event.id);
  if (isKnown) return { kind: 'known', subject, ended: [] };
  return letIn(subject, { ...fact, tries: [], due_at: at, reason: 'not-tried', disclosed: [] }, at);
}

/** @param asked_at what has ended since then has been told since then, and is known */
type Readmitted = { fact: Fact; record: Ended | null; asked_at: number; replayed?: true | undefined };

/** A fact is to be told though it may have been told before: an officer wants it. Order and superseding are as always. */
export function readmit(subject: Subject, { fact, record, asked_at, replayed }: Readmitted, at: number): Admitted {
  const isWaiting = subject.waiting.some(({ event }) => event.id === fact.event.id);
  const isTold = record !== null && Math.max(record.at, record.again?.asked_at ?? 0) >= asked_at;
  if (isWaiting || isTold) return { kind: 'known', subject, ended: [] };
  const { tries = [], disclosed = [], called, token } = record ?? {};
  const round = roundOf(record ?? {}) + 1;
  const again = record && { round, from: tries.length, asked_at, was: record.state, ...(replayed && { replayed }) };
  const ended_at = record?.at;
  const waits: Waiting = { ...fact, tries, ended_at, due_at: at, reason: 'not-tried', disclosed };
  return letIn(subject, again ? { ...waits, called, ...(token !== undefined && { token }), again } : waits, at);
}

function letIn(subject: Subject, waits: Waiting, at: number): Admitted {
  const than = supersededBy(waits, subject.newest);
  if (than) return { kind: 'old', subject, ended: [overtaken(subject, waits, { than, at })] };
  const newest = waits.told === null ? subject.newest : { ...subject.newest, [waits.told]: newnessOf(waits) };
  const isOver = (each: Waiting) => each.event.id !== subject.under_way?.id && supersededBy(each, newest) !== null;
  return {
    kind: 'waits',
    subject: {
      ...subject,
      version: subject.version + 1,
      newest,
      waiting: [...subject.waiting.filter((each) => !isOver(each)), waits],
    },
    ended: subject.waiting.filter(isOver).map((each) => overtaken(subject, each, { than: newnessOf(waits), at })),
  };
}

export type Step =
  | { kind: 'nothing' }
  /** Another worker is at it. */
  | { kind: 'busy' }
  /** A worker began it and has not said what came of it. */
  | { kind: 'abandoned'; waiting: Waiting }
  | { kind: 'too-late'; waiting: Waiting }
  | { kind: 'wait'; waiting: Waiting }
  | { kind: 'go'; waiting: Waiting };

/** What is to be done next: the lowest sequence goes first, and what comes after it waits for it. */
export function nextStep({ waiting, under_way }: Subject, { now, days }: { now: number; days: number }): Step {
  if (under_way && under_way.until > now) return { kind: 'busy' };
  const begun = waiting.find(({ event }) => event.id === under_way?.id);
  if (begun) return { kind: 'abandoned', waiting: begun };
  const [first, ...others] = waiting;
  if (!first) return { kind: 'nothing' };
  const head = others.reduce((a, b) => (isNewer(newnessOf(a), newnessOf(b)) ? b : a), first);
  if (isTooLate(Math.max(now, head.due_at), { first: triesNow(head)[0], days }))
    return { kind: 'too-late', waiting: head };
  return { kind: head.due_at > now ? 'wait' : 'go', waiting: head };
}

/** @param how.until when its worker is dead for certain */
export function begin(
  subject: Subject,
  id: string,
  how: { now: number; until: number; by: string; called: string; disclosed: readonly ContactField[] },
): Subject {
  const { now, until, by, called, disclosed } = how;
  return {
    ...subject,
    version: subject.version + 1,
    under_way: { id, until, by },
    waiting: subject.waiting.map((each) =>
      each.event.id === id
        ? { ...each, tries: [...each.tries, now], called, disclosed: [...new Set([...each.disclosed, ...disclosed])] }
        : each,
    ),
  };
}

export type Settled = { subject: Subject; ended: Ended | null };

type Settling = { verdict: Verdict; at: number; days: number; chance: number };

/** Its try has ended. One that would be tried again is not, once something newer is known or the days are over. */
export function settle(subject: Subject, id: string, { verdict, at, days, chance }: Settling): Settled {
  const waiting = subject.waiting.find(({ event }) => event.id === id);
  if (!waiting) return { subject, ended: null };
  if (verdict.kind === 'delivered')
    return leave(subject, { ...waiting, detail: undefined }, { state: 'delivered', reason: null, at });
  if (verdict.kind === 'dead') return leave(subject, waiting, { state: 'dead', reason: verdict.reason, at });
  const { reason, detail, put_off_ms, token = waiting.token } = verdict;
  const tried = { ...waiting, ended_at: at, reason, detail, ...(token !== undefined && { token }) };
  const than = supersededBy(waiting, subject.newest);
  if (than) return { subject: forget(subject, id), ended: overtaken(subject, tried, { than, at }) };
  const tries = triesNow(waiting);
  const due_at = at + pauseAfter(tries.length, chance, put_off_ms);
  if (isTooLate(due_at, { first: tries[0], days })) return expire(subject, tried, at);
  const others = subject.waiting.filter((each) => each !== waiting);
  return {
    subject: { ...subject, version: subject.version + 1, under_way: null, waiting: [...others, { ...tried, due_at }] },
    ended: null,
  };
}

export const expire = (subject: Subject, waiting: Waiting, at: number): Settled =>
  leave(subject, waiting, { state: 'dead', reason: 'expired', at });

/** What is on record has come to its end, whoever wrote it down. */
export const forget = (subject: Subject, id: string): Subject => ({
  ...subject,
  version: subject.version + 1,
  under_way: subject.under_way?.id === id ? null : subject.under_way,
  waiting: subject.waiting.filter(({ event }) => event.id !== id),
});

const leave = (subject: Subject, waiting: Waiting, end: Pick<Ended, 'state' | 'reason' | 'at'>): Settled => ({
  subject: forget(subject, waiting.event.id),
  ended: ended(subject, waiting, end),
});
