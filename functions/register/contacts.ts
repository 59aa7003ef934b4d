import { normaliseEmail, normaliseMobile } from '../../contracts/files/addresses.ts';
import type { Key, MakeKey } from '../shared/ids.ts';
import type { DebtRow } from './register.ts';

/** A number or email in the one form in which it is used, and the keyed hash that stands for it. */
export type Contact = { to: string; address: Key };

type Contacts = Pick<DebtRow, 'mobile' | 'email'>;
const READ = {
  sms: ({ mobile }: Contacts) => normaliseMobile(mobile),
  email: ({ email }: Contacts) => normaliseEmail(email),
};

/** The mobile or the email of a row, null if it cannot be one. */
export function contactOf(row: Contacts, channel: keyof typeof READ, key: MakeKey): Contact | null {
  const to = READ[channel](row);
  return to ? { to, address: key('address', to) } : null;
}

/** Address keys of every mobile and email on the rows, each once. */
export function addressesOf(rows: readonly DebtRow[], key: MakeKey): Key[] {
  const contacts = rows.flatMap((row) => [contactOf(row, 'sms', key), contactOf(row, 'email', key)]);
  return [...new Set(contacts.flatMap((contact) => (contact ? [contact.address] : [])))];
}
