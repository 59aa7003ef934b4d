import type { MatterTold } from '../../contracts/envelope.ts';
import { digest, type Key, type MakeKey } from '../shared/ids.ts';
import type { About } from '../shared/matter.ts';
import { contactOf } from './contacts.ts';
import { debtKey } from './debt.ts';
import type { MatterEvent, MatterPerson, MatterWords, RegisterFact } from './register.ts';
import { orderOf, type Told, tieOf } from './told.ts';

type Written = Readonly<Record<string, unknown>>;

/** Which matter an event is about, from its references as its source wrote them. */
export function aboutOf({ kind, ref, bill_year }: MatterTold, written: Written, key: MakeKey): About {
  const own = written[ref] as string;
  if (bill_year === undefined) return { kind, id: key('matter', kind, own) };
  const year = written[bill_year] as string;
  const account = key('account', own);
  return { kind, id: debtKey(account, year), account, bill_year: year };
}

/** What is kept of an event about a matter: who reported it and its words, then the event itself. */
export function matterFacts(told: Told, matter: MatterTold): RegisterFact[] {
  const { fact, written, source, key } = told;
  const about = aboutOf(matter, written, key);
  const common = {
    subject: { matter: about },
    ref: written[matter.ref] as string,
    source,
    at: orderOf(fact),
    tie: tieOf(fact),
    instant: Date.parse(fact.time),
    open_until: openUntil(matter, written),
  };
  const reporter = matter.reporter && (written[matter.reporter] as Reporter | undefined);
  const given = (matter.words ?? []).filter((field) => written[field] !== undefined);
  const words = Object.fromEntries(given.map((field) => [field, written[field]])) as MatterWords;
  return [
    ...(reporter ? [{ kind: 'reporter' as const, ...common, value: reporterOf(reporter, about.id, key) }] : []),
    ...(matter.words ? [{ kind: 'words' as const, ...common, value: words }] : []),
    { kind: 'event', ...common, occasion: occasionOf(told, matter), value: eventOf(told, matter, about) },
  ];
}

/** The newest word of each is kept: what it says of this matter on this occasion. */
function occasionOf({ contract, fact }: Told, { occasion }: MatterTold): string {
  const data = fact.data as Written;
  return digest(contract.type, ...occasion.map((field) => JSON.stringify(data[field])));
}

function eventOf(told: Told, matter: MatterTold, { id }: About): Omit<MatterEvent, 'order' | 'stored_at'> {
  const { contract, fact, written, source } = told;
  const data = fact.data as Written;
  const refs = Object.keys(contract.references ?? {}).flatMap((field) =>
    typeof written[field] === 'string' ? [[field, written[field]]] : [],
  );
  const named = (from: Written) => (matter.people === undefined ? [] : [from[matter.people]].flat());
  const own = named(written);
  const people = named(data).map((person, i) => ({ person: person as Key, ref: own[i] as string }));
  return {
    type: contract.type,
    data: { ...data, ...documentsOf(told) },
    refs: Object.fromEntries(refs),
    source,
    at: Date.parse(fact.time),
    id: fact.id,
    people: matter.reported ? [{ person: id, ref: '' }] : people,
  };
}

/** Documents by the names that they have where they lie. */
const documentsOf = ({ contract: { documents = [] }, written }: Told): Written =>
  Object.fromEntries(documents.flatMap((field) => (written[field] === undefined ? [] : [[field, written[field]]])));

type Reporter = { name?: string; mobile?: string; email?: string };

const reporterOf = ({ name, mobile, email }: Reporter, person: Key, key: MakeKey): MatterPerson => ({
  person,
  ref: '',
  first_name: name ?? '',
  contacts: {
    ...(mobile !== undefined && { sms: { ...contactOf('sms', mobile, key), verified_at: null } }),
    ...(email !== undefined && { email: { ...contactOf('email', email, key), verified_at: null } }),
  },
});

/** The latest instant that it names; null if it names none. */
function openUntil({ open_until = [] }: MatterTold, written: Written): number | null {
  const named = open_until.flatMap((field) => (typeof written[field] === 'string' ? [Date.parse(written[field])] : []));
  return named.length > 0 ? Math.max(...named) : null;
}
