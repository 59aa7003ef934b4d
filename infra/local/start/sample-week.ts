import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const EVENTS = join(import.meta.dirname, '..', '..', '..', 'events');

/** One day of the sample week. */
export type SampleDay = {
  /** From 1. */
  number: number;
  /** "Monday 28 September". */
  title: string;
  /** What there is to see, in a sentence. */
  about: string;
  folder: string;
  /** Milliseconds since 1970. */
  begins: number;
  /** The function that is out of order in the night that follows. */
  breaksTonight: string | null;
  /** The function whose dead letters an operator sends round again in the morning. */
  redrives: string | null;
  /** The system that is down while the afternoon's files are played, and for an hour; null where the day has no afternoon. */
  downInTheAfternoon: string | null;
};

type Written = {
  folder: string;
  now: string;
  about: string;
  breaksTonight?: string;
  redrives?: string;
  downInTheAfternoon?: string;
};

/** What the contact centre told of the year before the week, and the real figures of former years. */
export const YEARS_BEFORE = [join(EVENTS, 'sample-year'), join(EVENTS, 'history')] as const;

const titled = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'Europe/London',
});

/** Monday to Friday of one council, as `events/make-sample-week.ts` made them up. */
export function sampleWeek(): SampleDay[] {
  const { days } = JSON.parse(readFileSync(join(EVENTS, 'sample-week.json'), 'utf8')) as { days: Written[] };
  return days.map(({ folder, now, about, breaksTonight = null, redrives = null, downInTheAfternoon = null }, i) => ({
    number: i + 1,
    title: titled.format(new Date(now)).replace(',', ''),
    about,
    folder: join(EVENTS, 'sample-week', folder),
    begins: Date.parse(now),
    breaksTonight,
    redrives,
    downInTheAfternoon,
  }));
}

/** The days that are played: the whole week, or the one that was asked for. */
export const daysAsked = (day: number | null): SampleDay[] =>
  sampleWeek().filter(({ number }) => day === null || number === day);
