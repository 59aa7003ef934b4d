import { COLUMNS, UNUSED_COLUMNS } from '../../../contracts/files/recovery-extract.ts';
import type { Layout } from './row.ts';

const REQUIRED = COLUMNS.filter((column) => column.required !== 'no').map((column) => column.name);
const NAMED: readonly string[] = [...COLUMNS.map((column) => column.name), ...UNUSED_COLUMNS];

/** Reads the first record of a file: where its columns stand, and what refuses the file for its header alone. */
export function readHeader(fields: string[]): { layout: Layout; reasons: string[] } {
  const first = new Map<string, number>();
  const twice = new Set<string>();
  for (const [i, name] of fields.entries()) {
    if (first.has(name)) twice.add(name);
    else first.set(name, i);
  }
  const missing = REQUIRED.filter((name) => !first.has(name));
  const reasons =
    missing.length === REQUIRED.length
      ? ['header-missing']
      : [
          ...missing.map((name) => `column-missing:${name}`),
          ...NAMED.filter((name) => twice.has(name)).map((name) => `column-twice:${name}`),
        ];
  return { layout: { width: fields.length, places: COLUMNS.map(({ name }) => first.get(name) ?? -1) }, reasons };
}
