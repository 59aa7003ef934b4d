import { hasPublishedHolidays, PUBLISHED_YEARS } from '../../shared/calendar/bank-holidays.ts';
import { addDays } from '../../shared/calendar/london.ts';

/** Half a year: GOV.UK publishes two years ahead, and a deployment with the next list has time. */
const AHEAD_DAYS = 183;

/** Warns when a document is decided on and bank holidays are not published for so long ahead: beyond them no document goes. */
export type WarnOfHolidays = (today: string) => void;

/**
 * Says so once a day in each container.
 * @param alarm logs the word that the alarm listens for
 */
export function warningOfHolidays(
  alarm: (what: 'bank-holidays-end', details: { published_to: number }) => void,
): WarnOfHolidays {
  let said: string | null = null;
  return (today) => {
    if (said === today || hasPublishedHolidays(addDays(today, AHEAD_DAYS))) return;
    said = today;
    alarm('bank-holidays-end', { published_to: Math.max(...PUBLISHED_YEARS) });
  };
}
