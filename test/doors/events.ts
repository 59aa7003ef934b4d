// POST /events under fire. What is valid is decided here by ajv over the committed JSON Schemas, and by rules of its own
// for what they cannot say: never by the contracts that the door itself reads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type * as fc from 'fast-check';
import { validSamples } from '../support/samples.ts';
import type { Through } from './behind/events.ts';
import { type Child, type Door, isMarked, MARK, type Shot, type Verdict } from './door.ts';
import { fromSchema, sampleOf } from './from-schema.ts';
import { depthOfText, mutateBytes, mutateJsonText, mutateValue } from './mutate.ts';
import { type Random, weighted } from './random.ts';
import { ask, type Reply, speak } from './wire.ts';

/** The door's clock. */
export const NOW = Date.parse('2026-09-29T10:00:00Z');
const NEVER_AT_DOOR = 'council.intake.file-imported.v1';
const TYPES = [
  'council.payments.payment-received.v1',
  'council.recovery.hold-applied.v1',
  'council.recovery.hold-released.v1',
  'council.residents.opt-out-recorded.v1',
  'council.residents.death-recorded.v1',
  'council.contacts.contacts-counted.v1',
  'council.contacts.contact-made.v1',
  'council.contacts.satisfaction-answered.v1',
];
export const SOURCES = { tester: { types: [...TYPES, NEVER_AT_DOOR] } };
export const TOKENS = { tester: 'token-of-the-tester' };

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
type Json = any;

const schemas = new Map<string, Json>(
  TYPES.map((type) => [
    type,
    JSON.parse(readFileSync(join(import.meta.dirname, `../../contracts/schemas/${type}.schema.json`), 'utf8')),
  ]),
);
const ajv = addFormats.default(new Ajv2020.default({ strict: false }));
const checks = new Map([...schemas].map(([type, schema]) => [type, ajv.compile(schema)]));
const arbitraries = new Map<string, fc.Arbitrary<Json>>(TYPES.map((type) => [type, fromSchema(schemas.get(type))]));
const samples = validSamples.filter(({ type, name }) => TYPES.includes(type) && !name.includes('on-bus'));

const PLAIN_TIME = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const TIMES = ['time', 'datacutoff', 'at', 'recorded_at', 'ended_at', 'paid_at'];
const REFERENCES = ['account_ref', 'person_ref'];
const PAST: Record<string, string[]> = {
  'council.contacts.contacts-counted.v1': ['from', 'to'],
  'council.contacts.contact-made.v1': ['at'],
  'council.contacts.satisfaction-answered.v1': ['on'],
};

/** Whether the door must take an event; `either` where RFC 3339 and JavaScript read a time differently. */
export function expectedOf(event: Json): 'accepted' | 'refused' | 'either' {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return 'refused';
  const check = typeof event.type === 'string' ? checks.get(event.type) : undefined;
  if (!check) return 'refused';
  const data = typeof event.data === 'object' && event.data !== null ? { ...event.data } : event.data;
  // References are trimmed before they are measured.
  for (const name of REFERENCES) if (typeof data?.[name] === 'string') data[name] = data[name].trim();
  if (!Array.isArray(data) && !ownRules(event.type, data ?? {})) return 'refused';
  const times = TIMES.flatMap((name) => [event[name], data?.[name]]).filter((each) => typeof each === 'string');
  if (times.some((each) => /T/i.test(each) && !PLAIN_TIME.test(each))) return 'either';
  // An instant whose UTC day has another number of digits in its year is no time of any council.
  if (times.some((each) => !(Date.parse(each) > 0 && Date.parse(each) < Date.UTC(9999, 0)))) return 'either';
  return check({ ...event, data }) ? 'accepted' : 'refused';
}

/** What the contracts' texts say and JSON Schema does not. */
function ownRules(type: string, data: Json): boolean {
  const year = /^(\d{4})-(\d\d)$/.exec(typeof data.bill_year === 'string' ? data.bill_year : '');
  if (year && String(Number(year[1]) + 1).slice(-2) !== year[2]) return false;
  if (type.includes('.hold-')) {
    if (data.scope === 'person' && data.person_ref === undefined) return false;
    if (data.scope === 'account' && data.account_ref === undefined) return false;
    if (typeof data.to === 'string' && typeof data.from === 'string' && data.to < data.from) return false;
  }
  if (type.endsWith('contact-made.v1') && data.service === 'all') return false;
  if (type.endsWith('contacts-counted.v1') && data.from > data.to) return false;
  return (PAST[type] ?? []).every((name) => typeof data[name] !== 'string' || Date.parse(data[name]) <= NOW);
}

