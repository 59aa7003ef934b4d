import * as z from 'zod';
import { FOUND_BY } from '../../../contracts/subscriber.ts';
import { readJson } from '../env-json.ts';

/** What a status code means here: a stage or an outcome of `council.requests.*`, or nothing that anybody is told of. */
export const MEANINGS = [
  'assessed',
  'booked',
  'in-progress',
  'fixed',
  'no-further-action',
  'not-councils-responsibility',
  'cancelled',
  'nothing',
] as const;
export type Meaning = (typeof MEANINGS)[number];

const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'must be a code: small letters, digits and hyphens, at most 60');
const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name: small letters, digits and hyphens');
const words = (most: number) => z.string().trim().min(1).max(most);

const LISTS = ['singlevaluelist', 'multivaluelist'];

/** One thing that a service asks of whoever reports something. */
const attribute = z
  .strictObject({
    code,
    datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
    required: z.boolean(),
    description: words(200),
    /** What may be chosen, by its key; of a list alone. */
    values: z.record(words(60), words(100)).optional(),
  })
  .refine(({ datatype, values = {} }) => LISTS.includes(datatype) === Object.keys(values).length > 0, {
    path: ['values'],
    message: 'must be there for a list of values, and for nothing else',
  });

const service = z.strictObject({
  /** One of the council's `services`, which says how it is called. */
  code,
  description: words(200),
  group: words(60),
  keywords: words(200).optional(),
  /** A `place` is shown to everybody, to some ten metres; where somebody is `home` is shown to nobody. */
  at: z.enum(['place', 'home']),
  attributes: z.array(attribute).max(20).optional(),
});

/** Status codes of one system, by what they mean. A code that stands under none of them is told to nobody, and alarms. */
const statuses = z.partialRecord(z.enum(MEANINGS), z.array(words(60)).min(1));

const client = z.strictObject({
  name,
  /** Of a system that may say what became of a request. */
  statuses: statuses.optional(),
});

/** Of a back office that new requests are posted to. */
const takes = z.strictObject({
  /** Who is asked about it. */
  owner: words(200),
  /** What it calls each service that it deals with, by the council's code. */
  services: z.record(code, words(100)).refine((all) => Object.keys(all).length > 0, 'must name one service or more'),
  /** What it may have of whoever reported something. */
  fields: z.array(z.enum(['first_name', 'mobile', 'email'])),
  /** What of ours its list of requests shows; `nothing`: what may have been taken is not posted again, but told to an officer. */
  found_by: z.enum(FOUND_BY),
  timeout_seconds: z.int().min(1).max(20),
  per_second: z.int().min(1).max(100),
  days: z.int().min(1).max(7),
});

/** A server of Open311 that says what became of requests, and is asked for it. */
const backOffice = z.strictObject({
  name,
  takes: takes.optional(),
  /** Up to and without `/servicerequestupdates`. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(200)
    .refine((url) => !url.endsWith('/'), 'must not end in a slash')
    .refine((url) => url.startsWith('https:') || new URL(url).hostname === '127.0.0.1', 'must be an https address'),
  jurisdiction_id: words(100).optional(),
  /** What it is asked for: JSON where left out, which the standard leaves to each server. XML every server has. */
  format: z.enum(['json', 'xml']).optional(),
  statuses,
});

const asked = backOffice.omit({ takes: true }).extend({ is_told: z.literal(true).optional() });

/** A council's side of Open311 GeoReport v2, as its configuration has it. */
export const open311 = z.strictObject({
  jurisdiction_id: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain like stockton.gov.uk'),
  /** What can be reported, and what of it everybody may see. */
  services: z.array(service),
  /** Who may report and update: each has an API key of its own. */
  clients: z.array(client),
  /** Who is asked what became of requests: the key that each gave us stands under its name. */
  back_offices: z.array(backOffice),
});

export type Open311 = z.infer<typeof open311>;
/** As functions that ask it get it. `is_told`: requests are posted to it, so it calls them otherwise than we do. */
export type BackOffice = z.infer<typeof asked>;
export type Service = Open311['services'][number];
export type Attribute = NonNullable<Service['attributes']>[number];
export type Statuses = z.infer<typeof statuses>;

/** As functions get it: with what residents call each service. */
export type Open311Settings = z.infer<typeof asGiven>;

const asGiven = open311.extend({
  services: z.array(service.safeExtend({ name: words(60) })),
  back_offices: z.array(asked),
});

/** AWS gives a function 4 KB of variables in all. */
const MOST_BYTES = 3_000;

/**
 * The `OPEN311` of a function.
 * @param services what the council calls each service, by its code
 * @throws Error that says what is wrong with the entries
 */
export function packOpen311(
  { jurisdiction_id, services, back_offices, clients }: Open311,
  called: Readonly<Record<string, string>>,
): string {
  const names = [...clients, ...back_offices].map((each) => each.name);
  // Keys stand under names: with that which we give to one, nobody may come in as another.
  if (new Set(names).size < names.length)
    throw new Error('open311: each of clients and back_offices needs a name of its own');
  const unknown = services.filter((each) => !called[each.code]).map((each) => each.code);
  if (unknown.length > 0) throw new Error(`open311: services has no words for ${unknown.join(', ')}`);
  const named = services.map((each) => ({ ...each, name: called[each.code] as string }));
  const mapped = back_offices.flatMap(({ takes }) => Object.keys(takes?.services ?? {}));
  const strange = mapped.filter((each) => !called[each]);
  if (strange.length > 0) throw new Error(`open311: services has no words for ${strange.join(', ')}`);
  const asked = back_offices.map(({ takes, ...each }) => ({ ...each, ...(takes && { is_told: true }) }));
  const packed = JSON.stringify({ jurisdiction_id, back_offices: asked, clients, services: named });
  if (Buffer.byteLength(packed) <= MOST_BYTES) return packed;
  throw new Error(
    `open311: takes ${Buffer.byteLength(packed)} bytes, and AWS lets a function have ${MOST_BYTES} for it`,
  );
}

/** @throws Error that names the field that is wrong. */
export const readOpen311 = (json: string): Open311Settings => readJson('OPEN311', json, asGiven);

/** What a status code of a system means, whatever case it is written in; undefined where its mapping has none. */
export const meaningOf = (mapping: Statuses, status: string): Meaning | undefined =>
  MEANINGS.find((each) => mapping[each]?.some((one) => one.toLowerCase() === status.toLowerCase()));
