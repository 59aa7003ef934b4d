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
import type { Key } from '../shared/ids.ts';
import { contactOf, type PostalAddress, wordOnContact } from './contacts.ts';
import type { RegisterFact } from './register.ts';
import { orderOf, type Told } from './told.ts';

// What residents tell of themselves: how to reach them, what they agree to, in which format. Contact data comes by the doors alone.

const common = ({ fact, source }: Told, happened: string) => ({
  subject: { person: (fact.data as { person_ref: string }).person_ref as Key },
  source,
  at: orderOf(fact),
  instant: Date.parse(happened),
});

function contactFacts(told: Told): RegisterFact[] {
  const { channel, to, status, changed_at, first_name } = told.written as ContactChanged;
  const of = common(told, changed_at);
  const written = to as string | PostalAddress;
  const word = wordOnContact({ channel, written, status, changed_at: of.instant }, told.key);
  const address = channel === 'email' ? word.speaks_of : null;
  return [
    ...(first_name === undefined ? [] : [{ kind: 'first-name' as const, ...of, channel, value: { first_name } }]),
    ...(address === null ? [] : [{ kind: 'email-status' as const, ...of, value: { address, status } }]),
    { kind: 'contact', ...of, channel, value: word },
  ];
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
  [agreed.type]: agreementFacts,
  [withdrawn.type]: withdrawalFacts,
  [formatChosen.type]: formatFacts,
};
