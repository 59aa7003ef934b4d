import Holidays from 'date-holidays';
import { describe, expect, test } from 'vitest';
import {
  bankHolidaysByRule,
  easterSunday,
  isBankHoliday,
  PUBLISHED_YEARS,
} from '../../../../functions/shared/calendar/bank-holidays.ts';
import {
  addDays,
  daysBetween,
  londonDate,
  londonInstant,
  londonMinutes,
  weekday,
} from '../../../../functions/shared/calendar/london.ts';
import { isOpen, nextOpening, type Window, windows } from '../../../../functions/shared/calendar/windows.ts';
import { isWorkingDay, workingDays } from '../../../../functions/shared/calendar/working-days.ts';

const iso = (instant: number) => new Date(instant).toISOString();
const opening = (at: string) => iso(nextOpening(windows.recovery, Date.parse(at)));

describe('London days', () => {
  test.each([
    ['2026-06-30T23:30:00Z', '2026-07-01', 30],
    ['2026-12-31T23:30:00Z', '2026-12-31', 23 * 60 + 30],
    ['2026-03-29T00:59:59Z', '2026-03-29', 59],
    ['2026-03-29T01:00:00Z', '2026-03-29', 120],
    ['2026-10-25T00:59:00Z', '2026-10-25', 119],
    ['2026-10-25T01:00:00Z', '2026-10-25', 60],
  ])('%s is %s, %i minutes after midnight', (instant, date, minutes) => {
    expect(londonDate(Date.parse(instant))).toBe(date);
    expect(londonMinutes(Date.parse(instant))).toBe(minutes);
  });

  test('an hour that the clocks leave out is read as an hour later, one they show twice as the first', () => {
    expect(iso(londonInstant('2026-03-29', '01:30'))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(londonInstant('2026-10-25', '01:30'))).toBe('2026-10-25T00:30:00.000Z');
  });

  test('days are counted over months, leap years and clock changes', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-09-29', '2026-09-01')).toBe(-28);
    expect(daysBetween('0050-01-01', '1950-01-01')).toBe(693_960);
  });

  test('weekdays run from Monday to Sunday, before 1970 as after', () => {
    expect(['2026-09-28', '2026-10-04', '1969-12-31'].map(weekday)).toEqual([1, 7, 3]);
  });
});

describe('bank holidays', () => {
  test.each(PUBLISHED_YEARS)('the rule gives what GOV.UK published for %i', (year) => {
    const byRule = bankHolidaysByRule(year);
    expect(byRule.every(isBankHoliday)).toBe(true);
    const days = Array.from({ length: 366 }, (_, i) => addDays(`${year}-01-01`, i)).filter(
      (day) => day < `${year + 1}`,
    );
    expect(days.filter(isBankHoliday)).toEqual(byRule);
  });

  test('the rule agrees with an independent library for the years to come', () => {
    const library = new Holidays('GB', 'ENG');
    for (let year = 2029; year <= 2060; year += 1) {
      const theirs = library
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10))
        .filter((date) => weekday(date) <= 5);
      expect(bankHolidaysByRule(year)).toEqual([...new Set(theirs)].sort());
    }
  });

  test('Easter falls where the almanac has it', () => {
    expect([2024, 2025, 2038, 2049, 1954].map(easterSunday)).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2038-04-25',
      '2049-04-18',
      '1954-04-18',
    ]);
  });
});

describe('working days', () => {
  test('leave out weekends and bank holidays', () => {
    expect(['2026-09-29', '2026-09-26', '2026-12-28', '2026-12-29'].map(isWorkingDay)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test.each([
    ['2026-09-25', '2026-09-28', 1],
    ['2026-09-24', '2026-09-29', 3],
    ['2026-12-24', '2026-12-29', 1],
    ['2026-04-02', '2026-04-07', 1],
    ['2026-09-29', '2026-09-29', 0],
    ['2026-09-29', '2026-09-28', 0],
  ])('after %s up to %s there are %i', (from, to, days) => {
    expect(workingDays(from, to)).toBe(days);
  });

  test('stop counting where no rule looks any more', () => {
    expect(workingDays('0001-01-01', '2026-09-29')).toBe(60);
  });
});

describe('the recovery window', () => {
  test.each([
    ['in the window, at once', '2026-09-29T10:00:07.123+01:00', '2026-09-29T09:00:07.123Z'],
    ['at its first minute, at once', '2026-09-29T09:30:00+01:00', '2026-09-29T08:30:00.000Z'],
    ['before it, the same day', '2026-09-29T09:29:59+01:00', '2026-09-29T08:30:00.000Z'],
    ['in its last minute, at once', '2026-09-29T15:59:59+01:00', '2026-09-29T14:59:59.000Z'],
    ['at its end, the next day', '2026-09-29T16:00:00+01:00', '2026-09-30T08:30:00.000Z'],
    ['on a Thursday evening, on Monday', '2026-10-01T17:00:00+01:00', '2026-10-05T08:30:00.000Z'],
    ['on a Friday, on Monday', '2026-10-02T10:00:00+01:00', '2026-10-05T08:30:00.000Z'],
    ['before the clocks go back, at 09:30 winter time', '2026-10-23T10:00:00+01:00', '2026-10-26T09:30:00.000Z'],
    ['before the clocks go forward, at 09:30 summer time', '2027-03-26T10:00:00Z', '2027-03-30T08:30:00.000Z'],
    ['on Christmas Eve in the morning, at once', '2026-12-24T11:59:00Z', '2026-12-24T11:59:00.000Z'],
    ['on Christmas Eve at noon, after the break', '2026-12-24T12:00:00Z', '2027-01-04T09:30:00.000Z'],
    ['between the years, after the break', '2025-12-30T10:00:00Z', '2026-01-05T09:30:00.000Z'],
    ['on a bank holiday Monday, on Tuesday', '2026-08-31T10:00:00+01:00', '2026-09-01T08:30:00.000Z'],
  ])('%s', (_, at, due) => {
    expect(opening(at)).toBe(due);
    expect(isOpen(windows.recovery, Date.parse(at))).toBe(Date.parse(at) === Date.parse(due));
  });

  test('answers for each instant by itself, whatever was asked before', () => {
    expect(opening('2026-09-29T10:00:00+01:00')).toBe('2026-09-29T09:00:00.000Z');
    expect(opening('2026-10-02T10:00:00+01:00')).toBe('2026-10-05T08:30:00.000Z');
    expect(opening('2026-09-29T10:00:01+01:00')).toBe('2026-09-29T09:00:01.000Z');
  });
});

describe('another window', () => {
  const everyDay: Window = {
    days: [1, 2, 3, 4, 5, 6, 7],
    working_days_only: false,
    opens: '08:00',
    shuts: '20:00',
    breaks: [{ from: '09-29 08:00', to: '09-29 14:15' }],
  };
  test('opens when a break ends in the middle of a day', () => {
    expect(iso(nextOpening(everyDay, Date.parse('2026-09-29T10:00:00+01:00')))).toBe('2026-09-29T13:15:00.000Z');
    expect(iso(nextOpening(everyDay, Date.parse('2026-10-04T08:30:00+01:00')))).toBe('2026-10-04T07:30:00.000Z');
  });
  test('that never opens is a fault that is named', () => {
    expect(() => nextOpening({ ...everyDay, days: [] }, 0)).toThrow(/never opens/);
  });
});
