import { isPeriod, PERIODS, type Period, partsOf, startOf } from './periods.ts';
import type { Memory, Protection, Row } from './types.ts';

/** What may be done with a cell. Counts that stand unchanged in an earlier release are fixed; zeros are hidden last. */
export const ABSENT = 0;
export const FIXED = 1;
export const OPEN = 2;
export const HIDDEN = 3;
export const ZERO = 4;

/** Whether a period's cell is the sum of its finer periods: not, as far as the calendar says, or by its numbers too. */
export const NO_SUM = 0;
export const NOMINAL = 1;
export const TRUE_SUM = 2;

export type Time = { period: Period; start: string; parent: number; children: number[] };

/** The values of one dimension. Place 0 is the total, whether or not there are rows of it. */
export type Axis = { column: string; labels: string[]; stride: number };

/**
 * One area's counts as a dense table of periods by combinations of the dimensions' values (`width` of them).
 * A cell's index is `time * width + combination`.
 */
export type Table = {
  area: string;
  times: Time[];
  axes: Axis[];
  width: number;
  value: Float64Array;
  /** The count in the former release, 0 where there was none. */
  former: Float64Array;
  /** The smallest count the cell had since it was hidden: what may be taken from it in all releases at once. */
  least: Float64Array;
  state: Uint8Array;
  /** The release, as yyyymmdd, since which the cell is hidden. */
  since: Int32Array;
  /** The release since which it has the count that it has now; the same as `since` where it never changed. */
  changed: Int32Array;
  /** Per cell, whether it is the sum of its finer periods. */
  sums: Uint8Array;
  /** Per time, the release since which that is so. */
  summedSince: Int32Array;
  /** The row's place in the list of rows, -1 where there is none. */
  row: Int32Array;
  now: number;
  threshold: number;
};

export type Input = { rows: Row[]; spec: Protection; before?: { rows: Row[]; memory: Memory }; now: number };

export const keyOf = (row: Row, spec: Protection): string => {
  let key = `${row['area_code']}|${row['period']}|${row['period_start']}`;
  for (const { column } of spec.dimensions) key += `|${row[column]}`;
  return key;
};

export const timeKey = (table: Table, time: number): string =>
  `${table.area}|${table.times[time]!.period}|${table.times[time]!.start}`;

const inOrder = (words: Iterable<string>): string[] => [...words].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** What does not fit the sums cannot be protected, and so must not pass. The count itself is not told. */
const refuseUnprotectable = (row: Row, spec: Protection): void => {
  const where = keyOf(row, spec);
  if (!isPeriod(row['period']))
    throw new Error(`${where}: a protected row's period must be one of ${PERIODS.join(', ')}`);
  const count = row[spec.count];
  if (!Number.isSafeInteger(count) || (count as number) < 0)
    throw new Error(`${where}: ${spec.count} must be a whole number, 0 or more, or null`);
};

const axesOf = (rows: Row[], spec: Protection): Axis[] => {
  let stride = 1;
  return spec.dimensions.map(({ column, total }) => {
    const found = new Set(rows.map((row) => String(row[column])));
    found.delete(total);
    const axis = { column, labels: [total, ...inOrder(found)], stride };
    stride *= axis.labels.length;
    return axis;
  });
};

const timesOf = (rows: Row[]): { times: Time[]; at: Map<string, number> } => {
  const starts = new Map(PERIODS.map((period) => [period, new Set<string>()]));
  for (const row of rows) starts.get(row['period'] as Period)!.add(String(row['period_start']));
  const times: Time[] = [];
  const at = new Map<string, number>();
  for (const period of PERIODS)
    for (const start of inOrder(starts.get(period)!)) {
      at.set(`${period}|${start}`, times.length);
      times.push({ period, start, parent: -1, children: [] });
    }
  // The nearest coarser period that the dataset has at all is the one that these add up to.
  times.forEach((time, index) => {
    const coarser = PERIODS.slice(PERIODS.indexOf(time.period) + 1).find((period) => starts.get(period)!.size > 0);
    if (!coarser) return;
    const parent = at.get(`${coarser}|${startOf(coarser, time.start)}`);
    if (parent === undefined) return;
    time.parent = parent;
    times[parent]!.children.push(index);
  });
  return { times, at };
};

