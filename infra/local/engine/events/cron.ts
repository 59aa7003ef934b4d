// The schedule expressions of EventBridge: rate(), cron() and at().
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html

import { Temporal } from 'temporal-polyfill';

/** When a schedule runs next after an instant (epoch milliseconds); undefined when it never does again. */
export type Schedule = { next(after: number): number | undefined };

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * @param timezone IANA name that cron and at are read in.
 * @param start epoch milliseconds that a rate counts from.
 * @throws Error saying what of the expression is not understood.
 */
export function parseSchedule(expression: string, timezone: string, start: number): Schedule {
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(body, start);
  if (kind === 'cron') return cron(body, timezone);
  if (kind === 'at') return at(body, timezone);
  throw new Error(`the schedule ${expression} is not rate(…), cron(…) or at(…)`);
}

function rate(body: string, start: number): Schedule {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(body) ?? [];
  const every = Number(count) * (unitMs[unit] ?? Number.NaN);
  if (!(every > 0)) throw new Error(`rate(${body}) is not a number of minutes, hours or days`);
  return { next: (after) => start + (Math.max(0, Math.floor((after - start) / every)) + 1) * every };
}

function at(body: string, timezone: string): Schedule {
  const when = Temporal.PlainDateTime.from(body).toZonedDateTime(timezone).epochMilliseconds;
  return { next: (after) => (when > after ? when : undefined) };
}

type Field = (value: number, date: Temporal.PlainDate) => boolean;

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** Beyond this a schedule is taken never to run again. */
const LONGEST_YEARS = 8;

function cron(body: string, timezone: string): Schedule {
  const fields = body.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`cron(${body}) has ${fields.length} fields, not 6`);
  const [m = '', h = '', dom = '', mon = '', dow = '', y = ''] = fields;
  const minute = field(m, 0, 59);
  const hour = field(h, 0, 23);
  const dayOfMonth = dom === 'L' ? lastDayOfMonth : field(dom, 1, 31);
  const month = field(named(mon, months, 1), 1, 12);
  const weekday = dayOfWeek(named(dow, weekdays, 1));
  const year = field(y, 1970, 2199);

  const dayMatches = (date: Temporal.PlainDate) =>
    year(date.year, date) &&
    month(date.month, date) &&
    dayOfMonth(date.day, date) &&
    weekday((date.dayOfWeek % 7) + 1, date);
  const next = (after: number) => {
    let time = Temporal.Instant.fromEpochMilliseconds(after)
      .toZonedDateTimeISO(timezone)
      .round({ smallestUnit: 'minute', roundingMode: 'floor' });
    time = time.add({ minutes: 1 });
    const last = time.year + LONGEST_YEARS;
    while (time.year <= last) {
      const date = time.toPlainDate();
      if (!dayMatches(date)) time = date.add({ days: 1 }).toZonedDateTime(timezone);
      else if (!hour(time.hour, date))
        time = time.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: 1 });
      else if (!minute(time.minute, date)) time = time.add({ minutes: 1 });
      else return time.epochMilliseconds;
    }
    return undefined;
  };
  return { next };
}

const lastDayOfMonth: Field = (day, date) => day === date.daysInMonth;

function dayOfWeek(text: string): Field {
  const [, day, nth] = /^(\d)#(\d)$/.exec(text) ?? [];
  if (day !== undefined) return (value, date) => value === Number(day) && Math.ceil(date.day / 7) === Number(nth);
  const [, lastDay] = /^(\d)L$/.exec(text) ?? [];
  if (lastDay !== undefined) return (value, date) => value === Number(lastDay) && date.day + 7 > date.daysInMonth;
  return field(text, 1, 7);
}

const named = (text: string, names: string[], first: number): string =>
  text.replace(/[A-Z]{3}/gi, (name) => {
    const index = names.indexOf(name.toUpperCase());
    return index < 0 ? name : String(index + first);
  });

/** `*`, `?`, lists, ranges and steps. `W` and others are refused. */
function field(text: string, low: number, high: number): Field {
  if (text === '*' || text === '?') return () => true;
  const allowed = new Set<number>();
  for (const part of text.split(',')) {
    const [, from = '', to, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (!from) throw new Error(`the cron field ${text} is not run`);
    const begin = from === '*' ? low : Number(from);
    const end = to ? Number(to) : step || from === '*' ? high : begin;
    if (begin < low || end > high || begin > end)
      throw new Error(`the cron field ${text} is outside ${low} to ${high}`);
    for (let value = begin; value <= end; value += Number(step ?? 1)) allowed.add(value);
  }
  return (value) => allowed.has(value);
}
