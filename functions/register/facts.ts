import type { Key } from '../shared/ids.ts';
import type { AccountFacts, AddressFacts, Hold, Payment, PersonFacts, RegisterFact } from './register.ts';

/**
 * How facts of events rest beside each other on one item: an attribute for each fact, which holds its newest word and
 * moves forward by the source's own order (`at`) in a single conditional update.
 */
export type StoredFact = {
  /** The source's own order: an instant. */
  at: number;
  /** When the register stored it. */
  stored_at: number;
  /** What orders two words of the same instant: the one with more weight wins. */
  weight: number;
  value: Record<string, unknown>;
};

/** The attributes of a subject's facts. */
export type StoredFacts = Record<string, StoredFact>;

/** The attribute a fact is kept under. */
export function attributeOf(fact: RegisterFact): string {
  switch (fact.kind) {
    case 'hold':
      return `h_${fact.hold}`;
    case 'payment':
      return `p_${fact.payment}`;
    case 'opt-out':
      return `o_${fact.channel}`;
    case 'death':
      return 'death';
    case 'reply':
      return fact.word === 'WRONG' ? 'wrong' : 'stop';
  }
}

/** What is kept of a fact. */
export function storedFact(fact: RegisterFact, stored_at: number): StoredFact {
  const kept = (value: StoredFact['value'], weight = 0) => ({ at: fact.at, stored_at, weight, value });
  switch (fact.kind) {
    case 'hold':
      // A source that tells only whole seconds may apply and release in one: the release comes after.
      return kept(fact.value, fact.value.ended_at === null ? 0 : 1);
    case 'payment':
      return kept(fact.value);
    case 'reply':
      // STOP and START in one instant: STOP is obeyed.
      return kept({ stopped: fact.word === 'STOP' }, fact.word === 'STOP' ? 1 : 0);
    default:
      return kept({});
  }
}

const withPrefix = (facts: StoredFacts, prefix: string) =>
  Object.entries(facts).flatMap(([name, fact]) => (name.startsWith(prefix) ? [fact] : []));

const holds = (facts: StoredFacts): Hold[] =>
  withPrefix(facts, 'h_').map(({ value, stored_at }) => ({ ...value, stored_at }) as Hold);

const accountFacts = (facts: StoredFacts): AccountFacts => ({
  holds: holds(facts),
  payments: withPrefix(facts, 'p_').map(({ value, stored_at }) => ({ ...value, stored_at }) as Payment),
});

const recorded = (fact: StoredFact | undefined) => fact && { recorded_at: fact.at, stored_at: fact.stored_at };

function personFacts(facts: StoredFacts): PersonFacts {
  const [sms, email] = [recorded(facts['o_sms']), recorded(facts['o_email'])];
  return {
    holds: holds(facts),
    opt_outs: { ...(sms && { sms }), ...(email && { email }) },
    death: recorded(facts['death']) ?? null,
  };
}

const told = (fact: StoredFact | undefined) => (fact ? { at: fact.at, stored_at: fact.stored_at } : null);

function addressFacts(facts: StoredFacts): AddressFacts {
  const { stop, wrong } = facts;
  return {
    stopped: stop?.value['stopped'] ? told(stop) : null,
    wrong: told(wrong),
  };
}

/** Every subject's facts as a reader sees them, none where nothing was told. */
export const viewOf = {
  account: (facts?: StoredFacts) => accountFacts(facts ?? {}),
  person: (facts?: StoredFacts) => personFacts(facts ?? {}),
  address: (facts?: StoredFacts) => addressFacts(facts ?? {}),
};

/** Whether a word moves on what is stored. The same word again does not. */
export const isNewer = (fact: StoredFact, than: StoredFact | undefined): boolean =>
  !than || than.at < fact.at || (than.at === fact.at && than.weight < fact.weight);

/** People on a debt, each once. */
export const personsOn = (rows: readonly { person: Key }[]): Key[] => [...new Set(rows.map(({ person }) => person))];