/** Marks which cells are sums of their finer periods: by the calendar (all are there) or by the numbers. */
const findSums = (table: Table): void => {
  const { times, width, value, sums } = table;
  times.forEach((time, t) => {
    if (time.children.length === 0) return;
    const full = partsOf(time.period, times[time.children[0]!]!.period, time.start);
    for (let k = 0; k < width; k += 1) {
      if (table.state[t * width + k] === ABSENT) continue;
      let sum = 0;
      let found = 0;
      for (const child of time.children)
        if (table.state[child * width + k] !== ABSENT) {
          sum += value[child * width + k]!;
          found += 1;
        }
      if (found === 0) continue;
      if (sum === value[t * width + k]) sums[t * width + k] = TRUE_SUM;
      else if (found === full) sums[t * width + k] = NOMINAL;
    }
  });
};

/** One table per area, with every count that must be hidden by itself (or was hidden before) already hidden. */
export const tablesOf = ({ rows, spec, before, now }: Input): Table[] => {
  const known = rows.filter((row) => row[spec.count] !== null);
  for (const row of known) refuseUnprotectable(row, spec);
  const byArea = Map.groupBy(known, (row) => String(row['area_code']));
  const places = new Map(rows.map((row, index) => [row, index]));
  const seen = new Map<string, number>();
  for (const row of before?.rows ?? []) {
    const count = row[spec.count];
    if (typeof count === 'number') seen.set(keyOf(row, spec), count);
  }
  return inOrder(byArea.keys()).map((area) => {
    const own = byArea.get(area)!;
    const axes = axesOf(own, spec);
    const width = axes.reduce((size, axis) => size * axis.labels.length, 1);
    const { times, at } = timesOf(own);
    const size = times.length * width;
    const table: Table = {
      area,
      times,
      axes,
      width,
      value: new Float64Array(size),
      former: new Float64Array(size),
      least: new Float64Array(size),
      state: new Uint8Array(size),
      since: new Int32Array(size),
      changed: new Int32Array(size),
      sums: new Uint8Array(size),
      summedSince: new Int32Array(times.length),
      row: new Int32Array(size).fill(-1),
      now,
      threshold: spec.threshold,
    };
    const labels = axes.map((axis) => new Map(axis.labels.map((label, index) => [label, index * axis.stride])));
    for (const row of own) {
      let index = at.get(`${row['period']}|${row['period_start']}`)! * width;
      axes.forEach((axis, a) => {
        index += labels[a]!.get(String(row[axis.column]))!;
      });
      const count = row[spec.count] as number;
      const key = keyOf(row, spec);
      const past = before?.memory.hidden[key];
      table.row[index] = places.get(row)!;
      table.value[index] = count;
      table.former[index] = past?.count ?? seen.get(key) ?? 0;
      if (past) {
        table.state[index] = HIDDEN;
        table.since[index] = past.since;
        table.changed[index] = past.count === count ? past.changed : now;
        table.least[index] = Math.min(past.least, count);
      } else {
        table.since[index] = now;
        table.changed[index] = now;
        table.least[index] = count;
        if (count >= 1 && count < spec.threshold) table.state[index] = HIDDEN;
        else if (seen.get(key) === count) table.state[index] = FIXED;
        else table.state[index] = count === 0 ? ZERO : OPEN;
      }
    }
    findSums(table);
    times.forEach((_, t) => {
      table.summedSince[t] = before?.memory.summed[timeKey(table, t)] ?? now;
    });
    return table;
  });
};
