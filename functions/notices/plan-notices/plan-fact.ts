import type * as z from 'zod';
import { contractOf } from '../../../contracts/catalogue.ts';
import { envelope } from '../../../contracts/envelope.ts';
import { contract as fileImported } from '../../../contracts/events/intake/file-imported.v1.ts';
import { contract as noticeHoldOver } from '../../../contracts/events/notices/notice-hold-over.v1.ts';
import { contract as noticeMadeWay } from '../../../contracts/events/notices/notice-made-way.v1.ts';
import { contract as paymentReceived } from '../../../contracts/events/payments/payment-received.v1.ts';
import { contract as holdApplied } from '../../../contracts/events/recovery/hold-applied.v1.ts';
import { contract as holdOverruled } from '../../../contracts/events/recovery/hold-overruled.v1.ts';
import { contract as holdReleased } from '../../../contracts/events/recovery/hold-released.v1.ts';
import { contract as addressChanged } from '../../../contracts/events/residents/address-changed.v1.ts';
import { contract as contactChanged } from '../../../contracts/events/residents/contact-changed.v1.ts';
import { contract as deathRecorded } from '../../../contracts/events/residents/death-recorded.v1.ts';
import { contract as agreed } from '../../../contracts/events/residents/e-service-agreed.v1.ts';
import { contract as withdrawn } from '../../../contracts/events/residents/e-service-withdrawn.v1.ts';
import { contract as formatChosen } from '../../../contracts/events/residents/format-chosen.v1.ts';
import { contract as optOutRecorded } from '../../../contracts/events/residents/opt-out-recorded.v1.ts';
import { contract as replyReceived } from '../../../contracts/events/residents/reply-received.v1.ts';
import type { Subject as MatterSubject } from '../../register/register.ts';
import { subjectOfHold } from '../../register/subject-of-hold.ts';
import type { Key } from '../../shared/ids.ts';
import { type MatterName, runOfEvents } from '../../shared/matter.ts';
import type { Catalogue } from '../families/catalogue.ts';
import type { Reply, Run } from '../notice/notice.ts';

/** Whom or what a fact is about. */
export type Subject = MatterSubject | { address: Key };

/** What plan-notices makes of a fact on the bus. */
export type PlanFact =
  /** A matter has a new state, in the register already, in the name of a run. */
  | { kind: 'matter'; matter: MatterName; run: string; of_file?: true }
  | { kind: 'imported'; run: Run | null }
  /** Something was told that may stop a notice. */
  | { kind: 'told'; subject: Subject }
  /** Something ended that may have stopped a notice. */
  | { kind: 'ended'; subject: Subject }
  /** Something was told that may stop a notice, or end what stopped one. */
  | { kind: 'changed'; subject: Subject }
  /** Someone answered a text; STOP and WRONG may stop a notice. */
  | { kind: 'replied'; reply: Omit<Reply, 'notice' | 'about'> }
  /** What blocked a notice has ended by its date alone. */
  | { kind: 'hold-over'; notice: Key }
  /** A notice is no longer in the way of others. */
  | { kind: 'made-way'; notice: Key };

type Read = (data: unknown) => PlanFact;

const reading =
  <Schema extends z.ZodType>(contract: { data: Schema }, made: (data: z.infer<Schema>) => PlanFact): Read =>
  (data) =>
    made(contract.data.parse(data));

// On the bus, references are keyed already (contracts/envelope.ts).
const account = (ref: string | undefined) => ({ account: ref as Key });
const person = (ref: string | undefined) => ({ person: ref as Key });
const changes = ({ person_ref }: { person_ref: string }): PlanFact => ({
  kind: 'changed',
  subject: person(person_ref),
});

const READ: Readonly<Record<string, Read>> = {
  [fileImported.type]: reading(
    fileImported,
    ({ file, layout = 'recovery-extract', run, imported_at, rows, rejected }) => ({
      kind: 'imported',
      run:
        run === null ? null : { name: run, file, source: layout, imported_at: Date.parse(imported_at), rows, rejected },
    }),
  ),
  [holdApplied.type]: reading(holdApplied, (hold) => ({ kind: 'told', subject: subjectOfHold(hold) })),
  [holdReleased.type]: reading(holdReleased, (hold) => ({ kind: 'ended', subject: subjectOfHold(hold) })),
  [holdOverruled.type]: reading(holdOverruled, (hold) => ({ kind: 'ended', subject: subjectOfHold(hold) })),
  [paymentReceived.type]: reading(paymentReceived, (data) => ({ kind: 'told', subject: account(data.account_ref) })),
  [optOutRecorded.type]: reading(optOutRecorded, (data) => ({ kind: 'told', subject: person(data.person_ref) })),
  [deathRecorded.type]: reading(deathRecorded, (data) => ({ kind: 'told', subject: person(data.person_ref) })),
  // A new address may be there, or none any more.
  [contactChanged.type]: reading(contactChanged, changes),
  [addressChanged.type]: reading(addressChanged, changes),
  [agreed.type]: reading(agreed, changes),
  [withdrawn.type]: reading(withdrawn, changes),
  [formatChosen.type]: reading(formatChosen, changes),
  [noticeHoldOver.type]: reading(noticeHoldOver, ({ notice }) => ({ kind: 'hold-over', notice: notice as Key })),
  [noticeMadeWay.type]: reading(noticeMadeWay, ({ notice }) => ({ kind: 'made-way', notice: notice as Key })),
  // START ends an opt-out, but the register cannot say whose number it is: the next extract decides anew.
  [replyReceived.type]: reading(replyReceived, ({ word, address, received_at, notify_id = null }) => ({
    kind: 'replied',
    reply: { address: address as Key, word, at: Date.parse(received_at), notify_id },
  })),
};

/**
 * Reads a CloudEvent from the bus: one that rings for a matter, or what bears on matters that are there.
 * @throws Error if it breaks its contract, or if its type is none that plan-notices consumes.
 */
export function readFact(detail: unknown, catalogue: Catalogue): PlanFact {
  const { type, time, data, subject, origin = '' } = envelope.parse(detail);
  const bell = catalogue.bell(type);
  const { contract = contractOf(type), rings, of_file } = bell ?? {};
  if (bell && rings) {
    const { matter, run } = rings(bell.contract.data.parse(data), time);
    return { kind: 'matter', matter: { kind: bell.kind, id: matter }, run, ...(of_file && { of_file }) };
  }
  // An event about a matter rings for it, whether or not a family asks for something then.
  if (contract?.matter) {
    contract.data.parse(data);
    const matter = { kind: contract.matter.kind, id: subject as Key };
    return { kind: 'matter', matter, run: runOfEvents(origin, Date.parse(time)) };
  }
  const read = READ[type];
  if (!read) throw new Error(`plan-notices does not consume ${type}: its rule and the catalogue differ`);
  return read(data);
}
