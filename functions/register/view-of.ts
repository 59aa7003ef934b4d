import { londonDate } from '../shared/calendar/london.ts';
import type { Key } from '../shared/ids.ts';
import type {
  AddressFacts,
  ContactChannel,
  FactOf,
  Hold,
  HoldTold,
  MatterFacts,
  Payment,
  PersonFacts,
  Purpose,
} from './register.ts';
import { eventsIn, newestOf, togetherOf } from './stored-events.ts';
import type { StoredFact, StoredFacts } from './stored-facts.ts';

type Value<Kind extends 'contact' | 'first-name' | 'email-status' | 'agreed' | 'withdrawn' | 'format' | 'linked'> =
  FactOf<Kind>['value'];

const named = (facts: StoredFacts, prefix: string) =>
  Object.entries(facts).flatMap(([name, fact]) => (name.startsWith(prefix) ? [[name, fact] as const] : []));
const withPrefix = (facts: StoredFacts, prefix: string) => named(facts, prefix).map(([, fact]) => fact);

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

/** @param own what was told of the matter alone: of a debt, the rest is told of its account. */
const matterFacts = (facts: StoredFacts, own: StoredFacts): MatterFacts => ({
  holds: holds(facts),
  payments: withPrefix(facts, 'p_').map(({ value, stored_at }) => ({ ...value, stored_at }) as Payment),
  events: eventsIn(own),
  words: togetherOf<MatterFacts['words']>(withPrefix(own, 'w_')),
});

/** What several sources may have told: it holds since the first of them did. */
function recorded(facts: StoredFact[]) {
  const [first] = facts.toSorted((a, b) => a.stored_at - b.stored_at);
  return first && { recorded_at: first.at, stored_at: first.stored_at };
}

function contacts(facts: StoredFacts): Pick<PersonFacts, 'first_name' | 'contacts' | 'email_status'> {
  const own: PersonFacts['contacts'] = {};
  for (const channel of ['sms', 'email', 'post'] as ContactChannel[]) {
    const word = newestOf<Value<'contact'>>(withPrefix(facts, `c_${channel}_`))?.value;
    if (word) own[channel] = { ...word, told_on: londonDate(word.changed_at) };
  }
  return {
    contacts: own,
    first_name: newestOf<Value<'first-name'>>(withPrefix(facts, 'n_'))?.value.first_name ?? null,
    email_status: emailStatus(facts),
  };
}

function emailStatus(facts: StoredFacts): PersonFacts['email_status'] {
  const told = withPrefix(facts, 's_');
  const addresses = new Set(told.map(({ value }) => value['address'] as Key));
  return Object.fromEntries(
    [...addresses].map((address) => {
      const of = told.filter(({ value }) => value['address'] === address);
      return [address, newestOf<Value<'email-status'>>(of)?.value.status];
    }),
  ) as PersonFacts['email_status'];
}

/**
 * The newest word of each source by its own order, and of those the one whose own instant is the latest. An agreement and a
 * withdrawal of the same instant: nobody is sent anything by email whom that might not reach.
 */
function consents(facts: StoredFacts): PersonFacts['consents'] {
  const found: PersonFacts['consents'] = {};
  for (const purpose of ['ct-statutory', 'hb', 'cts'] as Purpose[]) {
    const agreements = named(facts, `a_${purpose}_`);
    const withdrawals = named(facts, `x_${purpose}_`);
    if (agreements.length === 0 && withdrawals.length === 0) continue;
    const agreed = newestOf<Value<'agreed'>>(agreements.map(([, fact]) => fact))?.value ?? null;
    const agreedBy = (source: string) => facts[`a_${purpose}_${source}`];
    const withdrawnBy = (source: string) => facts[`x_${purpose}_${source}`];
    const sources = [...agreements, ...withdrawals].map(([name]) => name.slice(`a_${purpose}_`.length));
    const words = [...new Set(sources)].map((source) => {
      const [a, x] = [agreedBy(source), withdrawnBy(source)];
      return x && (!a || x.at >= a.at)
        ? { out: true, instant: x.instant as number }
        : { out: false, instant: a?.instant as number };
    });
    const last = words.reduce((a, b) => (b.instant > a.instant || (b.instant === a.instant && b.out) ? b : a));
    found[purpose] = { agreed, withdrawn_at: last.out ? last.instant : null };
  }
  return found;
}

/** By system. An attribute is named by both system and source, of which only the source has no underscore. */
function links(facts: StoredFacts): PersonFacts['links'] {
  const bySystem = new Map<string, StoredFact[]>();
  for (const [name, fact] of named(facts, 'l_')) {
    const system = name.slice('l_'.length, name.lastIndexOf('_'));
    bySystem.set(system, [...(bySystem.get(system) ?? []), fact]);
  }
  const newest = [...bySystem].map(([system, told]) => [system, newestOf<Value<'linked'>>(told)?.value.system_ref]);
  return Object.fromEntries(newest);
}

function personFacts(facts: StoredFacts): PersonFacts {
  const [sms, email] = [recorded(withPrefix(facts, 'o_sms_')), recorded(withPrefix(facts, 'o_email_'))];
  const format = newestOf<Value<'format'>>(withPrefix(facts, 'f_'));
  return {
    holds: holds(facts),
    ...contacts(facts),
    consents: consents(facts),
    format: format?.value ?? null,
    opt_outs: { ...(sms && { sms }), ...(email && { email }) },
    death: recorded(withPrefix(facts, 'd_')) ?? null,
    links: links(facts),
  };
}

const told = (fact: StoredFact | undefined) => (fact ? { at: fact.at, stored_at: fact.stored_at } : null);

function addressFacts(facts: StoredFacts): AddressFacts {
  const { stop, wrong } = facts;
  return {
    stopped: stop?.value['stopped'] ? told(stop) : null,
    wrong: told(wrong),
    undelivered: withPrefix(facts, 'u_')
      .map(({ at, stored_at }) => ({ at, stored_at }))
      .sort((a, b) => b.at - a.at),
  };
}

/** Every subject's facts as a reader sees them, none where nothing was told. */
export const viewOf = {
  matter: (facts?: StoredFacts, own?: StoredFacts) => matterFacts(facts ?? {}, own ?? {}),
  person: (facts?: StoredFacts) => personFacts(facts ?? {}),
  address: (facts?: StoredFacts) => addressFacts(facts ?? {}),
};
