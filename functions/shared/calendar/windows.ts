import { addDays, londonDate, londonInstant, londonMinutes, weekday } from './london.ts';
import { isWorkingDay } from './working-days.ts';

/** When residents may be reached about something. All times are London clock times, `HH:MM`. */
export type Window = {
  /** Weekdays, 1 for Monday to 7 for Sunday. */
  days: readonly number[];
  /** Not on bank holidays. */
  working_days_only: boolean;
  opens: string;
  /** The first minute at which it is shut again. */
  shuts: string;
  /** Times of the year without any, `MM-DD HH:MM`, from the first minute up to, but not including, the second. */
  breaks: readonly { from: string; to: string }[];
};

/** Over Christmas and the New Year nobody may be there to ask. */
const CHRISTMAS = [
  { from: '12-24 12:00', to: '12-31 24:00' },
  { from: '01-01 00:00', to: '01-03 00:00' },
];

/** The contact windows, by name, and when the phone is answered. */
export const windows = {
  // Format page, section 7: no chasing on a Friday, when nobody could be asked until Monday, nor over Christmas.
  recovery: {
    days: [1, 2, 3, 4],
    working_days_only: true,
    opens: '09:30',
    shuts: '16:00',
    breaks: CHRISTMAS,
  },
  // Format page of events, section 4: what somebody asked for themselves may come on any day, but not at night.
  daily: { days: [1, 2, 3, 4, 5, 6, 7], working_days_only: false, opens: '08:00', shuts: '20:00', breaks: [] },
  // When every council answers its phone; its own hours may be longer (setting opening_hours).
  phone: { days: [1, 2, 3, 4, 5], working_days_only: true, opens: '09:30', shuts: '16:00', breaks: CHRISTMAS },
} as const satisfies Record<string, Window>;

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function isOpenAt(window: Window, date: string, time: string): boolean {
  const inYear = `${date.slice(5)} ${time}`;
  return (
    window.days.includes(weekday(date)) &&
    (!window.working_days_only || isWorkingDay(date)) &&
    time >= window.opens &&
    time < window.shuts &&
    !window.breaks.some(({ from, to }) => from <= inYear && inYear < to)
  );
}

/** Whether the window is open at an instant. */
export const isOpen = (window: Window, instant: number): boolean =>
  isOpenAt(window, londonDate(instant), clock(londonMinutes(instant)));

const MINUTE = 1;
const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether the window is open all of a day's hours. */
export const isOpenOn = (window: Window, date: string): boolean =>
  isOpenAt(window, date, window.opens) && isOpenAt(window, date, clock(minutes(window.shuts) - MINUTE));

// A window that opens on no day of two years never will.
const LOOK_AHEAD_DAYS = 731;

const lastAnswer = new WeakMap<Window, { minute: number; opening: number | 'open' }>();

/**
 * The instant itself if the window is open then, else the next instant at which it opens.
 * @throws Error if it does not open within two years: the window is wrong.
 */
export function nextOpening(window: Window, instant: number): number {
  const minute = Math.floor(instant / 60_000);
  let known = lastAnswer.get(window);
  if (known?.minute !== minute) {
    known = { minute, opening: isOpen(window, instant) ? 'open' : openingAfter(window, instant) };
    lastAnswer.set(window, known);
  }
  return known.opening === 'open' ? instant : known.opening;
}

function openingAfter(window: Window, instant: number): number {
  const today = londonDate(instant);
  const now = clock(londonMinutes(instant));
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const date = addDays(today, ahead);
    // It opens in the morning, or when a break ends on that day.
    const times = [
      window.opens,
      ...window.breaks.filter(({ to }) => to.startsWith(date.slice(5))).map(({ to }) => to.slice(6)),
    ];
    const found = times.sort().find((time) => (ahead > 0 || time > now) && isOpenAt(window, date, time));
    if (found) return londonInstant(date, found);
  }
  throw new Error('a contact window never opens: check its days and times in functions/shared/calendar/windows.ts');
}
