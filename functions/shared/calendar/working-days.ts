import { isBankHoliday } from './bank-holidays.ts';
import { addDays, daysBetween, remembered, weekday } from './london.ts';

/** Monday to Friday, and no bank holiday of England and Wales. */
export const isWorkingDay = remembered((date: string) => weekday(date) <= 5 && !isBankHoliday(date));

// No rule looks further, and a date in a file may lie centuries back.
const COUNTED_TO = 60;

/**
 * Working days after one date, up to and including another. Counts to 60 and stops.
 * @returns 0 if `to` is not after `from`.
 */
export function workingDays(from: string, to: string): number {
  const days = Math.min(daysBetween(from, to), 2 * COUNTED_TO);
  let count = 0;
  for (let back = 0; back < days && count < COUNTED_TO; back += 1) if (isWorkingDay(addDays(to, -back))) count += 1;
  return count;
}
