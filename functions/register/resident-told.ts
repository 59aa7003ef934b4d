import {
  type Written as AddressChanged,
  contract as addressChanged,
} from '../../contracts/events/residents/address-changed.v1.ts';
import {
  type Written as ContactChanged,
  contract as contactChanged,
} from '../../contracts/events/residents/contact-changed.v1.ts';
import { type Written as Agreed, contract as agreed } from '../../contracts/events/residents/e-service-agreed.v1.ts';
import {
  type Data as Withdrawn,
  contract as withdrawn,
} from '../../contracts/events/residents/e-service-withdrawn.v1.ts';
import {
  type Data as FormatChosen,
  contract as formatChosen,
} from '../../contracts/events/residents/format-chosen.v1.ts';
import {
  contract as identityLinked,
  type Written as Linked,
} from '../../contracts/events/residents/identity-linked.v1.ts';
import type { Key } from '../shared/ids.ts';
import { contactOf, wordOnContact } from './contacts.ts';
import type { PostalAddress, RegisterFact } from './register.ts';
import { orderOf, type Told, tieOf } from './told.ts';

// What residents tell of themselves: how to reach them, what they agree to, in which format. Contact data comes by the doors alone.

const common = ({ fact, source }: Told, happened: string) => ({
  subject: { person: (fact.data as { person_ref: string }).person_ref as Key },
  source,
  at: orderOf(fact),
  tie: tieOf(fact),
  instant: Date.parse(happened),
});

function contactFacts(told: Told): RegisterFact[] {
  const { channel, to, status, changed_at, first_name } = told.written as ContactChanged;
  const of = common(told, changed_at);
  const written = to as string | PostalAddress;
  const word = wordOnContact({ channel, written, status, changed_at: of.instant }, told.key);
  const address = channel === 'email' ? word.speaks_of : null;
  return [
    ...(first_name === undefined ? [] : [{ kind: 'first-name' as const, ...of, value: { first_name } }]),
    ...(address === null ? [] : [{ kind: 'email-status' as const, ...of, value: { address, status } }]),
    { kind: 'contact', ...of, channel, value: word },
  ];
}

/** The same address as one told for `post`; nobody has seen it yet. */
function addressFacts(told: Told): RegisterFact[] {
  const { to, changed_at } = told.written as AddressChanged;
  const of = common(told, changed_at);
  const value = wordOnContact({ channel: 'post', written: to, status: 'unverified', changed_at: of.instant }, told.key);
  return [{ kind: 'contact', ...of, channel: 'post', value }];
}

/** The newest link counts, by the instant at which it was made. */
function linkFacts(told: Told): RegisterFact[] {
  const { system, system_ref, linked_at } = told.written as Linked;
  const of = common(told, linked_at);
  return [{ kind: 'linked', ...of, at: of.instant, system, value: { system_ref } }];
}

function agreementFacts(told: Told): RegisterFact[] {
  const { purpose, email, agreed_at, wording_version } = told.written as Agreed;
  const of = common(told, agreed_at);
  const value = { ...contactOf('email', email, told.key), agreed_at: of.instant, wording_version };
  return [{ kind: 'agreed', ...of, purpose, value }];
}

function withdrawalFacts(told: Told): RegisterFact[] {
  const { purpose, received_at } = told.written as Withdrawn;
  return [{ kind: 'withdrawn', ...common(told, received_at), purpose, value: {} }];
}

function formatFacts(told: Told): RegisterFact[] {
  const { format, language, chosen_at } = told.written as FormatChosen;
  return [{ kind: 'format', ...common(told, chosen_at), value: { format, language } }];
}

/** By type. */
export const KEPT_OF_RESIDENTS: Readonly<Record<string, (told: Told) => RegisterFact[]>> = {
  [contactChanged.type]: contactFacts,
  [addressChanged.type]: addressFacts,
  [identityLinked.type]: linkFacts,
  [agreed.type]: agreementFacts,
  [withdrawn.type]: withdrawalFacts,
  [formatChosen.type]: formatFacts,
};
