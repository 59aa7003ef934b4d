import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTooLate, pauseAfter, putOffBy } from '../../../../functions/sync/rules/pauses.ts';

const HOUR_MS = 3_600_000;

describe('pauses', () => {
  test.each([
    [1, 4, 6],
    [2, 24, 36],
    [3, 96, 144],
    [4, 480, 720],
    [5, 1_440, 2_160],
    [6, 2_880, 4_320],
    [7, 5_760, 8_640],
    [8, 11_520, 17_280],
    [9, 23_040, 34_560],
    [25, 23_040, 34_560],
  ])('after %i failed tries are drawn between %i and %i s', (failed, least, most) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
        const pause = pauseAfter(failed, chance);
        return pause >= least * 1000 && pause <= most * 1000;
      }),
    );
    expect([pauseAfter(failed, 0), pauseAfter(failed, 0.5)]).toEqual([least * 1000, (least + most) * 500]);
  });

  test('an answer puts a try off beyond its pause, never before it, and for twelve hours at most', () => {
    expect(pauseAfter(1, 0.5, 1_000)).toBe(5_000);
    expect(pauseAfter(1, 0.5, 90_000)).toBe(90_000);
    expect(pauseAfter(1, 0.5, 30 * HOUR_MS)).toBe(12 * HOUR_MS);
  });

  test('a try is too late by a millisecond, and never the first', () => {
    expect(isTooLate(24 * HOUR_MS, { first: 0, days: 1 })).toBe(false);
    expect(isTooLate(24 * HOUR_MS + 1, { first: 0, days: 1 })).toBe(true);
    expect(isTooLate(9e12, { first: undefined, days: 1 })).toBe(false);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-28T10:00:00Z');
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['Sat, 28 Nov 2026 10:01:00 GMT', 60_000],
    ['Saturday, 28-Nov-26 10:01:00 GMT', 60_000],
    ['Sat, 28 Nov 2026 09:00:00 GMT', 0],
    ['2026-11-28T10:01:00Z', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['Nov, 99 Nov 2026', null],
    ['99999999999999', null],
    ['', null],
    [undefined, null],
  ])('%s', (header, ms) => {
    expect(putOffBy(header, now)).toBe(ms);
  });
});
