import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../../infra/local/engine/events/cron.ts';

const next = (expression: string, after: string, timezone = 'UTC') => {
  const start = Date.parse('2026-11-24T09:00:30Z');
  const at = parseSchedule(expression, timezone, start).next(Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
};

describe('schedule expressions', () => {
  test.each([
    ['cron(0 9 * * ? *)', '2026-11-24T08:59:59Z', '2026-11-24T09:00'],
    ['cron(0 9 * * ? *)', '2026-11-24T09:00:00Z', '2026-11-25T09:00'],
    ['cron(*/15 8-9 ? * MON-FRI *)', '2026-11-27T09:45:00Z', '2026-11-30T08:00'],
    ['cron(30 6 1 JAN,JUL ? *)', '2026-11-24T00:00:00Z', '2027-01-01T06:30'],
    ['cron(0 0 L * ? *)', '2027-02-01T00:00:00Z', '2027-02-28T00:00'],
    ['cron(0 12 ? * 6#3 *)', '2026-11-01T00:00:00Z', '2026-11-20T12:00'],
    ['cron(0 12 ? * 2L *)', '2026-11-01T00:00:00Z', '2026-11-30T12:00'],
    ['at(2026-11-24T10:00:00)', '2026-11-24T09:00:00Z', '2026-11-24T10:00'],
  ])('%s after %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test('a rate counts from the start', () => {
    expect(next('rate(5 minutes)', '2026-11-24T09:00:30Z')).toBe('2026-11-24T09:05');
    expect(next('rate(1 day)', '2026-11-25T10:00:00Z')).toBe('2026-11-26T09:00');
  });

  test('a cron in London keeps its hour through the change of the clocks', () => {
    expect(next('cron(0 9 * * ? *)', '2027-03-27T12:00:00Z', 'Europe/London')).toBe('2027-03-28T08:00');
    expect(next('cron(30 1 * * ? *)', '2027-03-27T12:00:00Z', 'Europe/London')).toBe('2027-03-29T00:30');
  });

  test('what is over never runs again', () => {
    expect(next('at(2026-11-24T08:00:00)', '2026-11-24T09:00:00Z')).toBeUndefined();
    expect(next('cron(0 9 * * ? 2020)', '2026-11-24T09:00:00Z')).toBeUndefined();
  });

  test.each(['every day', 'rate(0 minutes)', 'cron(0 9 * *)', 'cron(0 25 * * ? *)', 'cron(0 9 15W * ? *)'])(
    '%s is refused',
    (bad) => {
      expect(() => parseSchedule(bad, 'UTC', 0)).toThrow();
    },
  );
});
