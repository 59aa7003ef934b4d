import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { Subscriber } from '../../contracts/subscriber.ts';

/** What facts need to know of a council: the `FACTS_COUNCIL` variable, JSON, written by `infra/config/<council>.ts`. */
export const factsCouncil = z.strictObject({
  /** As in `infra/config`. */
  id: z.string(),
  name: z.string(),
  ons_code: z.string(),
  /** List price of one fragment of a text, without VAT; may be a fraction of a penny. */
  text_price_pence: z.number().positive(),
});
export type FactsCouncil = z.infer<typeof factsCouncil>;

/** The council that publishes: the `PUBLISHER` variable, JSON. Stands in every catalogue. */
export const publisher = z.strictObject({
  ons_code: z.string(),
  name: z.string(),
  /** Where the site is, without a slash at the end. */
  url: z.url(),
  /** Whom to ask about the data: a team, no person. */
  contact: z.strictObject({ name: z.string(), email: z.email() }),
});
export type Publisher = z.infer<typeof publisher>;

/**
 * What readers get at an address that does not exist: of no release, since CloudFront asks the bucket for it without
 * looking at the pointer.
 */
export const NOT_FOUND = 'open-data/404.html';

/** AWS gives a function 4 KB of variables in all. */
const TOLD_BYTES = 1_500;
const SYSTEMS_BYTES = 1_500;

/**
 * The subscribers of each type as one variable.
 * @throws Error if they are too many for it
 */
export function packTold(subscribers: readonly Pick<Subscriber, 'name' | 'events'>[]): string {
  const told = Map.groupBy(
    subscribers.flatMap(({ name, events }) => events.map((type) => ({ name, type }))),
    ({ type }) => type,
  );
  return packed(
    [...told].map(([type, all]) => [type, all.map(({ name }) => name)]),
    {
      most: TOLD_BYTES,
      what: 'subscribers: whom each event is told',
    },
  );
}

export const readTold = (text: string): Map<string, string[]> => new Map(unpacked(text) as [string, string[]][]);

/** A system that tells or is told, as the catalogue names it: who is asked about it ('' where nobody is named), and what it may tell. */
export type System = { owner: string; tells: readonly string[] };

/**
 * Every source and subscriber, by its name, as one variable.
 * @throws Error if they are too many for it
 */
export const packSystems = (systems: Readonly<Record<string, { owner?: string; types?: readonly string[] }>>): string =>
  packed(
    Object.entries(systems).map(([name, { owner = '', types = [] }]) => [name, { owner, tells: types }]),
    { most: SYSTEMS_BYTES, what: 'sources and subscribers: who is asked about each, and what it tells,' },
  );

export const readSystems = (text: string): Map<string, System> => new Map(unpacked(text) as [string, System][]);

function packed(entries: readonly (readonly unknown[])[], { most, what }: { most: number; what: string }): string {
  const text = deflateRawSync(JSON.stringify(entries), { level: 9 }).toString('base64');
  if (text.length <= most) return text;
  throw new Error(`${what} takes ${text.length} bytes, and AWS lets a function have ${most} for it`);
}

const unpacked = (text: string): unknown => JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString());
