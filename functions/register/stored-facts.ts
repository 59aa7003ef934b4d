import { isOver } from '../../contracts/retention.ts';
import { londonDate } from '../shared/calendar/london.ts';
import type { Key } from '../shared/ids.ts';
import type {
  AddressFacts,
  ContactChannel,
  Hold,
  HoldTold,
  MatterFacts,
  Payment,
  PersonFacts,
  RegisterFact,
} from './register.ts';

/**
 * How facts of events rest beside each other on one item: an attribute for each fact of each source, which holds its newest
 * word and moves forward by that source's own order (`at`) in a single conditional update. Sources count in their own ways, so
 * that the word of one never moves that of another.
 */
export type StoredFact = {
  /** The source's own order: an instant, or its sequence. */
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
      return `h_${fact.hold}`; // the source is part of a hold's name, as of a payment's
    case 'hold-ended':
      return `e_${fact.hold}`;
    case 'payment':
      return `p_${fact.payment}`;
    case 'opt-out':
      return `o_${fact.channel}_${fact.source}`;
    case 'contact':
      return `c_${fact.channel}_${fact.source}`;
    case 'death':
      return `d_${fact.source}`;
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
    case 'hold-ended':
    case 'payment':
    case 'contact':
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

/** In force until its source ends it, or an officer does. */
const holds = (facts: StoredFacts): Hold[] =>
  Object.entries(facts).flatMap(([name, { value, stored_at }]) => {
    if (!name.startsWith('h_')) return [];
    const hold = name.slice('h_'.length) as Key;
    const told = value as HoldTold;
    const officers = facts[`e_${hold}`];
    const ended_by = officers ? ({ ...officers.value, at: officers.at } as Hold['ended_by']) : null;
    const ends = [told.ended_at, officers?.at ?? null].filter((each) => each !== null);
    const ended_at = ends.length > 0 ? Math.min(...ends) : null;
    return [{ ...told, hold, ended_at, ended_by, stored_at }];
  });

const matterFacts = (facts: StoredFacts): MatterFacts => ({
  holds: holds(facts),
  payments: withPrefix(facts, 'p_').map(({ value, stored_at }) => ({ ...value, stored_at }) as Payment),
});

/** What several sources may have told: it holds since the first of them did. */
function recorded(facts: StoredFact[]) {
  const [first] = facts.toSorted((a, b) => a.stored_at - b.stored_at);
  return first && { recorded_at: first.at, stored_at: first.stored_at };
}

const newestFirst = (facts: StoredFact[]) => facts.toSorted((a, b) => b.at - a.at);

/** Whichever source told it: between them the fact's own instant decides. */
function contacts(facts: StoredFacts): Pick<PersonFacts, 'first_name' | 'contacts'> {
  const own: PersonFacts['contacts'] = {};
  for (const channel of ['sms', 'email', 'post'] as ContactChannel[]) {
    const [word] = newestFirst(withPrefix(facts, `c_${channel}_`));
    if (!word) continue;
    const { first_name: _, ...contact } = word.value as Extract<RegisterFact, { kind: 'contact' }>['value'];
    own[channel] = { ...contact, told_on: londonDate(word.at) };
  }
  const names = newestFirst(withPrefix(facts, 'c_')).map(({ value }) => value['first_name'] as string | null);
  return { contacts: own, first_name: names.find((name) => name !== null) ?? null };
}

function personFacts(facts: StoredFacts): PersonFacts {
  const [sms, email] = [recorded(withPrefix(facts, 'o_sms_')), recorded(withPrefix(facts, 'o_email_'))];
  return {
    holds: holds(facts),
    ...contacts(facts),
    opt_outs: { ...(sms && { sms }), ...(email && { email }) },
    death: recorded(withPrefix(facts, 'd_')) ?? null,
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
  matter: (facts?: StoredFacts) => matterFacts(facts ?? {}),
  person: (facts?: StoredFacts) => personFacts(facts ?? {}),
  address: (facts?: StoredFacts) => addressFacts(facts ?? {}),
};

/** Whether a word moves on what is stored. The same word again does not. */
export const isNewer = (fact: StoredFact, than: StoredFact | undefined): boolean =>
  !than || than.at < fact.at || (than.at === fact.at && than.weight < fact.weight);

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

/** Payments and holds that are over long since; an officer's end goes with its hold. */
export function endedIn(facts: StoredFacts, now: number): [string, StoredFact][] {
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
