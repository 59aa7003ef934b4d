import { COMPARED } from '../../../contracts/officers/drift.ts';
import { contactFieldOf, type Encoding, type Subscriber } from '../../../contracts/subscriber.ts';
import type { InNames } from '../../register/for-subscriber.ts';
import type { MakeKey } from '../../shared/ids.ts';
import { columnOf } from '../files/values.ts';
import type { Place } from '../rules/subject.ts';
import { asWritten, digestsOf } from '../rules/told-values.ts';

type ToWhom = Pick<Subscriber, 'fields'> & {
  file?: { columns: readonly string[]; encoding: Encoding } | undefined;
};

/** Digests of the contact data that a subscriber is told with a fact: of its fields, in the columns of its files. None without contact data. */
export function toldValues(
  { key }: { key: MakeKey },
  { fields, file }: ToWhom,
  { of: { subscriber, subject }, named }: { of: Place; named: InNames },
): string | undefined {
  if (!named.contact) return undefined;
  const told = COMPARED.filter(
    (column) => fields.some((field) => field === contactFieldOf(column)) && (file?.columns.includes(column) ?? true),
  );
  const values = told.map((column) => [column, asWritten(columnOf(column, named), file?.encoding ?? 'utf-8')] as const);
  return digestsOf(key, { subscriber, subject }, Object.fromEntries(values));
}
