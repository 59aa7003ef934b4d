import { normaliseEmail, normaliseMobile } from '../../contracts/files/addresses.ts';
import type { Key, MakeKey } from '../shared/ids.ts';
import type { ContactChannel, ContactTold } from './register.ts';

/** A number or email in the one form in which it is used, and the keyed hash that stands for it. */
export type Contact = { to: string; address: Key };

const READ = { sms: normaliseMobile, email: normaliseEmail };
const CHANNELS = Object.keys(READ) as ContactChannel[];

/** What somebody holds as a number or an email, null if it cannot be one. */
export function contactOf(
  channel: ContactChannel,
  told: Pick<ContactTold, 'text'> | undefined,
  key: MakeKey,
): Contact | null {
  const to = told ? READ[channel](told.text) : null;
  return to ? { to, address: key('address', to) } : null;
}

type Reached = { contacts: Partial<Record<ContactChannel, Pick<ContactTold, 'text'>>> };

/** Address keys of every number and email of these people, each once. */
export function addressesOf(people: Iterable<Reached>, key: MakeKey): Key[] {
  const all = new Set<Key>();
  for (const { contacts } of people) {
    for (const channel of CHANNELS) {
      const contact = contactOf(channel, contacts[channel], key);
      if (contact) all.add(contact.address);
    }
  }
  return [...all];
}
