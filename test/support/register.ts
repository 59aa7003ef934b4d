import { addressesOf } from '../../functions/register/contacts.ts';
import type { Debt, NewestExtract, ReadRegister, WriteRegister } from '../../functions/register/register.ts';
import {
  attributeOf,
  isNewer,
  personsOn,
  type StoredFacts,
  storedFact,
  viewOf,
} from '../../functions/register/stored-facts.ts';
import { subjectOf } from '../../functions/register/table.ts';
import type { Now } from '../../functions/shared/clock.ts';
import { type Key, keysWith } from '../../functions/shared/ids.ts';
import { copyOf } from './copy.ts';

/** The reference key of tests. */
export const testKey = keysWith('a reference key for tests only, 0123456789');

/**
 * The register in memory, both ports in one: `debt` reads when it is given a key and writes when it is given a debt.
 * It passes the same suite as the table (test/support/register-port-suite.ts).
 */
export function inMemoryRegister(now: Now, key = testKey): ReadRegister & WriteRegister {
  const debts = new Map<Key, Debt>();
  const facts = new Map<string, StoredFacts>();
  const links = new Map<string, Set<Key>>();
  let newest: NewestExtract | null = null;
  const of = (subject: Parameters<typeof subjectOf>[0]) => facts.get(subjectOf(subject));

  const read: ReadRegister = {
    debt: async (id) => {
      const debt = debts.get(id);
      if (!debt) return null;
      return copyOf({
        debt,
        account: viewOf.account(of({ account: debt.account })),
        persons: new Map(personsOn(debt.rows).map((person) => [person, viewOf.person(of({ person }))])),
        addresses: new Map(addressesOf(debt.rows, key).map((address) => [address, viewOf.address(of({ address }))])),
        newest,
      });
    },
    debtsOf: async (subject) => {
      const linked = [...(links.get(subjectOf(subject)) ?? [])].flatMap((id) => debts.get(id) ?? []);
      return linked.sort((a, b) => (a.bill_year < b.bill_year ? 1 : -1)).map(({ debt }) => debt);
    },
  };

  const write: WriteRegister = {
    debt: async (debt) => {
      if ((debts.get(debt.debt)?.extracted_at ?? 0) > debt.extracted_at) return 'stale';
      debts.set(debt.debt, copyOf(debt));
      for (const subject of [{ account: debt.account }, ...personsOn(debt.rows).map((person) => ({ person }))]) {
        const of = subjectOf(subject);
        links.set(of, (links.get(of) ?? new Set()).add(debt.debt));
      }
      return 'stored';
    },
    newestExtract: async (extract) => {
      if (newest && newest.extracted_at > extract.extracted_at) return 'stale';
      if (newest?.extract_id === extract.extract_id) return 'already';
      newest = copyOf(extract);
      return 'stored';
    },
    fact: async (fact) => {
      const subject = subjectOf(fact.subject);
      const known = facts.get(subject) ?? {};
      const name = attributeOf(fact);
      const before = known[name];
      const word = storedFact(fact, now());
      if (before && !isNewer(word, before)) {
        if (!isNewer(before, word)) return { stored: 'already', stored_at: before.stored_at };
        return { stored: 'stale', stored_at: before.stored_at, known: copyOf(before.value) };
      }
      facts.set(subject, { ...known, [name]: copyOf(word) });
      return { stored: 'stored', stored_at: word.stored_at };
    },
  };
  const debt = (asked: Key | Debt) => (typeof asked === 'string' ? read.debt(asked) : write.debt(asked));
  return { ...read, ...write, debt: debt as ReadRegister['debt'] & WriteRegister['debt'] };
}
