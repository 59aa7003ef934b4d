import type { Column, Value } from '../../../../../contracts/files/forms.ts';
import { byOrigin, type EventsLayout, type FactOfRow, type From } from '../../../../../contracts/files/layout.ts';
import { columnsOf as columnsFrom } from '../../../../../contracts/files/layouts.ts';
import { digest } from '../../../../shared/ids.ts';
import { canonical } from '../../../../shared/json.ts';
import { type ContractOf, checkEvent, type DoorEvent, type EventError, fieldsAhead } from '../../../keyed-event.ts';
import type { Fault } from '../../reader/reject.ts';

type By = {
  contractOf: ContractOf;
  /** When the file was first taken up: what lies after it cannot have happened. */
  at: number;
};

/** A good row as the event that its source could have sent itself, or what is wrong with the row. */
export function eventOfRow(
  layout: EventsLayout,
  columns: readonly Column[],
  { contractOf, at }: By,
): (values: readonly Value[]) => { event: DoorEvent } | { fault: Fault } {
  const place = new Map(columns.map(({ name }, i) => [name, i]));
  const { source, names = [], time, sequence, not_before = {} } = layout;
  return (values) => {
    const valueIn = (name: string): Value => values[place.get(name) as number] as Value;
    const told = (name: string): unknown => toldAs(columns[place.get(name) as number] as Column, valueIn(name));
    const early = Object.entries(not_before).find(([later, earlier]) => isBefore(valueIn(later), valueIn(earlier)));
    if (early) return { fault: { column: early[0], reason: `before-${early[1]}` } };
    const fact = factOf(layout, valueIn);
    const data = dataOf(fact.data, told) as Record<string, unknown>;
    const json = {
      specversion: '1.0',
      // From what it says: the same row twice, or in another file, is the same fact.
      id: digest(fact.type, canonical(data), ...names.map((name) => String(valueIn(name)))),
      source,
      type: fact.type,
      time: time === undefined ? new Date(at).toISOString() : told(time),
      ...(sequence !== undefined && valueIn(sequence) !== null && { sequence: String(valueIn(sequence)) }),
      data,
    };
    const checked = checkEvent(json, { types: [fact.type], contractOf, now: at });
    if ('event' in checked) return checked;
    return { fault: faultOf(checked.errors[0] as EventError, { fact, time, valueIn, ahead: aheadIn(fact, data) }) };
  };

  function aheadIn({ type }: FactOfRow, data: Record<string, unknown>): string[] {
    const contract = contractOf(type);
    return contract ? fieldsAhead(contract, data, at) : [];
  }
}

const isBefore = (one: Value, other: Value): boolean =>
  typeof one === 'string' && typeof other === 'string' && one < other;

const factOf = ({ facts }: EventsLayout, valueIn: (name: string) => Value): FactOfRow =>
  'by' in facts ? (facts.of[String(valueIn(facts.by))] as FactOfRow) : facts;

const toldAs = ({ form }: Column, value: Value): unknown => {
  if (value === null || value === '') return undefined;
  return form.told ? form.told(value) : value;
};

/** A field of an event; undefined where all that it comes from is empty. */
function dataOf(from: From, told: (name: string) => unknown): unknown {
  return byOrigin<unknown>(from, {
    column: told,
    list: (names) => names.map(told).filter((each) => each !== undefined),
    always: (value) => value,
    object: (fields) => {
      const entries = Object.entries(fields).map(([name, each]) => [name, dataOf(each, told)] as const);
      const there = entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
      return there.length === 0 ? undefined : Object.fromEntries(there);
    },
  });
}

type Row = { fact: FactOfRow; time: string | undefined; valueIn: (name: string) => Value; ahead: readonly string[] };

/** What the contract does not allow, in the words of a reject report: which column, and what should be there. */
function faultOf({ pointer, message }: EventError, { fact, time, valueIn, ahead }: Row): Fault {
  if (pointer === '/time' && time !== undefined) return { column: time, reason: 'in-future' };
  const path = pointer.split('/').slice(2);
  const column = columnAt(fact.data, path);
  if (ahead.includes(path[0] as string)) return { column, reason: 'in-future' };
  const isEmpty = column !== null && [null, ''].includes(valueIn(column) as string | null);
  return isEmpty ? { column, reason: 'empty' } : { column, reason: 'not-allowed', says: message };
}

/** The first column that a field comes from. */
const columnAt = (from: From, [step, ...rest]: readonly string[]): string | null =>
  byOrigin(from, {
    column: (name) => name,
    list: (names) => names[Number(step ?? 0)] ?? names[0] ?? null,
    always: () => null,
    object: (fields) => {
      const next = step === undefined ? undefined : fields[step];
      return next === undefined ? (columnsFrom(from)[0] ?? null) : columnAt(next, rest);
    },
  });
