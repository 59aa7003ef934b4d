import type { MatterEvent, MatterPerson } from './register.ts';
import type { StoredFact, StoredFacts } from './stored-facts.ts';

// What events told about one matter, and who reported it: attributes of the matter's own item.

/** The word whose own instant is the latest, whichever source told it. Of the same instant: the one that was stored last. */
export function newestOf<Value>(facts: StoredFact[]): (StoredFact & { value: Value }) | undefined {
  const [newest] = facts.toSorted((a, b) => instantOf(b) - instantOf(a) || b.stored_at - a.stored_at);
  return newest as (StoredFact & { value: Value }) | undefined;
}

/** When what it says happened, as the source has it. Between sources this decides, never the order of one of them. */
const instantOf = ({ instant, at }: StoredFact): number => instant ?? at;

export const isEvent = (name: string): boolean => name.startsWith('m_');

/** In the order in which the register learnt of them. */
export const eventsIn = (own: StoredFacts): MatterEvent[] =>
  Object.entries(own)
    .flatMap(([name, { value, at, stored_at }]) =>
      isEvent(name) ? [{ ...(value as Omit<MatterEvent, 'order' | 'stored_at'>), order: at, stored_at }] : [],
    )
    .sort((a, b) => a.stored_at - b.stored_at || (a.id < b.id ? -1 : 1));

/** The people of a matter: those whom its own state has, then those whom events name, each once. */
export function peopleOf(people: readonly MatterPerson[], own: StoredFacts): MatterPerson[] {
  const all = [...people];
  for (const { person, ref } of eventsIn(own).flatMap((event) => event.people))
    if (!all.some((each) => each.person === person)) all.push({ person, ref, first_name: '', contacts: {} });
  const told = Object.entries(own).flatMap(([name, fact]) => (name.startsWith('r_') ? [fact] : []));
  const reporter = newestOf<MatterPerson>(told)?.value;
  if (!reporter) return all;
  const known = all.findIndex(({ person }) => person === reporter.person);
  return known === -1 ? [...all, reporter] : all.with(known, reporter);
}
