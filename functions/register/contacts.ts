import { normaliseEmail, normaliseMobile } from '../../contracts/files/addresses.ts';
import type { Key, MakeKey } from '../shared/ids.ts';
import type { Contact, ContactChannel, MatterPerson } from './register.ts';

const READ = { sms: normaliseMobile, email: normaliseEmail, post: (lines: string) => lines.trim() || null };

/** What is written as a number, an email or a postal address (its lines joined), as the register keeps it. Whoever stores it calls this, nobody who reads it. */
export function contactOf(channel: ContactChannel, written: string, key: MakeKey): Contact {
  const to = READ[channel](written);
  return to === null ? { to } : { to, address: key('address', to) };
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

type Reached = { contacts: Partial<Record<ContactChannel, Contact>> };

/** Address keys of every number and email of these people, each once. */
export const addressesOf = (people: Iterable<Reached>): Key[] => [
  ...new Set(
    [...people].flatMap(({ contacts }) =>
      Object.values(contacts).flatMap((each) => (each.to === null ? [] : [each.address])),
    ),
  ),
];