/** One event as its schema has it, true to the rules as well where chance allows. */
function generated(random: Random, id: string): Json {
  const type = random.pick(TYPES);
  const event = sampleOf(arbitraries.get(type)!, random.below(2 ** 31)) as Json;
  const data = { ...event.data };
  if (data.scope === 'person') data.person_ref ??= MARK;
  if (data.scope === 'account') data.account_ref ??= MARK;
  if (data.to !== undefined && data.from !== undefined && data.to < data.from)
    [data.from, data.to] = [data.to, data.from];
  return { ...event, id, source: 'urn:tester', time: '2026-09-29T09:00:00Z', data };
}

/** A committed sample with marked references. */
function sampled(random: Random, id: string): Json {
  const { event } = random.pick(samples);
  const data = { ...(event['data'] as Json) };
  for (const name of REFERENCES) if (data[name] !== undefined) data[name] = `${MARK}-${random.below(9)}`;
  return { ...event, id, data };
}

function eventOf(random: Random, id: string): Json {
  let event = random.chance(0.5) ? generated(random, id) : sampled(random, id);
  const times = random.pick([0, 0, 1, 1, 2, 4]);
  for (let i = 0; i < times; i += 1) event = mutateValue(random, event);
  return event;
}

const AUTHORIZATION = { authorization: `Bearer ${TOKENS.tester}` };
const SINGLE = { ...AUTHORIZATION, 'content-type': 'application/cloudevents+json' };
const BATCH = { ...AUTHORIZATION, 'content-type': 'application/cloudevents-batch+json' };

/** Posts a body and compares what came of it with what its JSON says, if it is JSON and `read` is true. */
async function post(child: Child, body: Uint8Array | string, headers: Record<string, string>): Promise<Verdict> {
  const reply = await ask(child.url, { method: 'POST', path: '/events', headers, body });
  const through: Through = await child.ask('through');
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  if (reply.status >= 500) faults.push(`answered ${reply.status}`);
  let answer: Json;
  try {
    answer = JSON.parse(reply.text);
  } catch {
    return { faults: [...faults, `answered ${reply.status} with what is not JSON`] };
  }
  for (const { text } of through.events) if (isMarked(text)) faults.push(`a marked reference is on the bus: ${text}`);
  const events = eventsIn(body);
  if (!Array.isArray(answer.events))
    return { faults: [...faults, ...wholeRefusal(reply, { answer, through, events, body })] };
  if (events === null) return { faults: [...faults, 'looked at events in what is not UTF-8 JSON'] };
  const compared = compare(events, answer.events);
  faults.push(...compared.faults);
  const types = through.events.map(({ type }) => type).sort();
  if (JSON.stringify(types) !== JSON.stringify(compared.taken.sort()))
    faults.push(`on the bus are ${types.length} events, accepted were ${compared.taken.length}`);
  return { faults, valid: compared.valid };
}

/** The events of a body, or null if it is not JSON in UTF-8. */
function eventsIn(body: Uint8Array | string): Json[] | null {
  try {
    const text = typeof body === 'string' ? Buffer.from(body) : body;
    const read = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
    // Escaped it is a character like others; written out it stands for what could not be read.
    if (read.includes('\ufffd')) return null;
    const json = JSON.parse(read);
    return Array.isArray(json) ? json : [json];
  } catch {
    return null;
  }
}

type Whole = { answer: Json; through: Through; events: Json[] | null; body: Uint8Array | string };

function wholeRefusal({ status }: Reply, { answer, through, events, body }: Whole): string[] {
  const faults: string[] = [];
  if (status < 400) faults.push(`answered ${status} without saying what became of the events`);
  if (through.events.length + through.facts > 0) faults.push('refused as a whole, and something got through');
  // Beyond 10 MB it is the gateway that answers, in its own words.
  const isNamed = typeof answer.error === 'string' || status === 413;
  if (!isNamed || String(answer.message).length < 10) faults.push('does not say what is wrong');
  if (isMarked(JSON.stringify(answer))) faults.push('repeats marked data');
  if (events?.some((each) => expectedOf(each) === 'accepted') && !isTooMuch(body, events))
    faults.push(`refused as a whole (${answer.error}) with a valid event in it`);
  return faults;
}

/** Deeper than 32 levels, or more than 500 events: refused as a whole whatever else is in it. */
const isTooMuch = (body: Uint8Array | string, events: Json[]): boolean =>
  events.length > 500 || depthOfText(Buffer.from(body).toString('utf8')) > 32;

