import type { Column } from '../../../../contracts/files/forms.ts';
import type { Fault } from './reject.ts';

/** A layout, as the sender of a refused row is told of it: its columns, and what it asks of a row beyond them. */
export type RowRules = { columns: readonly Column[]; asks: Readonly<Record<string, string>> };

const FIELD_COUNT =
  'The row must have as many fields as the header has columns. A comma inside a value needs double quotes.';

/** For the sender of a file: what must stand in a row that was refused. */
export function rejectText({ columns, asks }: RowRules, { column, reason, says }: Fault): string {
  if (says) return `${column} ${says}.`;
  if (reason === 'field-count') return FIELD_COUNT;
  const form = columns.find(({ name }) => name === column)?.form;
  const known = asks[reason];
  if (known || !form) return known ?? reason;
  return reason === 'empty'
    ? `${column} must not be empty: it must be ${form.says}.`
    : `${column} must be ${form.says}.`;
}
