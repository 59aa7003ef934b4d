import { contractOf } from '../../contracts/catalogue.ts';
import { checkEvent, keyedEvent } from '../../functions/intake/keyed-event.ts';
import { referencesIn } from '../../functions/intake/take-event.ts';
import { factsTold } from '../../functions/register/facts-told.ts';
import type { Kept, References, RegisterFact, WriteRegister } from '../../functions/register/register.ts';
import type { Told } from '../../functions/register/told.ts';
import { testKey } from './register.ts';

type Event = { source?: string; id?: string; time?: string; sequence?: string };

/** An instant after all that these tests tell. */
const LATER = Date.parse('2026-12-31T00:00:00Z');

/** What the register keeps of an event, as a door has it; `type` without `council.` and version. */
export function factsOf(type: string, data: object, event: Event = {}): RegisterFact[] {
  return factsTold(atDoor(type, data, event));
}

/** An event as a door has it; `type` without `council.` and version. */
export function atDoor(
  type: string,
  data: object,
  { source = 'portal', ...event }: Event = {},
): Told & { refs: References } {
  const full = `council.${type}.v1`;
  const time = event.time ?? '2026-09-29T09:00:00Z';
  const sent = { specversion: '1.0', id: 'e1', source: `urn:${source}`, type: full, ...event, time, data };
  const checked = checkEvent(sent, { types: [full], contractOf, now: LATER });
  if (!('event' in checked)) throw new Error(JSON.stringify(checked.errors));
  const fact = keyedEvent(checked.event, { source, key: testKey, council: 'stockton' });
  const { contract, data: written } = checked.event;
  return { contract, fact, written, source, key: testKey, refs: referencesIn(checked.event) };
}

/** Tells the register of an event. What became of its last fact. */
export function tellTo(write: Pick<WriteRegister, 'fact'>) {
  return async (type: string, data: object, event?: Event): Promise<Kept['stored'] | undefined> => {
    let kept: Kept | undefined;
    for (const fact of factsOf(type, data, event)) kept = await write.fact(fact);
    return kept?.stored;
  };
}
