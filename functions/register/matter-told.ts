import type { CloudEvent, Contract } from '../../contracts/envelope.ts';
import type { Key } from '../shared/ids.ts';
import { runOfEvents } from '../shared/matter.ts';
import type { Matter } from './register.ts';

/** An event as it goes on the bus, and its data as its source wrote it: with references that officers know. */
type Told = { fact: CloudEvent; data: Readonly<Record<string, unknown>> };

/** The matter that an event tells of, in its new state, which is what the fact says; null if its contract names none. */
export function matterTold({ matter }: Contract, { fact, data }: Told): Matter | null {
  if (!matter) return null;
  const keyed = fact.data as Readonly<Record<string, unknown>>;
  const person = { person: keyed[matter.person] as Key, ref: data[matter.person] as string };
  return {
    about: { kind: matter.kind, id: keyed[matter.ref] as Key },
    ref: data[matter.ref] as string,
    run: runOfEvents(fact.time),
    told_at: Date.parse(fact.time),
    people: [{ ...person, first_name: '', contacts: {} }],
    state: keyed,
  };
}
