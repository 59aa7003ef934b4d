// Events, and which of them are valid: decided by ajv over the committed JSON Schemas, and by rules of its own for what they
// cannot say; never by the contracts that the door itself reads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type * as fc from 'fast-check';
import { validSamples } from '../support/samples.ts';
import { MARK } from './door.ts';
import { fromSchema, sampleOf } from './from-schema.ts';
import { NOW, TYPES } from './known.ts';
import { mutateValue } from './mutate.ts';
import type { Random } from './random.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
export type Json = any;

const schemas = new Map<string, Json>(
  TYPES.map((type) => [
    type,
    JSON.parse(readFileSync(join(import.meta.dirname, `../../contracts/schemas/${type}.schema.json`), 'utf8')),
  ]),
);
const ajv = addFormats.default(new Ajv2020.default({ strict: false }));
const checks = new Map([...schemas].map(([type, schema]) => [type, ajv.compile(schema)]));
const arbitraries = new Map<string, fc.Arbitrary<Json>>(TYPES.map((type) => [type, fromSchema(schemas.get(type))]));
export const samples = validSamples.filter(({ type, name }) => TYPES.includes(type) && !name.includes('on-bus'));

const PLAIN_TIME = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const TIMES = ['time', 'at', 'recorded_at', 'ended_at', 'paid_at'];
const REFERENCES = ['account_ref', 'person_ref'];
const PAST: Record<string, string[]> = {
  'council.contacts.contacts-counted.v1': ['from', 'to'],
  'council.contacts.contact-made.v1': ['at'],
  'council.contacts.day-covered.v1': ['on'],
  'council.contacts.satisfaction-answered.v1': ['on'],
};

/** Whether the door must take an event; `either` where RFC 3339 and JavaScript read a time differently. */
export function expectedOf(told: Json): 'accepted' | 'refused' | 'either' {
  const event = withoutNulls(told);
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

/** `null` is an absent value, at every depth. */
const withoutNulls = (json: Json): Json =>
  JSON.parse(JSON.stringify(json) ?? 'null', (_, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
  });

/** What the contracts' texts say and JSON Schema does not. */
function ownRules(type: string, data: Json): boolean {
  const year = /^(\d{4})-(\d\d)$/.exec(typeof data.bill_year === 'string' ? data.bill_year : '');
  if (year && String(Number(year[1]) + 1).slice(-2) !== year[2]) return false;
  if (type.includes('.hold-')) {
    if (data.scope === 'person' && data.person_ref === undefined) return false;
    if (data.scope === 'account' && data.account_ref === undefined) return false;
    if (endsBeforeItBegins(data)) return false;
  }
  if (/(contact-made|day-covered)[.]v1$/.test(type) && data.service === 'all') return false;
  if (type.endsWith('contacts-counted.v1') && endsBeforeItBegins(data)) return false;
  return (PAST[type] ?? []).every((name) => typeof data[name] !== 'string' || Date.parse(data[name]) <= NOW);
}

const endsBeforeItBegins = ({ from, to }: Json): boolean =>
  typeof from === 'string' && typeof to === 'string' && to < from;

/** One event as its schema has it, true to the rules as well where chance allows. */
export function generated(random: Random, id: string): Json {
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
export function sampled(random: Random, id: string): Json {
  const { event } = random.pick(samples);
  const data = { ...(event['data'] as Json) };
  for (const name of REFERENCES) if (data[name] !== undefined) data[name] = `${MARK}-${random.below(9)}`;
  return { ...event, id, data };
}

export function eventOf(random: Random, id: string): Json {
  let event = random.chance(0.5) ? generated(random, id) : sampled(random, id);
  const times = random.pick([0, 0, 1, 1, 2, 4]);
  for (let i = 0; i < times; i += 1) event = mutateValue(random, event);
  return event;
}
