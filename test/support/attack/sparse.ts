import { PERIODS, type Period, startOf } from '../../../functions/performance/publication/protect/periods.ts';
import type { Protection, Row } from '../../../functions/performance/publication/protect/types.ts';
import { ALL } from './published.ts';

/** Single facts (an answer, a notice): the day, and a value for each dimension in order. */
export type Single = { day: string; values: string[] };

export const sparseSpec = (columns: string[]): Protection => ({
  count: 'contacts',
  marker: 'contacts_marker',
  threshold: 5,
  dimensions: columns.map((column) => ({ column, total: ALL })),
});

const subsets = (values: string[]): string[][] =>
  values.reduce<string[][]>(
    (made, value) =>
      made.flatMap((each) => [
        [...each, value],
        [...each, ALL],
      ]),
    [[]],
  );

/** The last day of a period, as yyyy-mm-dd. */
const endOf = (period: Period, start: string): string => {
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const months = { day: 0, month: 1, quarter: 3, year: 12 }[period];
  return months === 0 ? start : new Date(Date.UTC(year, month - 1 + months, 0)).toISOString().slice(0, 10);
};

/**
 * Rows with true counts, as the datasets of single facts have them: a row only where there is something to count, and
 * with every total; periods once they are over. `wholeDays` leaves days unsplit.
 */
export const sparseRows = (
  singles: Single[],
  { columns, from, to, wholeDays = false }: { columns: string[]; from: string; to: string; wholeDays?: boolean },
): Row[] => {
  const counts = new Map<string, number>();
  for (const { day, values } of singles)
    for (const period of PERIODS) {
      const start = startOf(period, day);
      if (start < from || endOf(period, start) > to) continue;
      for (const combination of subsets(values)) {
        if (wholeDays && period === 'day' && combination.some((value) => value !== ALL)) continue;
        const key = [period, start, ...combination].join('|');
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  return [...counts].map(([key, contacts]) => {
    const [period, period_start, ...values] = key.split('|') as [string, string, ...string[]];
    return {
      ...{ area_code: 'E06000004', period, period_start },
      ...Object.fromEntries(columns.map((column, place) => [column, values[place]!])),
      ...{ contacts, contacts_marker: null },
    };
  });
};

/** Every London day from one to another, both included. */
export const daysFrom = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};
