import type { CloudEvent, Contract } from './envelope.ts';

const KEYED = /^[A-Za-z0-9_-]{22}$/;

/** A keyed hash, several, or none at all. */
const isKeyed = (value: unknown): boolean =>
  typeof value === 'string' ? KEYED.test(value) : value === undefined || (Array.isArray(value) && value.every(isKeyed));

type Fact<Data> = {
  /** Derived from the fact: a keyed hash. */
  id: string;
  /** The capability that says so; the event's source becomes `council.<capability>`. */
  capability: string;
  council: string;
  /** Milliseconds since 1970. */
  time: number;
  /** A keyed hash. */
  subject?: string | undefined;
  /** The order of facts about one subject: the source's own, where it has one; of what Crier itself tells, ours. */
  sequence: string | undefined;
  /** The outside system that told it. */
  origin?: string | undefined;
  data: Data;
};

/**
 * A fact as it goes on the bus, checked against its contract: what we publish fails closed.
 * @throws Error naming the fields that break the contract, never their values.
 */
export function busEvent<C extends Contract>(
  contract: C,
  { capability, time, data, ...rest }: Fact<C['data']['_zod']['output']>,
): CloudEvent<C['data']['_zod']['output']> {
  const read = contract.data.safeParse(data);
  const wrong = read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'));
  for (const field in contract.references) {
    if (!isKeyed((data as Record<string, unknown>)[field])) wrong.push(`${field} (not keyed)`);
  }
  if (wrong.length > 0) throw new Error(`${contract.type} breaks its contract in ${wrong.join(', ')}`);
  return {
    specversion: '1.0',
    source: `council.${capability}`,
    type: contract.type,
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    dataclassification: contract.classification,
    ...rest,
    data: read.data as C['data']['_zod']['output'],
  };
}
