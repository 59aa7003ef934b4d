import { describe, expect, it } from 'vitest';
import { type Target, targetDay } from '../../../../functions/shared/calendar/service-hours.ts';

const day = (from: string, working_hours: number, at_work: Target['at_work'] = 'working-days') =>
  targetDay(Date.parse(from), { working_hours, at_work });

describe('a target in working hours', () => {
  it.each([
    ['within the day', '2026-09-29T10:00:00+01:00', 4, '2026-09-29'],
    ['to the last minute of the day', '2026-09-29T08:30:00+01:00', 8.5, '2026-09-29'],
    ['into the next morning', '2026-09-29T16:00:00+01:00', 2, '2026-09-30'],
    ['over a weekend', '2026-10-02T16:00:00+01:00', 2, '2026-10-05'],
    ['from a Saturday: counted from Monday', '2026-10-03T11:00:00+01:00', 8.5, '2026-10-05'],
    ['from before the service begins work', '2026-09-29T03:00:00+01:00', 8.5, '2026-09-29'],
    ['over a bank holiday Monday', '2026-08-28T16:00:00+01:00', 2, '2026-09-01'],
    ['over Easter', '2026-04-02T16:00:00+01:00', 2, '2026-04-07'],
    ['over Christmas', '2026-12-24T16:00:00Z', 2, '2026-12-29'],
    ['of 24 hours', '2026-09-28T09:00:00+01:00', 24, '2026-09-30'],
    ['over the night on which clocks go forward', '2026-03-27T16:00:00Z', 9, '2026-03-30'],
    ['over the night on which clocks go back', '2026-10-23T16:00:00+01:00', 9, '2026-10-26'],
  ])('%s', (_, from, hours, expected) => {
    expect(day(from, hours)).toBe(expected);
  });

  it.each([
    // 28 to 29 March 2026: the night has 23 hours; 24 to 25 October: 25.
    ['24 hours end an hour later by the clock in spring', '2026-03-28T23:30:00Z', 24, '2026-03-30'],
    ['and an hour sooner in autumn', '2026-10-24T00:30:00+01:00', 48, '2026-10-25'],
    ['a night without a change', '2026-09-28T23:30:00+01:00', 24, '2026-09-29'],
  ])('of a service that is always at work: %s', (_, from, hours, expected) => {
    expect(day(from, hours, 'always')).toBe(expected);
  });

  it('of a service that works every day does not wait for Monday', () => {
    expect(day('2026-10-03T19:00:00+01:00', 2, 'every-day')).toBe('2026-10-04');
    expect(day('2026-12-25T19:00:00Z', 2, 'every-day')).toBe('2026-12-26');
  });

  it('comes later the more hours there are, and never before the report', () => {
    for (let hour = 0, before = ''; hour < 24 * 400; hour += 7) {
      const from = Date.parse('2026-01-01T00:20:00Z') + hour * 3_600_000;
      const days = [1, 8.5, 9, 24, 100].map((hours) =>
        targetDay(from, { working_hours: hours, at_work: 'working-days' }),
      );
      expect(days).toEqual(days.toSorted());
      expect(days[0]! >= new Date(from).toISOString().slice(0, 10)).toBe(true);
      expect(days[0]! >= before).toBe(true);
      before = days[0]!;
    }
  });
});
