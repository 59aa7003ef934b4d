// When a letter should have arrived at the latest (notifications-utils letter_timings.py), without bank holidays.
import { Temporal } from 'temporal-polyfill';

const MOST_DAYS_IN_TRANSIT: Record<string, number> = {
  first: 0,
  second: 4,
  economy: 6,
  europe: 5,
  'rest-of-world': 7,
};
const SATURDAY = 6;

function nextWorkingDay(day: Temporal.PlainDate, lastWorkingDay: number): Temporal.PlainDate {
  const next = day.add({ days: 1 });
  return next.dayOfWeek <= lastWorkingDay ? next : nextWorkingDay(next, lastWorkingDay);
}

/** UTC time, four in the afternoon in London. Letters accepted after 17:30 count as the next day's. */
export function latestDelivery(createdAt: string, postage: string): string {
  const processed = Temporal.Instant.from(createdAt).toZonedDateTimeISO('Europe/London').add({ hours: 6, minutes: 30 });
  let day = nextWorkingDay(processed.toPlainDate(), SATURDAY - 1);
  // First class is delivered on Saturdays too.
  const lastWorkingDay = postage === 'first' ? SATURDAY : SATURDAY - 1;
  for (let left = 1 + (MOST_DAYS_IN_TRANSIT[postage] ?? 4); left > 0; left--) day = nextWorkingDay(day, lastWorkingDay);
  const due = day.toZonedDateTime({ timeZone: 'Europe/London', plainTime: '16:00' }).toInstant();
  return due.toString({ fractionalSecondDigits: 6 });
}
