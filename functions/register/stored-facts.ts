import { isOver, KEPT_AT_MOST } from '../../contracts/retention.ts';
import type { Key } from '../shared/ids.ts';
import type { FactOf, RegisterFact } from './register.ts';

/**
 * How facts of events rest beside each other on one item: an attribute for each fact of each source, which holds its newest
 * word and moves forward by that source's own order (`at`) in a single conditional update. Sources count in their own ways, so
 * that the word of one never moves that of another.
 */
export type StoredFact = {
  /** The source's own order: an instant, or its sequence. */
  at: number;
  /** When what it says happened, where that is another instant: between sources this decides. */
  instant?: number;
  /** When the register stored it. */
  stored_at: number;
  /** What orders two words of the same instant: the one with more weight wins. */
  weight: number;
  /** Orders two of the same weight too: the greater text wins. */
  tie?: string;
  value: Record<string, unknown>;
};

/** The attributes of a subject's facts. */
export type StoredFacts = Record<string, StoredFact>;

/** The attribute a fact is kept under. */
export function attributeOf(fact: RegisterFact): string {
  switch (fact.kind) {
    case 'hold':
      return `h_${fact.hold}`; // the source is part of a hold's name, as of a payment's
    case 'hold-ended':
      return `e_${fact.hold}`;
    case 'payment':
      return `p_${fact.payment}`;
    case 'opt-out':
      return `o_${fact.channel}_${fact.source}`;
    case 'contact':
      return `c_${fact.channel}_${fact.source}`;
    case 'first-name':
      return `n_${fact.source}`;
    case 'email-status':
      return `s_${fact.value.address}_${fact.source}`;
    case 'agreed':
      return `a_${fact.purpose}_${fact.source}`;
    case 'withdrawn':
      return `x_${fact.purpose}_${fact.source}`;
    case 'format':
      return `f_${fact.source}`;
    case 'linked':
      return `l_${fact.system}_${fact.source}`;
    case 'reporter':
      return `r_${fact.source}`;
    case 'words':
      return `w_${fact.source}`;
    case 'event':
      return `m_${fact.occasion}_${fact.source}`;
    case 'death':
      return `d_${fact.source}`;
    case 'undelivered':
      return `u_${fact.notice}`;
    case 'reply':
      return fact.word === 'WRONG' ? 'wrong' : 'stop';
  }
}

/** What is kept of a fact. */
export function storedFact(fact: RegisterFact, stored_at: number): StoredFact {
  const instant = 'instant' in fact ? { instant: fact.instant } : {};
  const tie = 'tie' in fact ? { tie: fact.tie } : {};
  const kept = (value: StoredFact['value'], weight = 0) => ({
    at: fact.at,
    ...instant,
    stored_at,
    weight,
    ...tie,
    value,
  });
  switch (fact.kind) {
    case 'hold':
      // A source that tells only whole seconds may apply and release in one: the release comes after.
      return kept(fact.value, fact.value.ended_at === null ? 0 : 1);
    case 'reply':
      // STOP and START in one instant: STOP is obeyed.
      return kept({ stopped: fact.word === 'STOP' }, fact.word === 'STOP' ? 1 : 0);
    case 'opt-out':
    case 'death':
    case 'undelivered':
      return kept({});
    default:
      return kept(fact.value);
  }
}

/** Whether a word moves on what is stored. The same word again does not. */
export const isNewer = (fact: StoredFact, than: StoredFact | undefined): boolean =>
  !than || (fact.at - than.at || fact.weight - than.weight || ((fact.tie ?? '') > (than.tie ?? '') ? 1 : 0)) > 0;

/** The people of a matter, each once. */
export const personsOf = (people: readonly { person: Key }[]): Key[] => [
  ...new Set(people.map(({ person }) => person)),
];

/** When a fact was over, an instant: null while it holds somebody back, and must go on doing so. */
function endedAt({ value }: StoredFact): number | null {
  const { paid_on, ended_at, to } = value as { paid_on?: string; ended_at?: number | null; to?: string | null };
  if (paid_on) return Date.parse(paid_on);
  return ended_at ?? (to ? Date.parse(to) : null);
}

const MOST = { s_: KEPT_AT_MOST.emails, u_: KEPT_AT_MOST.undelivered };

const tooMany = (facts: StoredFacts): [string, StoredFact][] =>
  Object.entries(MOST).flatMap(([prefix, most]) =>
    Object.entries(facts)
      .filter(([name]) => name.startsWith(prefix))
      .sort(([, a], [, b]) => b.stored_at - a.stored_at)
      .slice(most),
  );

/** What of a subject's facts need not be kept any more. */
export const removable = (facts: StoredFacts, now: number): [string, StoredFact][] => [
  ...endedIn(facts, now),
  ...tooMany(facts),
];

/** Payments and holds that are over long since; an officer's end goes with its hold. */
function endedIn(facts: StoredFacts, now: number): [string, StoredFact][] {
  const isOld = (fact: StoredFact) => {
    const since = endedAt(fact);
    return since !== null && isOver('ended fact', since, now);
  };
  const own = Object.entries(facts).filter(([name, fact]) => /^[hp]_/.test(name) && isOld(fact));
  const officers = own.flatMap(([name]) => {
    const end = `e_${name.slice('h_'.length)}`;
    return name.startsWith('h_') && facts[end] ? [[end, facts[end]] as [string, StoredFact]] : [];
  });
  return [...own, ...officers];
}

/** What of a kind names or reaches somebody, or is words about them. */
const CONTACT_DATA: Readonly<Partial<Record<RegisterFact['kind'], readonly string[]>>> = {
  contact: ['to', 'postal'],
  agreed: ['to'],
  'first-name': ['first_name'],
  reporter: ['first_name', 'contacts'],
  words: ['service_name', 'report'],
};

/** What of a person goes with their last matter. */
export const isOwnContact = (fact: RegisterFact): fact is FactOf<'contact' | 'first-name'> =>
  fact.kind === 'contact' || fact.kind === 'first-name';

/** Says on the item of somebody's other facts that contacts of their own were told, ever. Most have none: then nothing is read for them. */
export const HAS_OWN_CONTACTS = 'own';

/** A word that an address is of no use must go on being heeded: it says nothing but which. */
export const isWarning = (fact: RegisterFact): boolean => fact.kind === 'contact' && fact.value.to === null;

/** Two items of one person together: of two words of one source the newer counts. */
export const withOwnContacts = (facts: StoredFacts = {}, own: StoredFacts = {}): StoredFacts => ({
  ...facts,
  ...Object.fromEntries(
    Object.entries(own).filter(([name, word]) => !facts[name] || !isNewer(facts[name] as StoredFact, word)),
  ),
});

/** A word as history keeps it, for years: which address it was about is still known by its key. */
export function withoutContactData({ kind }: RegisterFact, word: StoredFact): StoredFact {
  const gone = CONTACT_DATA[kind] ?? [];
  return { ...word, value: Object.fromEntries(Object.entries(word.value).filter(([field]) => !gone.includes(field))) };
}
