import type { Row } from '../publication/types.ts';

/** How figures, periods and markers read on a page. */

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

type Day = { year: number; month: number; day: number };
const partsOf = (date: string): Day => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
};

/** `5 October 2026` */
export function dayWords(date: string): string {
  const { year, month, day } = partsOf(date);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** A period as people say it: `2017–18`, `April to June 2026`, `September 2026`, `5 October 2026`. */
export function periodWords({ period, period_start }: Row): string {
  const start = String(period_start);
  const { year, month } = partsOf(start);
  switch (period) {
    case 'year':
      return `${year}–${String((year + 1) % 100).padStart(2, '0')}`;
    case 'quarter':
      return `${MONTHS[month - 1]} to ${MONTHS[month + 1]} ${year}`;
    case 'month':
      return `${MONTHS[month - 1]} ${year}`;
    default:
      return dayWords(start);
  }
}

/** The same in short, for the axis of a chart: `2017–18`, `Apr–Jun 2026`, `Sep 2026`, `5 Oct`. */
export function periodShort({ period, period_start }: Row): string {
  const { year, month, day } = partsOf(String(period_start));
  const short = (number: number) => MONTHS[number - 1]!.slice(0, 3);
  if (period === 'quarter') return `${short(month)}–${short(month + 2)} ${year}`;
  if (period === 'month') return `${short(month)} ${year}`;
  return period === 'day'
    ? `${day} ${short(month)}`
    : periodWords({ period: 'year', period_start: String(period_start) });
}

/** `on` a day, `in` what is longer. */
export const within = (period: unknown): 'in' | 'on' => (period === 'day' ? 'on' : 'in');

/** What is counted by, in the plural: `by year`. */
export const GRAINS: Readonly<Record<string, string>> = {
  year: 'financial years',
  quarter: 'quarters',
  month: 'months',
  day: 'days',
};

/** Markers in square brackets, as the Analysis Function asks: never a bare symbol. */
export const MARKERS: Readonly<Record<string, string>> = {
  c: 'hidden to protect people, because the number is small (it may be 0) or would give a small number away',
  p: 'the count covers only the first part of the period',
  x: 'not available',
  z: 'not applicable, since nothing was counted',
};

/** `257,161`, `64.3`, with as many decimals as the column has. */
export const numberWords = (value: number, decimals = 0): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** A code as words, where no list says what it means. */
export const titled = (titles: Readonly<Record<string, string>> | undefined, code: string): string => {
  const known = titles?.[code];
  if (known !== undefined) return known;
  const words = code.replaceAll(/[-_]/g, ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};

/** `1.2 MB`, `340 bytes` */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${numberWords(bytes / 1000)} KB`;
  return `${numberWords(bytes / 1_000_000, 1)} MB`;
}
