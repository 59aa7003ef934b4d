import type { CloudEvent } from '../../contracts/envelope.ts';
import { factsTold } from '../register/facts-told.ts';
import type { Kept, References, RegisterFact, WriteRegister } from '../register/register.ts';
import { knownInWords } from '../register/register-fact.ts';
import type { Now } from '../shared/clock.ts';
import type { MakeKey } from '../shared/ids.ts';
import { canonical } from '../shared/json.ts';
import { type DoorEvent, keyedEvent } from './keyed-event.ts';
import type { IntakeTable } from './ports.ts';

/** What taking an event needs. */
export type Taking = {
  table: Pick<IntakeTable, 'takeEvent'>;
  register: Pick<WriteRegister, 'fact' | 'keepReferences'>;
  key: MakeKey;
  now: Now;
  council: string;
};

/** What the register knows that is newer than a fact, and since when. */
export type Stale = { words: string; since: string };

/** `different`: its id was used before for another event, and nothing was done. */
export type TakenEvent =
  | { known: 'different'; fact: null; stale: null }
  | { known: 'new' | 'same'; fact: CloudEvent; stale: Stale | null };

/**
 * Takes one checked event of a source, however it came: it is noted, and what the register keeps of it is there when this comes
 * back. The fact is the caller's to put on the bus, also where it was taken before: that try may have died in between.
 */
export async function takeEvent(deps: Taking, source: string, event: DoorEvent): Promise<TakenEvent> {
  const { table, register, key, council, now } = deps;
  const { id, type, time, sequence, data } = event;
  // Keyed: what an event says can be guessed from a plain digest of it. A retry may be stamped anew, and is the same fact.
  const digest = key('event', canonical({ type, data }));
  const came = { time, ...(sequence !== undefined && { sequence }) };
  const { known, order } = await table.takeEvent({ source, id, digest, order: came, at: now() });
  if (known === 'different') return { known, fact: null, stale: null };
  const fact = keyedEvent({ ...event, time: order.time, sequence: order.sequence }, { source, key, council });
  // The consumers of the fact read the register, and what stops things is there before the source hears that it was taken.
  let last: { told: RegisterFact; kept: Kept } | null = null;
  for (const told of factsTold({ contract: event.contract, fact, written: data, source, key }))
    last = { told, kept: await register.fact(told) };
  await register.keepReferences(fact.id, referencesIn(event));
  return { known, fact, stale: last?.kept.stored === 'stale' && known === 'new' ? staleBy(last) : null };
}

/** As their source wrote them: by these it knows what another system is told of. */
export const referencesIn = ({ contract: { references = {} }, data }: DoorEvent): References =>
  Object.fromEntries(
    Object.keys(references).flatMap((field) => (data[field] === undefined ? [] : [[field, data[field] as string]])),
  );

const staleBy = ({ told, kept }: { told: RegisterFact; kept: Kept }): Stale => ({
  words: knownInWords(told.kind, kept.known),
  since: new Date(kept.stored_at).toISOString(),
});
