import type { Column } from '../../../../contracts/files/forms.ts';

/** How wide this file is, and where each column of its layout stands in it (-1: nowhere), in the layout's order. */
export type Places = { width: number; places: number[] };

/** Reads the first record of a file: where its columns stand, and what refuses the file for its header alone. */
export function readHeader(
  fields: string[],
  { columns, unused }: { columns: readonly Column[]; unused: readonly string[] },
): { layout: Places; reasons: string[] } {
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
