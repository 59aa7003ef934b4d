import { busEvent } from '../../../contracts/bus-event.ts';
import { contractOf } from '../../../contracts/catalogue.ts';
import { type CloudEvent, type Contract, envelope } from '../../../contracts/envelope.ts';
import { plainWords } from '../../../contracts/plain-words.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import type { MakeKey } from '../../shared/ids.ts';
import { withoutNulls } from '../json.ts';

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

/**
 * Checks one event of a source. Fields and attributes that we do not know are left out, not refused; `null` is no value.
 * @param by.types what the source may send
 * @param by.now milliseconds since 1970
 */
export function checkEvent(json: unknown, { types, now }: { types: readonly string[]; now: number }): Checked {
  const outer = envelope.safeParse(withoutNulls(json));
  if (!outer.success) return { refused: 'invalid', errors: outer.error.issues.map((each) => errorAt('', each)) };
  const { id, type, time, sequence } = outer.data;
  const contract = types.includes(type) ? contractOf(type) : undefined;
  if (!contract?.door) {
    return { refused: 'forbidden', errors: [{ pointer: '/type', message: 'is not one that this source may send' }] };
  }
  const data = contract.data.safeParse(outer.data.data);
  if (!data.success) return { refused: 'invalid', errors: data.error.issues.map((each) => errorAt('/data', each)) };
  const fields = data.data as Record<string, unknown>;
  const ahead = (contract.past ?? []).filter((field) => isAhead(fields[field], now));
  if (ahead.length > 0) return { refused: 'invalid', errors: ahead.map(liesAhead) };
  // Any other sequence stays outside: nobody uses it, and it may name someone.
  const counted = sequence !== undefined && COUNTS.test(sequence) ? sequence : undefined;
  return { event: { id, type, time, sequence: counted, contract, data: fields } };
}

/** Clocks of other systems may be ahead of ours by so much. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Whether a London day or an instant has not come yet. */
function isAhead(value: unknown, now: number): boolean {
  if (typeof value !== 'string') return false;
  return value.length === 10 ? value > londonDate(now) : Date.parse(value) > now + CLOCKS_DIFFER_MS;
}

const liesAhead = (field: string): EventError => ({
  pointer: `/data/${field}`,
  message: 'must not lie in the future: what has not happened cannot be counted',
});

const MOST_ERRORS_TEXT = 200;

/** Messages say what should be there; none repeats what is there. */
function errorAt(under: string, { path, message }: { path: PropertyKey[]; message: string }): EventError {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { pointer: under + steps.join(''), message: plainWords(message).slice(0, MOST_ERRORS_TEXT) };
}

/** A sequence that puts facts in an order. */
const COUNTS = /^\d{1,15}$/;

/** The event as it goes on the bus: references keyed, the id derived from source and id, holds and payments named. */
export function keyedEvent(event: DoorEvent, by: { source: string; key: MakeKey; council: string }): CloudEvent {
  const { contract, id, time, sequence, data } = event;
  const { source, key, council } = by;
  const keyed: Record<string, unknown> = { ...data };
  for (const [field, kind] of Object.entries(contract.references ?? {})) {
    if (typeof data[field] === 'string') keyed[field] = key(kind, data[field]);
  }
  delete keyed['hold'];
  delete keyed['payment'];
  if (data['scope'] !== undefined) keyed['hold'] = holdKey(data, by);
  if (data['paid_at'] !== undefined) keyed['payment'] = key('event', 'payment', source, id);
  const about = data['scope'] === 'person' ? 'person_ref' : 'account_ref';
  return busEvent(contract, {
    id: key('event', source, id),
    capability: 'intake',
    council,
    time: Date.parse(time),
    subject: (keyed[about] ?? keyed['person_ref']) as string | undefined,
    origin: source,
    ...(sequence !== undefined && { sequence }),
    data: keyed,
  });
}

/** A hold and its release have the same name: who told it, who or what is held, for which year, why and since when. */
function holdKey(data: Record<string, unknown>, { source, key }: { source: string; key: MakeKey }): string {
  const { scope, person_ref, account_ref, bill_year, code, from } = data as Record<string, string>;
  const ref = scope === 'person' ? person_ref : account_ref;
  return key('hold', source, scope ?? '', ref ?? '', bill_year ?? '', code ?? '', from ?? '');
}
