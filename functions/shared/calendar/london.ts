// Temporal as functions: a bundle carries the few that are used, where the classes would come whole.
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';

/**
 * London days and clock times. A date is a London day, `YYYY-MM-DD`; an instant is milliseconds since 1970. Temporal
 * knows the clock changes; what it says is remembered, because a file asks the same few questions 100,000 times.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONE = 'Europe/London';
const REMEMBERED = 10_000; // answers kept for each question: files may hold any date at all

/** Remembers a function's answers, up to a bound. */
export function remembered<Asked, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const known = new Map<Asked, Answer>();
  return (asked) => {
    const before = known.get(asked);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const found = answer(asked);
    known.set(asked, found);
    return found;
  };
}

// British clocks change at 01:00 UTC (SI 2002/262), so an offset holds for a whole UTC hour.
const offsetOfHour = remembered((hour: number) => {
  const instant = Instant.fromEpochMilliseconds(hour * HOUR_MS);
  return ZonedDateTime.offsetNanoseconds(Instant.toZonedDateTimeISO(instant, ZONE)) / 1e6;
});

const wallClock = (instant: number) => instant + offsetOfHour(Math.floor(instant / HOUR_MS));

/** Days since 1970 of a date. */
const numberOf = remembered((date: string) => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day); // Date.UTC takes years below 100 for 19xx
  return midnight.getTime() / DAY_MS;
});
const FIRST_DAY = PlainDate.create(1970, 1, 1);
const dateOf = remembered((day: number) => PlainDate.toString(PlainDate.addDays(FIRST_DAY, day)));

/** The date in London at an instant. */
export const londonDate = (instant: number): string => dateOf(Math.floor(wallClock(instant) / DAY_MS));

/** Minutes since midnight that a London clock shows. */
export const londonMinutes = (instant: number): number => Math.floor((wallClock(instant) % DAY_MS) / 60_000);

/**
 * The instant at which a London clock shows this date and time. A time that the clock change leaves out is read as an
 * hour later, one that it shows twice as the first.
 * @param time `HH:MM`
 */
export function londonInstant(date: string, time: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return PlainDateTime.toZonedDateTime(PlainDateTime.create(year, month, day, hour, minute), ZONE).epochMilliseconds;
}

/** The first instant of a London day. */
export const dayBegins = (date: string): number => londonInstant(date, '00:00');

export const addDays = (date: string, days: number): string => dateOf(numberOf(date) + days);

/** Days from one date to another; negative if the second is earlier. */
export const daysBetween = (from: string, to: string): number => numberOf(to) - numberOf(from);

/** 1 is Monday, 7 is Sunday. */
export const weekday = (date: string): number => ((((numberOf(date) + 3) % 7) + 7) % 7) + 1;
