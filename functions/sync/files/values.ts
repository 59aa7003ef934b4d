import type { InNames } from '../../register/for-subscriber.ts';
import type { PostalAddress } from '../../register/register.ts';
import { nationally } from './file-out.ts';

type Named = Pick<InNames, 'data' | 'contact'>;

const ADDRESS_LINE = /^address_line_(\d)$/;

const text = (value: unknown): string | null =>
  value === null || value === undefined || typeof value === 'object' ? null : String(value);

/** What stands in one column: something of the contact, as the register has it, else a field of the fact. */
export function columnOf(column: string, { data, contact }: Named): string | null {
  const address = contact?.postal_address as PostalAddress | null | undefined;
  const line = ADDRESS_LINE.exec(column)?.[1];
  if (line) return address?.lines[Number(line) - 1] ?? null;
  if (column === 'postcode') return address?.postcode ?? null;
  if (column === 'mobile') return typeof contact?.mobile === 'string' ? nationally(contact.mobile) : null;
  if (column === 'first_name' || column === 'email') return text(contact?.[column]);
  return text(data[column]);
}

export const valuesOf = (columns: readonly string[], named: Named): Record<string, string | null> =>
  Object.fromEntries(columns.map((column) => [column, columnOf(column, named)]));
