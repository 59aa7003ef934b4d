import type { Contract, ReferenceOf } from '../../contracts/envelope.ts';
import type { Key } from '../shared/ids.ts';

/** A keyed hash that stands for a reference in an event. */
export type KeyIn = { field: string; key: Key; of: ReferenceOf };

type Data = Readonly<Record<string, unknown>>;
type Seen = { field: string; under: Data };

const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a field holds the keyed hash of, as far as it is a reference. */
function referenceOf({ references = {} }: Contract, { field, under }: Seen): ReferenceOf | undefined {
  // What a notice is about: `{ kind, matter }`.
  if (field === 'matter' && typeof under['kind'] === 'string') return { matter: under['kind'] };
  return references[field] ?? (field === 'person_ref' ? 'person' : undefined);
}

type Change = (value: unknown, of: ReferenceOf, field: string) => unknown;

function changed(contract: Contract, value: unknown, { field, under }: Seen, change: Change): unknown {
  if (Array.isArray(value)) return value.map((each) => changed(contract, each, { field, under }, change));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        changed(contract, each, { field: name, under: value }, change),
      ]),
    );
  const of = typeof value === 'string' ? referenceOf(contract, { field, under }) : undefined;
  return of ? change(value, of, field) : value;
}

/** Every reference of an event on the bus, at whatever depth. */
export function keysIn(contract: Contract, data: Data): KeyIn[] {
  const found: KeyIn[] = [];
  changed(contract, data, { field: '', under: {} }, (value, of, field) => {
    found.push({ field, key: value as Key, of });
    return value;
  });
  return found;
}

/** The data of an event with names in place of keyed hashes, and without those hashes that stand for no name. */
export function withNames(contract: Contract, data: Data, names: ReadonlyMap<Key, string>): Data {
  const { unreadable = [], names: own } = contract;
  const left = Object.entries(data).filter(([field]) => !unreadable.includes(field) && field !== own?.field);
  const change: Change = (value) => names.get(value as Key) ?? value;
  return changed(contract, Object.fromEntries(left), { field: '', under: {} }, change) as Data;
}
