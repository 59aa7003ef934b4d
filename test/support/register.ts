import { addressesOf } from '../../functions/register/contacts.ts';
import { type Debt, type DebtView, debtKey, debtViewOf, matterOfDebt } from '../../functions/register/debt.ts';
import type {
  Matter,
  NewestExtract,
  ReadRegister,
  References,
  Stored,
  WriteRegister,
} from '../../functions/register/register.ts';
import { isOfMatter, matterOfEvents, withEvents } from '../../functions/register/stored-events.ts';
import {
  attributeOf,
  isNewer,
  personsOf,
  type StoredFacts,
  storedFact,
} from '../../functions/register/stored-facts.ts';
import { linkedTo, matterOf, personOf, subjectOf, toldOf } from '../../functions/register/table.ts';
import { viewOf } from '../../functions/register/view-of.ts';
import type { Now } from '../../functions/shared/clock.ts';
import { type Key, keysWith } from '../../functions/shared/ids.ts';
import type { About } from '../../functions/shared/matter.ts';
import { copyOf } from './copy.ts';

/** The reference key of tests. */
export const testKey = keysWith('a reference key for tests only, 0123456789');
/** The key of a debt. */
export const testDebt = (account_ref: string, bill_year = '2026-27') =>
  debtKey(testKey('account', account_ref), bill_year);

/** Both ports in one. `debt` is for tests of debts: it reads when it is given a key and writes when it is given a debt. */
export type Register = ReadRegister &
  WriteRegister & { debt: ((debt: Key) => Promise<DebtView | null>) & ((debt: Debt) => Promise<Stored>) };

export function withDebts(ports: ReadRegister & WriteRegister): Register {
  const read = async (id: Key) => {
    const view = await ports.matter({ kind: 'debt', id });
    return view && debtViewOf(view);
  };
  const debt = (asked: Key | Debt) => (typeof asked === 'string' ? read(asked) : ports.keep(matterOfDebt(asked)));
  return { ...ports, debt: debt as Register['debt'] };
}

/** The register in memory. It passes the same suite as the table (test/support/register-port-suite.ts). */
export function inMemoryRegister(now: Now): Register & { everything: () => unknown; count: () => number } {
  const matters = new Map<string, Matter>();
  const facts = new Map<string, StoredFacts>();
  const ownFacts = new Map<string, StoredFacts>();
  const links = new Map<string, Set<string>>();
  const references = new Map<string, References>();
  let newest: NewestExtract | null = null;

  const link = (about: About, named: readonly { person: Key }[]) => {
    const { account } = about;
    const people = personsOf(named).map((person) => ({ person }));
    for (const subject of [...(account ? [{ account }] : []), ...people]) {
      const at = subjectOf(subject);
      links.set(at, (links.get(at) ?? new Set()).add(matterOf(about)));
    }
  };

  const read: ReadRegister = {
    matter: async (name) => {
      const kept = matters.get(matterOf(name));
      if (!kept) return null;
      const own = ownFacts.get(matterOf(name)) ?? {};
      const matter = withEvents(kept, own);
      const persons = personsOf(matter.people);
      const people = new Map(persons.map((person) => [person, viewOf.person(facts.get(personOf(person)))]));
      const addresses = addressesOf([...matter.people, ...people.values()]);
      return copyOf({
        matter,
        told: viewOf.matter(facts.get(toldOf(matter.about)), own),
        people,
        addresses: new Map(addresses.map((address) => [address, viewOf.address(facts.get(subjectOf({ address })))])),
        newest,
      });
    },
    mattersOf: async (subject) => {
      if ('matter' in subject) return [subject.matter];
      const linked = [...(links.get(subjectOf(subject)) ?? [])];
      const year = (of: string) => matters.get(of)?.about.bill_year ?? '';
      return linked.sort((a, b) => (year(a) < year(b) ? 1 : -1)).map(linkedTo);
    },
    person: async (person) => copyOf(viewOf.person(facts.get(personOf(person)))),
    references: async (event) => copyOf(references.get(event) ?? null),
  };

  const write: WriteRegister = {
    keep: async (matter) => {
      const of = matterOf(matter.about);
      if ((matters.get(of)?.told_at ?? 0) > matter.told_at) return 'stale';
      matters.set(of, copyOf(matter));
      link(matter.about, matter.people);
      return 'stored';
    },
    newestExtract: async (extract) => {
      if (newest && newest.extracted_at > extract.extracted_at) return 'stale';
      if (newest?.run === extract.run) return 'already';
      newest = copyOf(extract);
      return 'stored';
    },
    fact: async (fact) => {
      const subject = subjectOf(fact.subject);
      const at = isOfMatter(fact) ? ownFacts : facts;
      if (fact.kind === 'event') link(fact.subject.matter, fact.value.people);
      if (isOfMatter(fact) && !matters.has(subject)) matters.set(subject, matterOfEvents(fact));
      const known = at.get(subject) ?? {};
      const name = attributeOf(fact);
      const before = known[name];
      const word = storedFact(fact, now());
      if (before && !isNewer(word, before)) {
        if (!isNewer(before, word)) return { stored: 'already', stored_at: before.stored_at };
        return { stored: 'stale', stored_at: before.stored_at, known: copyOf(before.value) };
      }
      at.set(subject, { ...known, [name]: copyOf(word) });
      return { stored: 'stored', stored_at: word.stored_at };
    },
    keepReferences: async (event, refs) => {
      if (Object.keys(refs).length > 0) references.set(event, copyOf(refs));
    },
  };
  const sorted = <Value>(of: Map<string, Value>) => [...of].sort(([a], [b]) => (a < b ? -1 : 1));
  const everything = () =>
    copyOf({
      ...{ matters: sorted(matters), facts: sorted(facts), own: sorted(ownFacts), newest },
      references: sorted(references),
      links: sorted(links).map(([at, to]) => [at, [...to].sort()]),
    });
  return { ...withDebts({ ...read, ...write }), everything, count: () => matters.size };
}
