import { recordsOf } from './parse-csv.ts';

/** One figure that is not what the facts give. */
export type Difference = { row: string; column: string; published: string; recomputed: string };

const TEXT = new TextDecoder();

/** Where two CSVs of one dataset differ, by row and column. Rows are told apart by the columns of the key. */
export function figuresApart(published: Uint8Array, recomputed: Uint8Array, key: readonly string[]): Difference[] {
  const [was, is] = [byKey(published, key), byKey(recomputed, key)];
  const differences: Difference[] = [];
  const columns = is.names.join() === was.names.join() ? is.names : [...new Set([...is.names, ...was.names])];
  for (const row of new Set([...is.rows.keys(), ...was.rows.keys()])) {
    const [one, other] = [was.rows.get(row), is.rows.get(row)];
    if (!one || !other) {
      const there = (found: unknown) => (found ? 'there' : 'not there');
      differences.push({ row, column: 'the whole row', published: there(one), recomputed: there(other) });
      continue;
    }
    for (const column of columns) {
      const [before, now] = [one.get(column) ?? '', other.get(column) ?? ''];
      if (before !== now) differences.push({ row, column, published: before, recomputed: now });
    }
  }
  return differences;
}

function byKey(bytes: Uint8Array, key: readonly string[]) {
  const [names = [], ...records] = recordsOf(TEXT.decode(bytes));
  const rows = new Map<string, Map<string, string>>();
  for (const record of records) {
    const row = new Map(names.map((name, place) => [name, record[place] ?? '']));
    const name = key.map((column) => row.get(column) ?? '').join(', ');
    // A row told twice is a row of its own.
    rows.set(rows.has(name) ? `${name} (again)` : name, row);
  }
  return { names, rows };
}
