import { cover } from './cover.ts';
import { HIDDEN, keyOf, NO_SUM, type Table, tablesOf, timeKey } from './table.ts';
import { HIDDEN_MARKER, type Memory, type Protected, type Protection, type Row } from './types.ts';

/**
 * Hides the small counts of a dataset, and with them as many others as it takes that no small count can be worked out
 * from what is published: across rows, columns, totals, periods and earlier releases (ADR 012 has the argument).
 *
 * - `rows`: with their true counts. A count of null is passed through and takes part in nothing.
 * - `asOf`: the London day of this release, yyyy-mm-dd.
 * - `before`: the former release's rows as published, and its `memory`. Left out, nothing was ever published.
 *
 * Deterministic: the order of the rows does not matter, and they come back in the order in which they came.
 */
export const protect = (input: {
  rows: Row[];
  spec: Protection;
  asOf: string;
  before?: { rows: Row[]; memory: Memory };
}): Protected => {
  const { rows, spec, before } = input;
  const now = Number(input.asOf.replaceAll('-', ''));
  const tables = tablesOf({ rows, spec, now, ...(before && { before }) });
  const memory: Memory = { hidden: { ...before?.memory.hidden }, summed: { ...before?.memory.summed } };
  const exposed: string[] = [];
  const published = [...rows];
  for (const table of tables) {
    const { exposed: given, bare } = cover(table);
    const nameOf = (cell: number) => keyOf(rows[table.row[cell]!]!, spec);
    if (bare.length > 0)
      throw new Error(`${nameOf(bare[0]!)}: nothing hides this ${spec.count}, so nothing is published`);
    for (const cell of given) exposed.push(nameOf(cell));
    remember(table, { rows, spec, memory });
    write(table, { rows, spec, published });
  }
  return { rows: published, memory, exposed };
};

const remember = (table: Table, { rows, spec, memory }: { rows: Row[]; spec: Protection; memory: Memory }): void => {
  for (let cell = 0; cell < table.state.length; cell += 1)
    if (table.state[cell] === HIDDEN)
      memory.hidden[keyOf(rows[table.row[cell]!]!, spec)] = {
        since: table.since[cell]!,
        changed: table.changed[cell]!,
        count: table.value[cell]!,
        least: table.least[cell]!,
      };
  table.times.forEach((_, time) => {
    const sums = table.sums.subarray(time * table.width, (time + 1) * table.width);
    if (sums.some((sum) => sum !== NO_SUM)) memory.summed[timeKey(table, time)] = table.summedSince[time]!;
  });
};

/** The cells that a derived figure at `cell` is computed from, beside the count itself: totals over its dimensions. */
const totalsAbove = (table: Table, cell: number, over: readonly string[] | undefined): number[] => {
  let cells = [cell];
  for (const { column, stride, labels } of table.axes) {
    if (over && !over.includes(column)) continue;
    cells = cells.flatMap((each) => [
      each,
      each - (Math.floor((each % table.width) / stride) % labels.length) * stride,
    ]);
  }
  return cells;
};

const write = (table: Table, { rows, spec, published }: { rows: Row[]; spec: Protection; published: Row[] }): void => {
  for (let cell = 0; cell < table.state.length; cell += 1) {
    const index = table.row[cell]!;
    if (index < 0) continue;
    const hidden = table.state[cell] === HIDDEN;
    const row = { ...rows[index]! };
    if (hidden) {
      row[spec.count] = null;
      row[spec.marker] = HIDDEN_MARKER;
    }
    for (const derived of spec.derived ?? []) {
      const [column, over] = typeof derived === 'string' ? [derived, undefined] : [derived.column, derived.over];
      if (totalsAbove(table, cell, over).some((part) => table.state[part] === HIDDEN)) row[column] = null;
    }
    published[index] = row;
  }
};
