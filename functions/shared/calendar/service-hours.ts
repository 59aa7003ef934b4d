import { addDays, londonDate, londonInstant } from './london.ts';
import { nextOpening, type Window } from './windows.ts';

/** When a service is at work, by name. London clock times. */
export const SERVICE_HOURS = {
  'working-days': {
    days: [1, 2, 3, 4, 5],
    working_days_only: true,
    opens: '08:30',
    shuts: '17:00',
    breaks: [],
  },
  'every-day': { days: [1, 2, 3, 4, 5, 6, 7], working_days_only: false, opens: '08:00', shuts: '20:00', breaks: [] },
  always: { days: [1, 2, 3, 4, 5, 6, 7], working_days_only: false, opens: '00:00', shuts: '24:00', breaks: [] },
} as const satisfies Record<string, Window>;

export const SERVICE_HOURS_NAMES = Object.keys(SERVICE_HOURS) as (keyof typeof SERVICE_HOURS)[];

/** What a service aims at: so many hours of its own working time. */
export type Target = { working_hours: number; at_work: keyof typeof SERVICE_HOURS };

const HOUR_MS = 3_600_000;

/** The instant at which the service stops work on the day of an instant. */
function shutting({ shuts }: Window, at: number): number {
  const date = londonDate(at);
  return shuts === '24:00' ? londonInstant(addDays(date, 1), '00:00') : londonInstant(date, shuts);
}

/**
 * The London day by whose end so many working hours are over. Hours are hours: the night on which clocks change is an hour
 * shorter or longer for whoever works through it.
 * @param from milliseconds since 1970
 */
export function targetDay(from: number, { working_hours, at_work }: Target): string {
  const window = SERVICE_HOURS[at_work];
  let left = working_hours * HOUR_MS;
  for (let at = nextOpening(window, from); ; at = nextOpening(window, shutting(window, at))) {
    const open = shutting(window, at) - at;
    if (left <= open) return londonDate(at + left - 1);
    left -= open;
  }
}
