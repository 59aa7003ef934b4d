import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { Data as PaymentReceived } from '../../../contracts/events/payments/payment-received.v1.ts';
import type { Data as HoldApplied } from '../../../contracts/events/recovery/hold-applied.v1.ts';
import type { Data as HoldReleased } from '../../../contracts/events/recovery/hold-released.v1.ts';
import type { Data as DeathRecorded } from '../../../contracts/events/residents/death-recorded.v1.ts';
import type { Data as OptOutRecorded } from '../../../contracts/events/residents/opt-out-recorded.v1.ts';
import type { RegisterFact } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import type { Key } from '../../shared/ids.ts';

/**
 * What the register is told of a fact on the bus: references in it are keyed already.
 * @param source whose token it came with
 * @throws Error for a type that the register does not keep.
 */
export function registerFact(event: CloudEvent, source: string): RegisterFact {
  switch (event.type) {
    case 'council.recovery.hold-applied.v1':
    case 'council.recovery.hold-released.v1':
      return holdFact(event as CloudEvent<HoldApplied | HoldReleased>, source);
    case 'council.payments.payment-received.v1':
      return paymentFact(event as CloudEvent<PaymentReceived>, source);
    case 'council.residents.opt-out-recorded.v1': {
      const { person_ref, channel, recorded_at } = event.data as OptOutRecorded;
      return { kind: 'opt-out', subject: { person: person_ref as Key }, channel, at: Date.parse(recorded_at) };
    }
    case 'council.residents.death-recorded.v1': {
      const { person_ref, recorded_at } = event.data as DeathRecorded;
      return { kind: 'death', subject: { person: person_ref as Key }, at: Date.parse(recorded_at) };
    }
    default:
      throw new Error(`the register keeps nothing of ${event.type}`);
  }
}

/** Words about one hold are ordered by the source's sequence, or by its time where it counts nothing. */
function orderOf({ sequence, time }: CloudEvent): number {
  return sequence !== undefined && /^\d{1,15}$/.test(sequence) ? Number(sequence) : Date.parse(time);
}

function holdFact(event: CloudEvent<HoldApplied | HoldReleased>, source: string): RegisterFact {
  const { scope, person_ref, account_ref, hold, bill_year, code, from, to, review_on } = event.data;
  return {
    kind: 'hold',
    subject: scope === 'person' ? { person: person_ref as Key } : { account: account_ref as Key },
    hold: hold as Key,
    at: orderOf(event),
    value: {
      code,
      bill_year: bill_year ?? null,
      from,
      to: to ?? null,
      review_on: review_on ?? null,
      ended_at: 'ended_at' in event.data ? Date.parse(event.data.ended_at) : null,
      source,
    },
  };
}

function paymentFact(event: CloudEvent<PaymentReceived>, source: string): RegisterFact {
  const { account_ref, payment, bill_year, amount_pence, paid_at, reversal } = event.data;
  const paid_on = paid_at.length === 10 ? paid_at : londonDate(Date.parse(paid_at));
  return {
    kind: 'payment',
    subject: { account: account_ref as Key },
    payment: payment as Key,
    at: Date.parse(event.time),
    value: { bill_year, amount_pence, paid_on, reversal: reversal ?? false, source },
  };
}
