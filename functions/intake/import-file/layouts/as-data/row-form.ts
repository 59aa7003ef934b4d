import { type Column, FORMS, isUnreadable, oneOf, type Value } from '../../../../../contracts/files/forms.ts';
import type { LayoutColumn, LayoutIn } from '../../../../../contracts/files/layout.ts';
import type { Places } from '../../reader/header.ts';
import type { Fault } from '../../reader/reject.ts';

/** The columns of a layout, with the forms that it names. */
export const columnsOf = ({ columns }: LayoutIn): Column[] =>
  columns.map(({ name, form, required, longest }) => ({
    name,
    form: formOf(form),
    required,
    ...(longest && { longest }),
  }));

const formOf = (form: LayoutColumn['form']) => (typeof form === 'string' ? FORMS[form] : oneOf(...form.codes));

/** Longer fields are refused with their row, whatever their layout: nothing a back office holds needs them. */
export const LONGEST_FIELD = 2_000;

/** One row as read: its values in the order of the columns, and the first fault in that order. */
export type ReadRow = { values: Value[]; fault: Fault | null };

/** Reads one row. One of a wrong width is read by position, as far as it goes. */
export function readRow(fields: string[], columns: readonly Column[], { width, places }: Places): ReadRow {
  const values: Value[] = [];
  let fault: Fault | null = fields.length === width ? null : { column: null, reason: 'field-count' };
  for (let i = 0; i < columns.length; i += 1) {
    const { name, required, form, longest = LONGEST_FIELD } = columns[i] as Column;
    const written = fields[places[i] as number]?.trim() ?? '';
    const value = written === '' ? form.empty : form.read(written);
    values.push(value);
    if (fault) continue;
    if (written === '') fault = required === 'value' ? { column: name, reason: 'empty' } : null;
    else if (isUnreadable(value)) fault = { column: name, reason: value.fault };
    else if (written.length > longest) fault = { column: name, reason: 'too-long' };
  }
  return { values, fault };
}

/** Places of some columns among all of them. */
export const placesOf = (columns: readonly Column[], names: readonly string[]): number[] =>
  names.map((name) => columns.findIndex((each) => each.name === name));

/** What a row is known by, or null where that cannot be read. Of several columns the values stand with `/` between. */
export function keyOf({ values, fault }: ReadRow, places: readonly number[]): string | null {
  if (fault?.reason === 'field-count') return null;
  const parts = places.map((i) => values[i] as Value);
  if (parts.some((each) => each === null || each === '' || isUnreadable(each))) return null;
  return parts.length === 1 ? String(parts[0]) : parts.map((each) => String(each).replace(/[\\/]/g, '\\$&')).join('/');
}
