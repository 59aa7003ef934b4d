import { KEPT_AT_MOST } from '../../contracts/retention.ts';
import { runOfEvents } from '../shared/matter.ts';
import type { FactOf, Matter, MatterEvent, MatterPerson, RegisterFact } from './register.ts';
import type { StoredFact, StoredFacts } from './stored-facts.ts';

// What events told about one matter, and who reported it: attributes of the matter's own item.

/** The word whose own instant is the latest, whichever source told it. Of the same instant: always the same one, in whatever order they came. */
export const newestOf = <Value>(facts: StoredFact[]): (StoredFact & { value: Value }) | undefined =>
  newestFirst(facts)[0] as (StoredFact & { value: Value }) | undefined;

const newestFirst = (facts: StoredFact[]): StoredFact[] =>
  facts.toSorted((a, b) => instantOf(b) - instantOf(a) || (written(a) < written(b) ? -1 : 1));

/** All that sources have told together: of each field the newest word, since one source may leave out what another said. */
export const togetherOf = <Value extends object>(facts: StoredFact[]): Partial<Value> =>
  Object.assign(
    {},
    ...newestFirst(facts)
      .map(({ value }) => value)
      .toReversed(),
  ) as Partial<Value>;

const written = ({ value }: StoredFact): string => JSON.stringify(value);

/** When what it says happened, as the source has it. Between sources this decides, never the order of one of them. */
const instantOf = ({ instant, at }: StoredFact): number => instant ?? at;

const isEvent = (name: string): boolean => name.startsWith('m_');

/** In the order in which the register learnt of them. */
export const eventsIn = (own: StoredFacts): MatterEvent[] =>
  Object.entries(own)
    .flatMap(([name, { value, at, stored_at }]) =>
      isEvent(name) ? [{ ...(value as Omit<MatterEvent, 'order' | 'stored_at'>), order: at, stored_at }] : [],
    )
    .sort((a, b) => a.stored_at - b.stored_at || (a.id < b.id ? -1 : 1));

/** The people of a matter: those whom its own state has, then those whom events name, each once. */
function peopleOf(people: readonly MatterPerson[], own: StoredFacts): MatterPerson[] {
  const all = [...people];
  for (const { person, ref } of eventsIn(own).flatMap((event) => event.people))
    if (!all.some((each) => each.person === person)) all.push({ person, ref, first_name: '', contacts: {} });
  const told = Object.entries(own).flatMap(([name, fact]) => (name.startsWith('r_') ? [fact] : []));
  const reporter = newestOf<MatterPerson>(told)?.value;
  if (!reporter) return all;
  const known = all.findIndex(({ person }) => person === reporter.person);
  return known === -1 ? [...all, reporter] : all.with(known, reporter);
}

/** Told of a matter by an event, and kept with it. */
export type FactOfMatter = FactOf<'event' | 'reporter' | 'words'>;
export const isOfMatter = (fact: RegisterFact): fact is FactOfMatter =>
  fact.kind === 'event' || fact.kind === 'reporter' || fact.kind === 'words';

/** A matter of which events alone have told: any extract is newer. A debt has no rows then. */
export function matterOfEvents({ subject, ref }: FactOfMatter): Matter {
  const about = subject.matter;
  const state = about.account ? { rows: [], refused: [] } : null;
  return { about, ref, run: '', told_at: 0, people: [], state };
}

/** A matter as it is with what events told of it: its people, and who told of it last where no extract did. */
export function withEvents(matter: Matter, own: StoredFacts): Matter {
  const last = eventsIn(own).at(-1);
  const people = peopleOf(matter.people, own);
  if (matter.told_at > 0 || !last) return { ...matter, people };
  const told_at = matter.about.account ? matter.told_at : last.stored_at;
  return { ...matter, people, run: runOfEvents(last.source, last.at), told_at };
}

/** The oldest events of a matter, where it has more than it can hold: a source may send for ever. */
export function crowdedOut(own: StoredFacts): [string, StoredFact][] {
  const newestFirst = Object.entries(own)
    .filter(([name]) => isEvent(name))
    .sort(([, a], [, b]) => b.stored_at - a.stored_at);
  let bytes = 0;
  return newestFirst.filter(([, fact]) => {
    bytes += Buffer.byteLength(JSON.stringify(fact));
    return bytes > KEPT_AT_MOST.events;
  });
}
