// scheduled_for is checked and then ignored: the message goes at once. Dates are read as by Python's
// datetime.fromisoformat, and a time zone in them is thrown away.
import { type Rule, text } from './check-form.ts';

const DAY_MS = 24 * 3600 * 1000;
const DATE = /^(\d{4})-?(\d\d)-?(\d\d)/;
const TIME = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(?:Z|[+-]\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?)?$/;

/** Epoch milliseconds of an ISO 8601 text, read as UTC whatever zone it names; undefined if it is none. */
export function readIsoDate(value: string): number | undefined {
  const [date, year, month, day] = DATE.exec(value) ?? [];
  if (date === undefined || /^\d{4}-\d{4}$|^\d{6}-\d\d$/.test(date)) return undefined;
  const rest = value.slice(date.length);
  const time = rest === '' ? ['', '0', '0', '0', '0'] : TIME.exec(rest.slice(1));
  if (!time) return undefined;
  const [hour, minute, second] = [time[1], time[2] ?? 0, time[3] ?? 0].map(Number) as [number, number, number];
  const found = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const realDay = found.getUTCMonth() === Number(month) - 1 && found.getUTCDate() === Number(day);
  if (!realDay || Number(year) === 0 || hour > 23 || minute > 59 || second > 59) return undefined;
  return found.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + Number(`0.${time[4] ?? 0}`) * 1000;
}

export const scheduledFor = (now: Date): Rule =>
  text((value) => {
    const due = readIsoDate(value);
    if (due === undefined) {
      return 'datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601';
    }
    if (due < now.getTime()) return 'datetime can not be in the past';
    return due > now.getTime() + DAY_MS ? 'datetime can only be 24 hours in the future' : undefined;
  });
