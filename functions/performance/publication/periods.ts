import { PERIODS, type Period, startOf } from './protect/periods.ts';

/** Days as whole numbers, days since 1970: a history of ten years asks for hundreds of thousands of them. */
const DAY_MS = 86_400_000;

export const dayNumber = (date: string): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;

const names = new Map<number, string>();
/** `YYYY-MM-DD` of a day number. */
export function dateOf(day: number): string {
  const known = names.get(day);
  if (known !== undefined) return known;
  const name = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (names.size > 20_000) names.clear();
  names.set(day, name);
  return name;
}

const MONTHS: Record<Exclude<Period, 'day'>, number> = { month: 1, quarter: 3, year: 12 };

/** The last day of the period that begins on `start`. */
export function endOf(period: Period, start: string): string {
  if (period === 'day') return start;
  const first = Date.UTC(Number(start.slice(0, 4)), Number(start.slice(5, 7)) - 1 + MONTHS[period], 1);
  return dateOf(first / DAY_MS - 1);
}

/** The start of the period after the one that begins on `start`. */
export const nextStart = (period: Period, start: string): string => dateOf(dayNumber(endOf(period, start)) + 1);

/** A period by its day numbers, both included. */
export type Span = { period: Period; start: string; first: number; last: number };

/** Every period of all four kinds that lies wholly between two day numbers, both included. */
export function* periodsBetween(first: number, last: number): Generator<Span> {
  for (const period of PERIODS) {
    let start = startOf(period, dateOf(first));
    if (dayNumber(start) < first) start = dateOf(dayNumber(endOf(period, start)) + 1);
    for (;;) {
      const end = dayNumber(endOf(period, start));
      if (end > last) break;
      yield { period, start, first: dayNumber(start), last: end };
      start = dateOf(end + 1);
    }
  }
}

/** A figure may still change until this many days after its period: what is late has mostly come by then. */
export const FINAL_AFTER_DAYS = 14;

export const statusOf = (lastDay: number, asOf: number): 'provisional' | 'final' =>
  asOf - lastDay >= FINAL_AFTER_DAYS ? 'final' : 'provisional';
