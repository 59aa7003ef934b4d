import { PERIODS, type Period, startOf } from '../../../functions/performance/publication/protect/periods.ts';
import { protect } from '../../../functions/performance/publication/protect/protect.ts';
import type { Memory, Protection, Row } from '../../../functions/performance/publication/protect/types.ts';
import { ALL, keyOf, type PublishedDataset, type PublishedRow } from './published.ts';

/** A count that a council gave: for one combination of service and channel, over a day, a month, a quarter or a year. */
export type Count = { area: string; period: Period; start: string; service: string; channel: string; count: number };

export const SPEC: Protection = {
  count: 'contacts',
  marker: 'contacts_marker',
  threshold: 5,
  dimensions: [
    { column: 'service', total: ALL },
    { column: 'channel', total: ALL },
  ],
  derived: [{ column: 'percent', over: ['channel'] }],
};

/** Whether the finer periods of one kind make up the whole coarser period. */
const complete = (coarse: Period, start: string, fine: Period, starts: Set<string>): boolean => {
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const months = { day: 0, month: 1, quarter: 3, year: 12 }[coarse];
  const end = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  const next = (day: string): string => {
    const [y, m, d] = day.split('-').map(Number) as [number, number, number];
    const step = { day: [0, 1], month: [1, 0], quarter: [3, 0], year: [12, 0] }[fine] as [number, number];
    return new Date(Date.UTC(y, m - 1 + step[0], d + step[1])).toISOString().slice(0, 10);
  };
  for (let day = start; day < end; day = next(day)) if (!starts.has(day)) return false;
  return true;
};

/** The rows with true counts: sums over services, channels and periods, each period once all its parts are there. */
export const rowsOf = (counts: Count[]): Row[] => {
  const sums = new Map<string, number>();
  const add = (key: string, count: number): void => void sums.set(key, (sums.get(key) ?? 0) + count);
  for (const { area, period, start, service, channel, count } of counts)
    for (const s of [service, ALL]) for (const c of [channel, ALL]) add([area, period, start, s, c].join('|'), count);
  for (const coarse of PERIODS.slice(1)) {
    const fine = PERIODS[PERIODS.indexOf(coarse) - 1]!;
    const groups = new Map<string, Map<string, number>>();
    for (const [key, count] of sums) {
      const [area, period, start, service, channel] = key.split('|') as [string, Period, string, string, string];
      if (period !== fine) continue;
      const whole = [area, coarse, startOf(coarse, start), service, channel].join('|');
      const group = groups.get(whole) ?? new Map();
      groups.set(whole, group.set(start, count));
    }
    for (const [whole, parts] of groups)
      if (complete(coarse, whole.split('|')[2]!, fine, new Set(parts.keys())))
        sums.set(
          whole,
          [...parts.values()].reduce((sum, count) => sum + count, 0),
        );
  }
  return [...sums].map(([key, contacts]) => {
    const [area_code, period, period_start, service, channel] = key.split('|') as [
      string,
      string,
      string,
      string,
      string,
    ];
    const total = sums.get([area_code, period, period_start, service, ALL].join('|'))!;
    const percent = total > 0 ? (Math.floor((1000 * contacts) / total + 0.5) / 10).toFixed(1) : null;
    return { period, period_start, area_code, service, channel, contacts, contacts_marker: null, percent };
  });
};

/** `full` as the product does it; `small only` hides nothing but the small counts themselves; `forgetful` forgets former releases. */
export type Protecting = 'full' | 'small only' | 'forgetful';

export type World = {
  dataset: PublishedDataset;
  truth: (key: string, asOf: string) => number;
  exposed: string[];
  rows: number;
};

const text = (row: Row): PublishedRow =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value === null ? '' : String(value)]));

const keyFor = (row: Row): string => keyOf(text(row), ['service', 'channel']);

const smallOnly = (rows: Row[], spec: Protection): Row[] =>
  rows.map((row) => {
    const count = row[spec.count] as number;
    return count >= 1 && count < spec.threshold
      ? { ...row, [spec.count]: null, [spec.marker]: 'c', percent: null }
      : row;
  });

/** Publishes release after release, as the product would, with revisions.csv, and keeps the truth aside. */
export const publishAll = (
  releases: { asOf: string; rows: Row[] }[],
  protecting: Protecting = 'full',
  spec: Protection = SPEC,
): World => {
  const truth = new Map<string, number>();
  const dataset: PublishedDataset = {
    name: 'contacts-by-channel',
    count: spec.count,
    dimensions: spec.dimensions.map(({ column }) => column),
    releases: [],
    revised: new Set(),
  };
  const exposed: string[] = [];
  let before: { rows: Row[]; memory: Memory } | undefined;
  for (const { asOf, rows } of releases) {
    for (const row of rows) truth.set(`${asOf}|${keyFor(row)}`, row[spec.count] as number);
    const after =
      protecting === 'small only'
        ? { rows: smallOnly(rows, spec), memory: { hidden: {}, summed: {} }, exposed: [] }
        : protect({ rows, spec, asOf, ...(before && protecting === 'full' && { before }) });
    const former = new Map(before?.rows.map((row) => [keyFor(row), row]));
    for (const row of after.rows) {
      const was = former.get(keyFor(row));
      if (was && was[spec.count] !== row[spec.count]) dataset.revised.add(`${asOf}|${keyFor(row)}`);
    }
    exposed.push(...after.exposed);
    dataset.releases.push({ asOf, rows: after.rows.map(text) });
    before = after;
  }
  return {
    dataset,
    truth: (key, asOf) => truth.get(`${asOf}|${key}`)!,
    exposed,
    rows: releases.at(-1)?.rows.length ?? 0,
  };
};