type EventAnswer = { id: string | null; status: string; errors?: { pointer: string; message: string }[] };

function compare(events: Json[], answers: EventAnswer[]) {
  const faults: string[] = [];
  const taken: string[] = [];
  let valid = 0;
  if (events.length !== answers.length) faults.push(`${events.length} events, ${answers.length} answers`);
  const seen = new Set<unknown>();
  events.forEach((event, i) => {
    const { status, errors = [] } = answers[i] ?? { id: null, status: 'missing' };
    const expected = seen.has(event?.id) ? 'either' : expectedOf(event);
    seen.add(event?.id);
    if (expected === 'accepted') valid += 1;
    if (status === 'accepted') taken.push(event?.type);
    const was = status === 'refused' ? 'refused' : 'accepted';
    if (expected !== 'either' && expected !== was)
      faults.push(
        `event ${i} should be ${expected} and was ${status}: ${JSON.stringify(errors)} ${JSON.stringify(event)?.slice(0, 600)}`,
      );
    if (status === 'refused') {
      if (errors.length === 0) faults.push(`event ${i} was refused without a reason`);
      if (errors.some(({ pointer, message }) => !/^(\/.*)?$/s.test(pointer) || message.length < 4))
        faults.push(`event ${i} was refused without a place or reason: ${JSON.stringify(errors)}`);
      if (isMarked(JSON.stringify(errors))) faults.push(`event ${i}: its errors repeat marked data`);
    }
  });
  return { faults, taken, valid };
}

const shots: ((random: Random) => Shot)[] = [
  (random) => {
    const event = eventOf(random, `e-${random.seed}`);
    const headers = random.chance(0.2) ? { ...AUTHORIZATION, 'content-type': 'application/json' } : SINGLE;
    return {
      shape: 'one event',
      fire: (child) => post(child, JSON.stringify(event) ?? '', Array.isArray(event) ? BATCH : headers),
    };
  },
  (random) => {
    const count = random.pick([0, 1, 2, 5, 20]);
    const events = Array.from({ length: count }, (_, i) => eventOf(random, `e-${random.seed}-${i}`));
    return { shape: `batch: of ${count}`, fire: (child) => post(child, JSON.stringify(events), BATCH) };
  },
  (random) => {
    const text = mutateJsonText(random, JSON.stringify(sampled(random, `e-${random.seed}`)));
    return {
      shape: 'JSON text',
      fire: (child) => post(child, text.toWellFormed(), { ...SINGLE, 'content-type': 'application/json' }),
    };
  },
  (random) => {
    let bytes: Buffer = Buffer.from(
      JSON.stringify([sampled(random, `e-${random.seed}`), generated(random, `g-${random.seed}`)]),
    );
    for (let i = 0; i < 1 + random.below(3); i += 1) bytes = mutateBytes(random, bytes);
    return { shape: 'bytes', fire: (child) => post(child, bytes, { ...BATCH, 'content-type': 'application/json' }) };
  },
  (random) => {
    const one = { ...sampled(random, `e-${random.seed}`), pad: 'x'.repeat(random.below(2_000)) };
    const count = random.pick([400, 499, 501, 2_000, 20_000]);
    const body = JSON.stringify(Array.from({ length: count }, (_, i) => ({ ...one, id: `e-${i}` })).slice(0, 6_000));
    return {
      shape: `large: ${count} events`,
      fire: (child) => post(child, body, BATCH).then((verdict) => withoutSize(verdict, body)),
    };
  },
  (random) => {
    const body = Buffer.from(JSON.stringify(sampled(random, `e-${random.seed}`)));
    const headers = random.pick<Record<string, string>>([
      {},
      { 'content-type': 'application/cloudevents+json' },
      {
        ...SINGLE,
        authorization: random.pick(['', 'Bearer', 'Bearer  ', 'Basic dGVzdA==', `Bearer ${'x'.repeat(7_000)}`]),
      },
      { ...SINGLE, 'content-type': random.pick(['text/plain', 'application/xml', 'multipart/form-data', '', ';;;']) },
      { ...SINGLE, 'content-encoding': random.pick(['gzip', 'br', 'deflate, gzip']) },
      { ...SINGLE, 'content-type': 'application/cloudevents+json; charset=utf-16' },
      { ...BATCH },
      { ...SINGLE, 'x-padding': 'x'.repeat(random.pick([100, 8_000, 14_000])) },
      { ...SINGLE, expect: '100-continue' },
    ]);
    const method = random.pick(['POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']);
    const path = random.pick([
      '/events',
      '/events',
      '/events/',
      '/events?x=%',
      '/%',
      '/%ff',
      '//events',
      '/../events',
      '/events%00',
      `/${'a'.repeat(5_000)}`,
    ]);
    return { shape: `request: ${method}`, fire: (child) => odd(child, { method, path, headers, body }) };
  },
  (random) => {
    const body = JSON.stringify(sampled(random, `e-${random.seed}`));
    const length = Buffer.byteLength(body) + random.pick([0, 0, 0, 10, -10]);
    const head = `POST /events HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZATION.authorization}\r\ncontent-type: application/json\r\n`;
    const half = random.below(body.length);
    const raw = random.pick<{ shape: string; pieces: (string | Uint8Array)[]; cut?: boolean }>([
      {
        shape: 'slow',
        pieces: [`${head}content-length: ${length}\r\n\r\n`, body.slice(0, half), body.slice(half)],
        cut: length > Buffer.byteLength(body),
      },
      { shape: 'cut off', pieces: [`${head}content-length: 999999\r\n\r\n`, body.slice(0, half)], cut: true },
      { shape: 'bad chunks', pieces: [`${head}transfer-encoding: chunked\r\n\r\n`, 'zz\r\n', body, '\r\n0\r\n\r\n'] },
      { shape: 'giant header', pieces: [`${head}x-a: ${'y'.repeat(40_000)}\r\n\r\n`] },
      {
        shape: 'no HTTP',
        pieces: [
          random.pick([
            '\u0000\u0001\u0002\r\n\r\n',
            '\x16\x03\x01\x02\x00',
            'GET\r\n\r\n',
            'POST /events HTTP/9.9\r\n\r\n',
          ]),
        ],
      },
      { shape: 'two lengths', pieces: [`${head}content-length: 5\r\ncontent-length: 6\r\n\r\n`, 'hello'] },
      { shape: 'odd host', pieces: [`POST /events HTTP/1.1\r\nhost: [::1\r\ncontent-length: 0\r\n\r\n`] },
    ]);
    return { shape: `connection: ${raw.shape}`, fire: (child) => bare(child, raw) };
  },
];

