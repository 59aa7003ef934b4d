import { normaliseEmail, normaliseMobile } from '../../contracts/files/addresses.ts';
import type { Key, MakeKey } from '../shared/ids.ts';
import type {
  Consent,
  Contact,
  ContactChannel,
  ContactStatus,
  FactOf,
  MatterPerson,
  PostalAddress,
  Purpose,
} from './register.ts';

/** A postal address as a source writes it, with its postcode in capitals with one space. */
const tidied = ({ lines, postcode }: PostalAddress): PostalAddress => ({
  lines: lines.map((line) => line.trim()),
  postcode: postcode
    .replaceAll(/\s/g, '')
    .toUpperCase()
    .replace(/(...)$/, ' $1'),
});

/** In one text, as a letter is said to go to. */
const inOneText = ({ lines, postcode }: PostalAddress): string => [...lines, postcode].join(', ');

const READ = { sms: normaliseMobile, email: normaliseEmail, post: (lines: string) => lines.trim() || null };

/**
 * What is written as a number, an email or a postal address, as the register keeps it. Writers call this; readers
 * do not.
 */
export function contactOf(channel: ContactChannel, written: string | PostalAddress, key: MakeKey): Contact {
  const to = typeof written === 'string' ? READ[channel](written) : inOneText(tidied(written));
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
  const isUsable = status === 'verified' || status === 'unverified';
  const usable: Contact = isUsable ? contact : { to: null };
  const postal = isUsable && typeof written !== 'string' ? { postal: tidied(written) } : {};
  return { ...usable, ...postal, status, changed_at, speaks_of };
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
