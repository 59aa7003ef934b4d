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

/** `ignored`: what its source wrote and nothing here uses. */
type Checked = { event: DoorEvent; ignored: EventError[] } | { refused: 'invalid' | 'forbidden'; errors: EventError[] };

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
    return { refused: 'forbidden', errors: [{ pointer: '/type', message: whyNot(type, { types, contractOf }) }] };
  }
  const data = (contract.written ?? contract.data).safeParse(outer.data.data);
  if (!data.success) return { refused: 'invalid', errors: data.error.issues.map((each) => errorAt('/data', each)) };
  const fields = data.data as Record<string, unknown>;
  const ahead = fieldsAhead(contract, fields, now).map(liesAhead);
  if (Date.parse(time) > now + FURTHEST_AHEAD_MS) ahead.push(FAR_AHEAD);
  if (ahead.length > 0) return { refused: 'invalid', errors: ahead };
  // Any other sequence stays outside: no consumer uses it, and it may name a person.
  const counted = sequence !== undefined && COUNTS.test(sequence) ? sequence : undefined;
  return {
    event: { id, type, time, sequence: counted, contract, data: fields },
    ignored: [...(sequence === counted ? [] : [NO_NUMBER]), ...unused(outer.data.data, fields, '/data')].slice(
      0,
      MOST_IGNORED,
    ),
  };
}

/** What leads on: a slip of the pen, a fact that nobody but Crier tells, or a matter for the council. */
function whyNot(type: string, { types, contractOf }: Pick<Allowed, 'types' | 'contractOf'>): string {
  const contract = contractOf(type);
  if (contract && !contract.door) return 'is told by Crier alone: nobody sends it';
  if (contract) return 'is an event that this source may not send: the council says which it may';
  const close = types.find((each) => wordsOf(each).filter((word) => !wordsOf(type).includes(word)).length <= 1);
  return `is no event of the catalogue${close ? `: is ${close} meant?` : ''}`;
}

const wordsOf = (type: string): string[] => type.split(/[.-]/);

/**
 * Facts without a number stand in the order of their times: one from a clock that is years ahead would for years make each
 * that follows an older one. What a clock that is less ahead did is over by itself.
 */
const FURTHEST_AHEAD_MS = 31 * 24 * 3_600_000;
const FAR_AHEAD: EventError = {
  pointer: '/time',
  message: 'is more than a month ahead of the time here: is the clock of your system right?',
};

const NO_NUMBER: EventError = {
  pointer: '/sequence',
  message: 'is not 1 to 15 digits, and is not used: the order is that of time',
};
const MOST_IGNORED = 20;

/** The fields that a contract left out of what was written: perhaps ones whose names were meant to be others. */
function unused(written: unknown, kept: unknown, pointer: string): EventError[] {
  if (typeof written !== 'object' || typeof kept !== 'object' || written === null || kept === null) return [];
  return Object.entries(written).flatMap(([name, value]) => {
    const here = `${pointer}/${stepOf(name)}`.slice(0, MOST_ERRORS_TEXT);
    const there = (kept as Record<string, unknown>)[name];
    return there === undefined ? [{ pointer: here, message: 'is not used' }] : unused(value, there, here);
  });
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

/** A name as it stands in a JSON pointer (RFC 6901). */
const stepOf = (name: PropertyKey): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1');

/** Messages say what should be there; none repeats what is there. */
function errorAt(under: string, { path, message }: { path: PropertyKey[]; message: string }): EventError {
  const steps = path.map((step) => `/${stepOf(step)}`);
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
