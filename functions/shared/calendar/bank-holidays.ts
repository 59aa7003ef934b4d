import { addDays, remembered, weekday } from './london.ts';

/**
 * Bank holidays of England and Wales as GOV.UK publishes them (https://www.gov.uk/bank-holidays.json). They can change
 * by proclamation (as in 2022 and 2023), so a published year is never computed. Add each year when it is published.
 */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  2025: ['01-01', '04-18', '04-21', '05-05', '05-26', '08-25', '12-25', '12-26'],
  2026: ['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
  2027: ['01-01', '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28'],
  2028: ['01-03', '04-14', '04-17', '05-01', '05-29', '08-28', '12-25', '12-26'],
};

export const PUBLISHED_YEARS = Object.keys(PUBLISHED).map(Number);

/** Whether the bank holidays around a date are known for certain: by rule they may still be moved by proclamation. */
export const hasPublishedHolidays = (date: string): boolean => Object.hasOwn(PUBLISHED, date.slice(0, 4));

const SATURDAY = 6;
const SUNDAY = 7;

const written = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return written(year, Math.floor(n / 31), (n % 31) + 1);
}

const firstMonday = (year: number, month: number) => {
  const first = written(year, month, 1);
  return addDays(first, (8 - weekday(first)) % 7);
};
const lastMonday = (year: number, month: number) => {
  const last = written(year, month, 31); // May and August
  return addDays(last, 1 - weekday(last));
};

/** A holiday at the weekend moves to the next weekday that is none already. */
function substitute(date: string, taken: readonly string[]): string {
  let day = date;
  while (weekday(day) === SATURDAY || weekday(day) === SUNDAY || taken.includes(day)) day = addDays(day, 1);
  return day;
}

/** The bank holidays of a year by the Banking and Financial Dealings Act 1971 and the customary proclamations. */
export function bankHolidaysByRule(year: number): string[] {
  const easter = easterSunday(year);
  const [christmas, boxing] = [written(year, 12, 25), written(year, 12, 26)];
  // 26 December keeps its own day when it falls on a Monday to Friday; Christmas Day then moves past it.
  const fixed = [SATURDAY, SUNDAY].includes(weekday(boxing)) ? [] : [boxing];
  const christmasDay = substitute(christmas, fixed);
  return [
    substitute(written(year, 1, 1), []),
    addDays(easter, -2),
    addDays(easter, 1),
    firstMonday(year, 5),
    lastMonday(year, 5),
    lastMonday(year, 8),
    christmasDay,
    fixed[0] ?? substitute(boxing, [christmasDay]),
  ].sort();
}

const bankHolidaysOf = remembered(
  (year: number) => new Set(PUBLISHED[year]?.map((day) => `${year}-${day}`) ?? bankHolidaysByRule(year)),
);

/** Whether a date is a bank holiday in England and Wales: as published, or by rule where no list is out yet. */
export const isBankHoliday = (date: string): boolean => bankHolidaysOf(Number(date.slice(0, 4))).has(date);
