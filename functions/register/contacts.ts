import { normaliseEmail, normaliseMobile } from '../../contracts/files/addresses.ts';
import type { Key, MakeKey } from '../shared/ids.ts';
import type { Consent, Contact, ContactChannel, ContactStatus, FactOf, MatterPerson, Purpose } from './register.ts';

/** A postal address as a source writes it. */
export type PostalAddress = { lines: readonly string[]; postcode: string };

/** Its lines and the postcode in capitals with one space, in one text, as a letter is said to go to. */
const postal = ({ lines, postcode }: PostalAddress): string =>
  [
    ...lines.map((line) => line.trim()),
    postcode
      .replaceAll(/\s/g, '')
      .toUpperCase()
      .replace(/(...)$/, ' $1'),
  ].join(', ');

const READ = { sms: normaliseMobile, email: normaliseEmail, post: (lines: string) => lines.trim() || null };

/**
 * What is written as a number, an email or a postal address, as the register keeps it. Writers call this; readers
 * do not.
 */
export function contactOf(channel: ContactChannel, written: string | PostalAddress, key: MakeKey): Contact {
  const to = typeof written === 'string' ? READ[channel](written) : postal(written);
  return to === null ? { to } : { to, address: key('address', to) };
}

type Word = { channel: ContactChannel; written: string | PostalAddress; status: ContactStatus; changed_at: number };

/** A word on somebody's own number, email or postal address: none is to be used after one that it failed or is another's. */
export function wordOnContact(
  { channel, written, status, changed_at }: Word,
  key: MakeKey,
): FactOf<'contact'>['value'] {
  const contact = contactOf(channel, written, key);
  const speaks_of = contact.to === null ? null : contact.address;
  const usable: Contact = status === 'verified' || status === 'unverified' ? contact : { to: null };
  return { ...usable, status, changed_at, speaks_of };
}

type Written = { text: string; verified_at: string | null; opted_out: boolean };

/**
 * What a matter's source has written of one person. What says nothing is left out: most debts fit in the kilobyte that
 * DynamoDB bills as one unit.
 */
export function contactsTold(written: Record<'sms' | 'email', Written>, key: MakeKey): MatterPerson['contacts'] {
  const contacts: MatterPerson['contacts'] = {};
  for (const channel of ['sms', 'email'] as const) {
    const { text, verified_at, opted_out } = written[channel];
    const contact = contactOf(channel, text, key);
    if (contact.to !== null || verified_at !== null || opted_out)
      contacts[channel] = { ...contact, verified_at, ...(opted_out && { opted_out }) };
  }
  return contacts;
}

type Reached = {
  contacts: Partial<Record<ContactChannel, Contact>>;
  consents?: Partial<Record<Purpose, Pick<Consent, 'agreed'>>>;
};

/** Address keys of every number, email and postal address of these people, and of those agreed to, each once. */
export const addressesOf = (people: Iterable<Reached>): Key[] => [
  ...new Set(
    [...people]
      .flatMap(({ contacts, consents = {} }) => [
        ...Object.values(contacts),
        ...Object.values(consents).flatMap(({ agreed }) => agreed ?? []),
      ])
      .flatMap((each) => (each.to === null ? [] : [each.address])),
  ),
];
