import { normaliseEmail, normaliseMobile } from '../../contracts/files/addresses.ts';
import type { Key, MakeKey } from '../shared/ids.ts';
import type { DebtRow } from './register.ts';

/** A number or email in the one form in which it is used, and the keyed hash that stands for it. */
export type Contact = { to: string; address: Key };

/** The mobile and the email of a row, each null if it cannot be one. */
export function contactsOf(
  row: Pick<DebtRow, 'mobile' | 'email'>,
  key: MakeKey,
): Record<'sms' | 'email', Contact | null> {
  const contact = (to: string | null) => to && { to, address: key('address', to) };
  return { sms: contact(normaliseMobile(row.mobile)) || null, email: contact(normaliseEmail(row.email)) || null };
}

/** Address keys of every mobile and email on the rows, each once. */
export function addressesOf(rows: readonly DebtRow[], key: MakeKey): Key[] {
  const contacts = rows.flatMap((row) => Object.values(contactsOf(row, key)));
  return [...new Set(contacts.flatMap((contact) => (contact ? [contact.address] : [])))];
}
