import { contractOf } from '../../contracts/catalogue.ts';
import type { CloudEvent, Contract } from '../../contracts/envelope.ts';
import type { ContactField, Subscriber } from '../../contracts/subscriber.ts';
import type { Key } from '../shared/ids.ts';
import { keysIn, withNames } from './keys-in.ts';
import { type NamesOf, namesOf } from './names-of.ts';
import type { PersonFacts, PostalAddress, ReadRegister } from './register.ts';

/** Contact data as they are told: null where the register has none. */
export type ContactShown = Partial<Record<ContactField, string | PostalAddress | null>>;

/** One fact in names that one subscriber can read. */
export type InNames = {
  /** What the fact is about. */
  subject: string;
  /** Without contact data, and without hashes of ours. */
  data: Readonly<Record<string, unknown>>;
  /** Exactly the fields of the subscriber; none where it may have none, or where the fact names no one person. */
  contact?: ContactShown;
  /** Fields of `contact` that have a value: what is disclosed by telling it. */
  disclosed: ContactField[];
};

/**
 * A fact as a subscriber is told it now: reads are consistent, so that links and contact data are those of this instant.
 * Null if what its references stand for is known no more.
 */
export type NameForSubscriber = (
  event: CloudEvent,
  subscriber: Pick<Subscriber, 'name' | 'fields'>,
) => Promise<InNames | null>;

type Data = Readonly<Record<string, unknown>>;

/** By whom or what facts go in order: the keyed hash of the person, else of what it is about, else each by itself. */
export const personOf = ({ id, subject, data }: Pick<CloudEvent, 'id' | 'subject' | 'data'>): string =>
  ((data as Data)['person_ref'] as string | undefined) ?? subject ?? id;

const FIELD_OF: Readonly<Record<ContactField, (facts: PersonFacts) => string | PostalAddress | null>> = {
  first_name: ({ first_name }) => first_name,
  mobile: ({ contacts }) => contacts.sms?.to ?? null,
  email: ({ contacts }) => contacts.email?.to ?? null,
  postal_address: ({ contacts }) => contacts.post?.postal ?? null,
};

export function nameForSubscriber(
  register: Pick<ReadRegister, 'matter' | 'mattersOf' | 'person' | 'references'>,
): NameForSubscriber {
  const readNames: NamesOf = namesOf(register);
  return async (event, { name: system, fields }) => {
    const contract = contractOf(event.type);
    if (!contract) return null;
    const data = event.data as Data;
    const keys = keysIn(contract, data);
    const persons = keys.filter(({ of }) => of === 'person').map(({ key }) => key);
    const [own, facts] = await Promise.all([
      readNames(event, keys),
      Promise.all(persons.map(async (key) => [key, await register.person(key)] as const)),
    ]);
    const links = facts.flatMap(([key, { links: by }]) => (by[system] ? [[key, by[system]] as const] : []));
    const names = new Map<Key, string>([...own, ...links]);
    if (!keys.every(({ key }) => names.has(key))) return null;
    const one = facts.find(([key]) => key === data['person_ref'])?.[1];
    return {
      subject: subjectOf(event, contract, names),
      data: withNames(contract, data, names),
      ...contactOf(one, fields),
    };
  };
}

/** Of a debt the account: its own key is of account and year. What is about nothing is called by its id. */
function subjectOf(event: CloudEvent, { matter }: Contract, names: ReadonlyMap<Key, string>): string {
  const data = event.data as Data;
  const keys = [personOf(event), data[matter?.ref ?? 'account_ref'] as string | undefined];
  return keys.map((key) => names.get(key as Key)).find((name) => name !== undefined) ?? event.id;
}

function contactOf(
  person: PersonFacts | undefined,
  fields: readonly ContactField[],
): Pick<InNames, 'contact' | 'disclosed'> {
  if (!person || fields.length === 0) return { disclosed: [] };
  const contact: ContactShown = Object.fromEntries(fields.map((field) => [field, FIELD_OF[field](person)]));
  return { contact, disclosed: fields.filter((field) => contact[field] !== null) };
}
