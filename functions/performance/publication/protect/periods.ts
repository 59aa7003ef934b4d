/** Periods from the finest up. A year is a financial year, from 1 April; quarters start in January, April, July, October. */
export const PERIODS = ['day', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

export const isPeriod = (word: unknown): word is Period => PERIODS.includes(word as Period);

const two = (number: number): string => String(number).padStart(2, '0');

/** The first day of the coarser period that a day lies in, as yyyy-mm-dd. */
export const startOf = (period: Period, day: string): string => {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  if (period === 'day') return day;
  if (period === 'month') return `${day.slice(0, 7)}-01`;
  if (period === 'quarter') return `${day.slice(0, 4)}-${two(month - ((month - 1) % 3))}-01`;
  return `${month >= 4 ? year : year - 1}-04-01`;
};

const IN_MONTHS: Record<Period, number> = { day: 0, month: 1, quarter: 3, year: 12 };

/** How many of the finer periods make up one coarser period that starts on `start`. */
export const partsOf = (coarse: Period, fine: Period, start: string): number => {
  if (fine !== 'day') return IN_MONTHS[coarse] / IN_MONTHS[fine];
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  return Math.round((Date.UTC(year, month - 1 + IN_MONTHS[coarse], 1) - Date.UTC(year, month - 1, 1)) / 86_400_000);
};
