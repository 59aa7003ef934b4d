import type { CloudEvent } from '../../contracts/envelope.ts';
import {
  type Data as PaymentReceived,
  contract as paymentReceived,
} from '../../contracts/events/payments/payment-received.v1.ts';
import { type Data as HoldApplied, contract as holdApplied } from '../../contracts/events/recovery/hold-applied.v1.ts';
import {
  type Data as HoldReleased,
  contract as holdReleased,
} from '../../contracts/events/recovery/hold-released.v1.ts';
import {
  type Data as DeathRecorded,
  contract as deathRecorded,
} from '../../contracts/events/residents/death-recorded.v1.ts';
import {
  type Data as OptOutRecorded,
  contract as optOutRecorded,
} from '../../contracts/events/residents/opt-out-recorded.v1.ts';
import { londonDate } from '../shared/calendar/london.ts';
import type { Key } from '../shared/ids.ts';
import type { Kept, RegisterFact } from './register.ts';
import { subjectOfHold } from './subject-of-hold.ts';
import { orderOf, tieOf } from './told.ts';

/** What of an event decides what the register keeps. */
type Told = Pick<CloudEvent, 'id' | 'type' | 'time' | 'sequence' | 'data'>;

/** What the register keeps of a fact on the bus, by type: references in it are keyed already, holds and payments named. */
export const KEPT_OF_BUS: Readonly<Record<string, (event: Told, source: string) => RegisterFact>> = {
  [holdApplied.type]: holdFact,
  [holdReleased.type]: holdFact,
  [paymentReceived.type]: paymentFact,
  [optOutRecorded.type]: ({ data }, source) => {
    const { person_ref, channel, recorded_at } = data as OptOutRecorded;
    return { kind: 'opt-out', subject: { person: person_ref as Key }, channel, source, at: Date.parse(recorded_at) };
  },
  [deathRecorded.type]: ({ data }, source) => {
    const { person_ref, recorded_at } = data as DeathRecorded;
    return { kind: 'death', subject: { person: person_ref as Key }, source, at: Date.parse(recorded_at) };
  },
};

/**
 * @param source the system that told it
 * @throws Error for a type of which the bus has not all that the register keeps, and for a hold or payment that no door has named.
 */
export function registerFact(event: Told, source: string): RegisterFact {
  const kept = KEPT_OF_BUS[event.type];
  if (!kept) throw new Error(`the register keeps nothing of ${event.type}`);
  return kept(event, source);
}

const KNOWN: Readonly<Record<RegisterFact['kind'], string>> = {
  hold: 'You told of this hold later: it is in force.',
  'hold-ended': 'An officer ended this hold later.',
  payment: 'You told of this payment later.',
  'opt-out': 'You told of this opt-out later.',
  contact: 'You told of this number or address later.',
  'first-name': 'You told of this name later.',
  'email-status': 'You told of this email later.',
  agreed: 'You told of this agreement later.',
  withdrawn: 'You told of this withdrawal later.',
  format: 'You told of this format later.',
  linked: 'You told of a later link to this system.',
  reporter: 'You told later who reported it.',
  words: 'You told of this request later.',
  event: 'You told of this later.',
  death: 'You told of this death later.',
  undelivered: 'That it could not be delivered is known.',
  reply: 'A later reply is known.',
};

/** What the register has that is newer than a fact of this kind, for the source that told it. */
export const knownInWords = (kind: RegisterFact['kind'], known: Kept['known']): string =>
  kind === 'hold' && typeof known?.['ended_at'] === 'number'
    ? 'You told of this hold later: it has ended.'
    : KNOWN[kind];

/** One without a name could never be ended, or would count twice. */
function named(name: string | undefined): Key {
  if (name === undefined) throw new Error('a hold or payment without its keyed name: it did not come through a door');
  return name as Key;
}

function holdFact(event: Told, source: string): RegisterFact {
  const data = event.data as HoldApplied | HoldReleased;
  return {
    kind: 'hold',
    subject: subjectOfHold(data),
    hold: named(data.hold),
    at: orderOf(event),
    tie: tieOf(event),
    value: {
      code: data.code,
      bill_year: data.bill_year ?? null,
      from: data.from,
      to: data.to ?? null,
      review_on: data.review_on ?? null,
      ended_at: 'ended_at' in data ? Date.parse(data.ended_at) : null,
      source,
    },
  };
}

function paymentFact(event: Told, source: string): RegisterFact {
  const { account_ref, payment, bill_year, amount_pence, paid_at, reversal } = event.data as PaymentReceived;
  // Given as a London day, or as an instant.
  const paid_on = paid_at.length === 10 ? paid_at : londonDate(Date.parse(paid_at));
  return {
    kind: 'payment',
    subject: { account: account_ref as Key },
    payment: named(payment),
    at: Date.parse(event.time),
    value: { bill_year, amount_pence, paid_on, reversal: reversal ?? false, source },
  };
}
