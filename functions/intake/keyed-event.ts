import { busEvent } from '../../contracts/bus-event.ts';
import { type CloudEvent, type Contract, envelope } from '../../contracts/envelope.ts';
import { plainWords } from '../../contracts/plain-words.ts';
import { aboutOf } from '../register/matter-told.ts';
import { londonDate } from '../shared/calendar/london.ts';
import type { MakeKey } from '../shared/ids.ts';
import { withoutNulls } from '../shared/json.ts';

/** What is wrong, and where in the event: a JSON pointer. */
export type EventError = { pointer: string; message: string };

/** One event as its source sent it, checked against its contract. */
export type DoorEvent = {
  id: string;
  type: string;
  time: string;
  sequence: string | undefined;
  contract: Contract;
  data: Record<string, unknown>;
};

type Checked = { event: DoorEvent } | { refused: 'invalid' | 'forbidden'; errors: EventError[] };

/** The contract of a type, if there is one. */
export type ContractOf = (type: string) => Contract | undefined;

type Allowed = { types: readonly string[]; contractOf: ContractOf; now: number };

/**
 * Checks one event of a source. Fields and attributes that we do not know are left out, not refused; `null` is no value.
 * @param by.types what the source may send
 * @param by.now milliseconds since 1970
 */
export function checkEvent(json: unknown, { types, contractOf, now }: Allowed): Checked {
  const outer = envelope.safeParse(withoutNulls(json));
  if (!outer.success) return { refused: 'invalid', errors: outer.error.issues.map((each) => errorAt('', each)) };
  const { id, type, time, sequence } = outer.data;
  const contract = types.includes(type) ? contractOf(type) : undefined;
  if (!contract?.door) {
    return { refused: 'forbidden', errors: [{ pointer: '/type', message: 'is not one that this source may send' }] };
  }
  const data = (contract.written ?? contract.data).safeParse(outer.data.data);
  if (!data.success) return { refused: 'invalid', errors: data.error.issues.map((each) => errorAt('/data', each)) };
  const fields = data.data as Record<string, unknown>;
  const ahead = fieldsAhead(contract, fields, now);
  if (ahead.length > 0) return { refused: 'invalid', errors: ahead.map(liesAhead) };
  // Any other sequence stays outside: no consumer uses it, and it may name a person.
  const counted = sequence !== undefined && COUNTS.test(sequence) ? sequence : undefined;
  return { event: { id, type, time, sequence: counted, contract, data: fields } };
}

/** Clocks of other systems may be ahead of ours by so much. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** The fields that must have come and have not. */
export const fieldsAhead = ({ past = [] }: Contract, fields: Record<string, unknown>, now: number): string[] =>
  past.filter((field) => isAhead(fields[field], now));

/** Whether a London day or an instant has not come yet. */
function isAhead(value: unknown, now: number): boolean {
  if (typeof value !== 'string') return false;
  return value.length === 10 ? value > londonDate(now) : Date.parse(value) > now + CLOCKS_DIFFER_MS;
}

const liesAhead = (field: string): EventError => ({
  pointer: `/data/${field}`,
  message: 'must not lie in the future: only what has happened can be told',
});

const MOST_ERRORS_TEXT = 200;

/** Messages say what should be there; none repeats what is there. */
function errorAt(under: string, { path, message }: { path: PropertyKey[]; message: string }): EventError {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { pointer: under + steps.join(''), message: plainWords(message).slice(0, MOST_ERRORS_TEXT) };
}

/** A sequence that puts facts in an order. */
const COUNTS = /^\d{1,15}$/;

type By = { source: string; key: MakeKey; council: string };

/** The event as it goes on the bus, as its contract says: references and names of documents keyed, holds and payments named, no contact data or words. */
export function keyedEvent(event: DoorEvent, by: By): CloudEvent {
  const { contract, id, time, sequence } = event;
  const { source, key, council } = by;
  const data = withKeys(event, key);
  const subject = contract.matter ? aboutOf(contract.matter, event.data, key).id : subjectOf(contract, data);
  return busEvent(contract, {
    id: key('event', source, id),
    capability: 'intake',
    council,
    time: Date.parse(time),
    subject,
    sequence,
    origin: source,
    data: { ...data, ...nameOf({ ...event, data }, { ...by, subject }) },
  });
}

function withKeys(
  { contract: { references = {}, contact = [], documents = [] }, data }: DoorEvent,
  key: MakeKey,
): DoorEvent['data'] {
  const keyed = Object.fromEntries(Object.entries(data).filter(([field]) => !contact.includes(field)));
  for (const [field, of] of Object.entries(references)) {
    const one = (ref: string) => (typeof of === 'string' ? key(of, ref) : key('matter', of.matter, ref));
    const written = data[field] as string | string[] | undefined;
    if (written !== undefined) keyed[field] = Array.isArray(written) ? written.map(one) : one(written);
  }
  for (const field of documents) {
    const written = data[field] as { key: string } | undefined;
    if (written) keyed[field] = { ...written, key: `${key('document', written.key)}.pdf` };
  }
  return keyed;
}

function subjectOf({ subject }: Contract, keyed: DoorEvent['data']): string | undefined {
  if (subject === undefined) return undefined;
  const field = typeof subject === 'string' ? subject : subject.of[String(keyed[subject.by])];
  return field === undefined ? undefined : (keyed[field] as string | undefined);
}

/** A field that says which hold or payment it is. */
function nameOf(
  { contract: { names }, id, data }: DoorEvent,
  { source, key, subject }: By & { subject: string | undefined },
): Record<string, string> {
  if (!names) return {};
  const parts = { ...data, subject, id } as Record<string, string | undefined>;
  return { [names.field]: key(names.field, source, ...names.by.map((part) => parts[part] ?? '')) };
}
