// Events, and which of them are valid: decided by ajv over the committed JSON Schemas, and by rules of its own for what they
// cannot say; never by the contracts that the door itself reads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type * as fc from 'fast-check';
import { validSamples } from '../support/samples.ts';
import { MARK } from './door.ts';
import { ownRules, REFERENCES, TIMES, withTrimmedReferences } from './events-rules.ts';
import { fromSchema, sampleOf } from './from-schema.ts';
import { TYPES } from './known.ts';
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
/** Whether the door must take an event; `either` where RFC 3339 and JavaScript read a time differently. */
export function expectedOf(told: Json): 'accepted' | 'refused' | 'either' {
  const event = withoutNulls(told);
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return 'refused';
  const check = typeof event.type === 'string' ? checks.get(event.type) : undefined;
  if (!check) return 'refused';
  const data = withTrimmedReferences(event.data);
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

/** One event as its schema has it, true to the rules as well where chance allows. */
export function generated(random: Random, id: string): Json {
  const type = random.pick(TYPES);
  const event = sampleOf(arbitraries.get(type)!, random.below(2 ** 31)) as Json;
  const data = { ...event.data };
  if (data.scope === 'person') data.person_ref ??= MARK;
  if (data.scope === 'account') data.account_ref ??= MARK;
  if (data.scope === 'claim') data.claim_ref ??= MARK;
  if (data.channel === 'post' && typeof data.to === 'string')
    data.to = { lines: [`${MARK} Road`, MARK], postcode: 'TS0 1AA' };
  if ('to' in data && data.channel !== 'post' && data.to?.lines) data.to = `${MARK}@example.org`;
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
