import type { Move } from './check.ts';
import { ABSENT, type Table } from './table.ts';

const changeAt = (table: Table, cell: number): number =>
  table.state[cell] === ABSENT ? 0 : table.former[cell]! - table.value[cell]!;

/** The cells that share an equation with a cell: its row, its column, its whole and parts in time. */
const neighbours = ({ axes, times, width }: Table, cell: number): number[] => {
  const time = Math.floor(cell / width);
  const k = cell % width;
  const { parent, children } = times[time]!;
  const inTime = [parent, ...children, ...(parent < 0 ? [] : times[parent]!.children)].filter((each) => each >= 0);
  return [
    ...axes.flatMap(({ stride, labels }) => {
      const total = cell - (Math.floor(k / stride) % labels.length) * stride;
      return labels.map((_, place) => total + place * stride);
    }),
    ...inTime.map((each) => each * width + k),
  ];
};

/**
 * The way back to the former release, for a cell and all that changed in connection with it. Both releases add up, so
 * their difference does: with every cell of it hidden, nobody can tell the one from the other.
 */
export const connectedChange = (table: Table, cell: number): Move => {
  if (changeAt(table, cell) === 0) return [];
  const found = new Set([cell]);
  for (const each of found)
    for (const other of neighbours(table, each)) if (changeAt(table, other) !== 0) found.add(other);
  return [...found].map((each) => [each, changeAt(table, each)]);
};