/** A body over 1 MB or 500 events may be refused as a whole. */
function withoutSize({ faults, valid }: Verdict, body: string): Verdict {
  const tooLarge = Buffer.byteLength(body) > 1_000_000;
  return {
    faults: faults.filter((fault) => !(tooLarge && /^refused as a whole \((too-large|undefined)\)/.test(fault))),
    ...(valid !== undefined && { valid }),
  };
}

async function odd(child: Child, asked: Parameters<typeof ask>[1]): Promise<Verdict> {
  const reply = await ask(child.url, asked);
  const through: Through = await child.ask('through');
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  const isOff = reply.status >= 500 || reply.status < 200 || (reply.status < 400 && through.events.length !== 1);
  if (isOff) faults.push(`answered ${reply.status} with ${through.events.length} events through`);
  if (reply.status >= 400 && isMarked(reply.text)) faults.push('repeats marked data');
  if (reply.status >= 400 && asked.method !== 'HEAD' && reply.status !== 431 && reply.text.length < 15)
    faults.push(`answered ${reply.status} without a word`);
  return { faults };
}

async function bare(child: Child, raw: { pieces: (string | Uint8Array)[]; cut?: boolean }): Promise<Verdict> {
  const { status, text } = await speak(child.url, { ...raw, pauseMs: 2 });
  const through: Through = await child.ask('through');
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  if (status >= 500) faults.push(`answered ${status}`);
  if (status >= 400 && isMarked(text)) faults.push('repeats marked data');
  if (status === 202 && through.events.length !== 1) faults.push('answered 202 and nothing got through');
  return { faults };
}

async function sound(child: Child): Promise<string[]> {
  const event = { ...samples[0]!.event, id: 'known-good' };
  const { faults, valid } = await post(child, JSON.stringify(event), SINGLE);
  return valid === 1 ? faults : [...faults, 'a known-good event did not get through'];
}

const WEIGHTS = [8, 6, 5, 4, 0.3, 2, 1];

export const events: Door = {
  name: 'events',
  soundEvery: 5,
  sound,
  shot: (random) =>
    weighted(
      random,
      shots.map((shot, i) => [WEIGHTS[i]!, shot] as const),
    )(random),
};
