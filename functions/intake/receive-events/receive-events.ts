import type { CloudEvent } from '../../../contracts/envelope.ts';
import { callerOf } from '../../shared/bearer.ts';
import { type Answer, paused, refusal } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { inFlight } from '../../shared/in-flight.ts';
import { parseJson } from '../../shared/json.ts';
import { checkEvent, type DoorEvent, type EventError } from '../keyed-event.ts';
import { type Stale, takeEvent } from '../take-event.ts';
import type { Deps } from './deps.ts';

const LARGEST_BODY_BYTES = 1_000_000;
const MOST_EVENTS = 500;
const AT_ONCE = 25;
/** What is left for the events that were begun, for the bus and for the answer: a batch may find tables that are slow. */
const TO_FINISH_MS = 10_000;
const SINGLE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const ANY = 'application/json';

/** What became of one event, in the order of the request. */
type EventAnswer = {
  id: string | null;
  status: 'accepted' | 'duplicate' | 'stale' | 'refused' | 'not-taken';
  /** Of a stale one. */
  known?: Stale;
  errors?: EventError[];
  /** What stands in it and is not used: it is taken without. */
  ignored?: EventError[];
};
type Taken = { answer: EventAnswer; why?: 'invalid' | 'forbidden' | 'conflict' | 'no-time'; fact?: CloudEvent };

/**
 * Takes facts of other systems, one CloudEvent or a batch. What was accepted is in the register and on the bus before
 * this answers. A duplicate is handed on once more: the first try may have died in between. When time runs short the rest is
 * not taken, and the answer says which: a sender that waited for an answer in vain would send all of it again, for ever.
 * @throws whatever the register, the table or the bus throw: the caller answers 503 and the source sends again.
 */
export async function receiveEvents(deps: Deps, request: Request): Promise<Answer> {
  const source = await callerOf(deps.tokens, request.authorization);
  const types = source === null ? undefined : deps.sources[source]?.types;
  if (source === null || types === undefined) {
    return {
      ...refusal(401, 'unknown-token', 'Send the bearer token of a source that this council knows.'),
      headers: { 'www-authenticate': 'Bearer' },
    };
  }
  if (await deps.table.paused(source)) return paused;
  const read = readBody(request);
  if ('status' in read) return read;
  const checked = read.events.map((json) => ({
    json,
    ...checkEvent(json, { types, contractOf: deps.contractOf, now: deps.now() }),
  }));
  const taken: Taken[] = new Array(checked.length);
  const seen = new Set<string>();
  const repeats: number[] = [];
  const take = async (i: number): Promise<void> => {
    const each = checked[i] as (typeof checked)[number];
    if (!('event' in each)) taken[i] = refused(each.json, each.refused, each.errors);
    else if (request.remainingMs() < TO_FINISH_MS) taken[i] = notTaken(each.event);
    else taken[i] = withIgnored(await takeOne(deps, source, each.event), each.ignored);
  };
  const firsts = checked.flatMap((each, i) => {
    const id = idOf(each.json) ?? '';
    if (seen.has(id)) repeats.push(i);
    else seen.add(id);
    return repeats.at(-1) === i ? [] : [i];
  });
  await inFlight(firsts, AT_ONCE, take);
  await inFlight(repeats, 1, take); // after the event whose id they have
  await deps.publish(taken.flatMap(({ fact }) => fact ?? []));
  const events = taken.map(({ answer }) => answer);
  if (taken.some(({ why }) => why === 'no-time')) return { ...OUT_OF_TIME, body: { ...OUT_OF_TIME.body, events } };
  return { status: statusOf(taken), body: { events } };
}

const OUT_OF_TIME = {
  status: 503,
  headers: { 'retry-after': '5' },
  body: {
    error: 'try-again',
    message: 'There was no time for all of them: send those that are not-taken again, with the same ids.',
  },
} satisfies Answer;

function readBody({ body, contentType }: Request): Answer | { events: unknown[] } {
  if (![SINGLE, BATCH, ANY].includes(contentType)) {
    return refusal(415, 'wrong-content-type', `Send ${SINGLE} or ${BATCH}.`);
  }
  // A gateway that takes the body for text puts U+FFFD where bytes were no UTF-8: a reference would be another one.
  if (body === null || body.includes('\ufffd'))
    return refusal(400, 'not-json', 'The body must be JSON in UTF-8: it is in another encoding, or compressed.');
  if (Buffer.byteLength(body) > LARGEST_BODY_BYTES) {
    return refusal(413, 'too-large', 'The body is larger than 1 MB: send the events in several batches.');
  }
  const json = parseJson(body);
  if (!json.ok) return refusal(400, 'not-json', `The body ${json.message}.`);
  const isBatch = Array.isArray(json.value);
  if (contentType !== ANY && isBatch !== (contentType === BATCH)) {
    return refusal(400, 'wrong-content-type', `A list of events goes as ${BATCH}, one event as ${SINGLE}.`);
  }
  const events = isBatch ? (json.value as unknown[]) : [json.value];
  if (events.length > MOST_EVENTS) {
    return refusal(413, 'too-many', `The batch has more than ${MOST_EVENTS} events: send several batches.`);
  }
  return { events };
}

async function takeOne(deps: Deps, source: string, event: DoorEvent): Promise<Taken> {
  const { id } = event;
  const { known, fact, stale } = await takeEvent(deps, source, event);
  if (known === 'different') {
    const message = 'was used before for another event: a new fact needs a new id';
    return refused({ id }, 'conflict', [{ pointer: '/id', message }]);
  }
  if (!stale) return { answer: { id, status: STATUS_OF[known] }, fact };
  return { answer: { id, status: 'stale', known: stale }, fact };
}

const withIgnored = ({ answer, ...rest }: Taken, ignored: EventError[]): Taken => ({
  answer: ignored.length > 0 && answer.status !== 'refused' ? { ...answer, ignored } : answer,
  ...rest,
});

const STATUS_OF = { new: 'accepted', same: 'duplicate' } as const;

const refused = (json: unknown, why: NonNullable<Taken['why']>, errors: EventError[]): Taken => ({
  answer: { id: idOf(json), status: 'refused', errors },
  why,
});

const notTaken = ({ id }: DoorEvent): Taken => ({ answer: { id, status: 'not-taken' }, why: 'no-time' });

const idOf = (json: unknown): string | null =>
  typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string'
    ? json.id.slice(0, 200)
    : null;

const STATUS = { invalid: 400, forbidden: 403, conflict: 409 };

/** 202 if all were taken or are known to be older, 207 if some were, else what they were refused for. */
function statusOf(taken: Taken[]): number {
  const whys = taken.flatMap(({ why }) => (why === undefined || why === 'no-time' ? [] : why));
  if (whys.length === 0) return 202;
  if (whys.length < taken.length) return 207;
  const first = whys[0] as keyof typeof STATUS;
  return whys.every((each) => each === first) ? STATUS[first] : 400;
}
