import type * as z from 'zod';
import { envelope } from '../../../contracts/envelope.ts';
import { contract as noticeDelivered } from '../../../contracts/events/notices/notice-delivered.v1.ts';
import { contract as noticeFailed } from '../../../contracts/events/notices/notice-failed.v1.ts';
import { contract as paymentReceived } from '../../../contracts/events/payments/payment-received.v1.ts';
import { contract as holdApplied } from '../../../contracts/events/recovery/hold-applied.v1.ts';
import { contract as holdReleased } from '../../../contracts/events/recovery/hold-released.v1.ts';
import { contract as deathRecorded } from '../../../contracts/events/residents/death-recorded.v1.ts';
import { contract as optOutRecorded } from '../../../contracts/events/residents/opt-out-recorded.v1.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import type { Key } from '../../shared/ids.ts';
import type { HoldCode, RegisterFact } from '../register.ts';

/** Who said so, and where it stands in the source's own order. */
type Told = { source: string; at: number };
type Read = (data: unknown, told: Told) => RegisterFact | null;

const reading =
  <Schema extends z.ZodType>(
    contract: { data: Schema },
    made: (data: z.infer<Schema>, told: Told) => RegisterFact | null,
  ): Read =>
  (data, told) =>
    made(contract.data.parse(data), told);

// On the bus, references are keyed already (contracts/envelope.ts).
const key = (ref: string | undefined) => ref as Key;

/** The doors name holds and payments. One without a name could never be ended, or would count twice. */
function named(name: string | undefined): Key {
  if (name === undefined) throw new Error('a hold or payment without its keyed name: it did not come through a door');
  return key(name);
}

type HoldData = z.infer<typeof holdApplied.data> & { ended_at?: string };
const hold = (data: HoldData, { source, at }: Told): RegisterFact => ({
  kind: 'hold',
  subject: data.scope === 'person' ? { person: key(data.person_ref) } : { account: key(data.account_ref) },
  hold: named(data.hold),
  at,
  value: {
    code: data.code as HoldCode,
    bill_year: data.bill_year ?? null,
    from: data.from,
    to: data.to ?? null,
    review_on: data.review_on ?? null,
    ended_at: data.ended_at === undefined ? null : Date.parse(data.ended_at),
    source,
  },
});

const delivery =
  (delivered: boolean) =>
  ({ address, at }: z.infer<typeof noticeDelivered.data>): RegisterFact | null =>
    address ? { kind: 'delivery', subject: { address: key(address) }, delivered, at: Date.parse(at) } : null;

const READ: Readonly<Record<string, Read>> = {
  [holdApplied.type]: reading(holdApplied, hold),
  [holdReleased.type]: reading(holdReleased, hold),
  [paymentReceived.type]: reading(paymentReceived, (data, { source, at }) => ({
    kind: 'payment',
    subject: { account: key(data.account_ref) },
    payment: named(data.payment),
    at,
    value: {
      bill_year: data.bill_year,
      amount_pence: data.amount_pence,
      paid_on: dayPaid(data.paid_at),
      reversal: data.reversal ?? false,
      source,
    },
  })),
  [optOutRecorded.type]: reading(optOutRecorded, (data) => ({
    kind: 'opt-out',
    subject: { person: key(data.person_ref) },
    channel: data.channel,
    at: Date.parse(data.recorded_at),
  })),
  [deathRecorded.type]: reading(deathRecorded, (data) => ({
    kind: 'death',
    subject: { person: key(data.person_ref) },
    at: Date.parse(data.recorded_at),
  })),
  [noticeDelivered.type]: reading(noticeDelivered, delivery(true)),
  [noticeFailed.type]: reading(noticeFailed, delivery(false)),
};

/** The London day of a payment: given as a day, or as an instant. */
const dayPaid = (paid_at: string) => (paid_at.length === 10 ? paid_at : londonDate(Date.parse(paid_at)));

/**
 * Reads a CloudEvent from the bus.
 * @returns null if it says nothing that the register keeps, as of a notice without an address
 * @throws Error if it breaks its contract, or if its type is none that keep-register consumes.
 */
export function readFact(detail: unknown): RegisterFact | null {
  const { type, data, source, sequence, time } = envelope.parse(detail);
  const read = READ[type];
  if (!read) throw new Error(`keep-register does not consume ${type}: its rule and the catalogue differ`);
  const at = sequence !== undefined && /^\d+$/.test(sequence) ? Number(sequence) : Date.parse(time);
  return read(data, { source, at });
}
