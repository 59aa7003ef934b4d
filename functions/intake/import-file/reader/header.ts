import type { Column } from '../../../../contracts/files/forms.ts';
import { COLUMNS, UNUSED_COLUMNS } from '../../../../contracts/files/recovery-extract.ts';
import type { Layout } from '../layouts/recovery-extract/extract-row.ts';

type Columns = { columns: readonly Column[]; unused: readonly string[] };
const RECOVERY_EXTRACT: Columns = { columns: COLUMNS, unused: UNUSED_COLUMNS };

/** Reads the first record of a file: where its columns stand, and what refuses the file for its header alone. */
export function readHeader(
  fields: string[],
  { columns, unused }: Columns = RECOVERY_EXTRACT,
): { layout: Layout; reasons: string[] } {
  const required = columns.filter((column) => column.required !== 'no').map((column) => column.name);
  const named = [...columns.map((column) => column.name), ...unused];
  const first = new Map<string, number>();
  const twice = new Set<string>();
  for (const [i, name] of fields.entries()) {
    if (first.has(name)) twice.add(name);
    else first.set(name, i);
  }
  const missing = required.filter((name) => !first.has(name));
  const reasons =
    missing.length === required.length
      ? ['header-missing']
      : [
          ...missing.map((name) => `column-missing:${name}`),
          ...named.filter((name) => twice.has(name)).map((name) => `column-twice:${name}`),
        ];
  return { layout: { width: fields.length, places: columns.map(({ name }) => first.get(name) ?? -1) }, reasons };
}
