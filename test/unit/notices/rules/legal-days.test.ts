import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  businessDayAfter,
  isTooEarlyInLaw,
  isTooLateInLaw,
  LEGAL_PROFILES,
  monthsAfter,
  profileOn,
  servedOn,
  withdrawalBites,
} from '../../../../functions/notices/rules/legal-days.ts';
import { addDays, daysBetween } from '../../../../functions/shared/calendar/london.ts';
import { isWorkingDay, workingDays } from '../../../../functions/shared/calendar/working-days.ts';

const ENGLAND = LEGAL_PROFILES['england-1992'];
const day = fc.integer({ min: 0, max: 1200 }).map((days) => addDays('2025-01-01', days));
const by = fc.constantFrom('email' as const, 'letter' as const);

describe('business days', () => {
  test('the nth after a day is a working day with n working days up to it', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 }), (date, n) => {
        const found = businessDayAfter(date, n)!;
        expect(isWorkingDay(found)).toBe(true);
        expect(workingDays(date, found)).toBe(n);
      }),
    );
  });

  test('they are not guessed beyond the published bank holidays', () => {
    expect(businessDayAfter('2028-12-28', 1)).toBe('2028-12-29');
    expect(businessDayAfter('2028-12-28', 2)).toBeNull();
    expect(servedOn('letter', '2028-12-27', ENGLAND)).toBeNull();
    expect(servedOn('email', '2028-12-27', ENGLAND)).toEqual({
      issued_on: '2028-12-29',
      deemed_served_on: '2028-12-29',
    });
    expect(withdrawalBites('2028-12-28', '2028-12-28', ENGLAND)).toBe(true);
  });
});

describe('a final notice in Wales', () => {
  const WALES = LEGAL_PROFILES['wales-2026'];
  const served = { issued_on: '2026-09-30', deemed_served_on: '2026-10-06' };
  const follows = (missed: string | null, reminder: string | null) => ({ follows: { missed, reminder } });

  test.each([
    [follows('2026-08-20', null), false], // 41 days
    [follows('2026-08-21', null), true],
    [follows(null, '2026-09-16'), false], // 14 days
    [follows('2026-08-01', '2026-09-17'), true],
    [follows(null, null), false],
    [{}, false],
  ])('%j: too early %s', (document, isTooEarly) => {
    expect(isTooEarlyInLaw(document, served, WALES)).toBe(isTooEarly);
    expect(isTooEarlyInLaw(document, served, ENGLAND)).toBe(false);
  });

  test('has 21 days to pay, beginning with its issue', () => {
    const final = (act_by: string) => isTooLateInLaw({ kind: 'final-notice', act_by }, served, WALES);
    expect([final('2026-10-19'), final('2026-10-20')]).toEqual([true, false]);
  });
});

describe('issue and service', () => {
  test.each([
    ['email', '2026-09-29', '2026-10-01', '2026-10-01'],
    ['letter', '2026-09-29', '2026-09-30', '2026-10-06'],
    ['letter', '2026-12-24', '2026-12-29', '2027-01-05'], // over Christmas and New Year
    ['letter', '2026-10-23', '2026-10-26', '2026-10-30'], // over the clock change
  ] as const)('by %s on %s: issued %s, served %s', (channel, today, issued_on, deemed_served_on) => {
    expect(servedOn(channel, today, ENGLAND)).toEqual({ issued_on, deemed_served_on });
  });

  test('nothing is served before it is issued, and what is sent later never counts earlier', () => {
    fc.assert(
      fc.property(by, day, fc.integer({ min: 0, max: 10 }), (channel, today, later) => {
        const first = servedOn(channel, today, ENGLAND)!;
        const second = servedOn(channel, addDays(today, later), ENGLAND)!;
        expect(first.issued_on > today && first.issued_on <= first.deemed_served_on).toBe(true);
        expect(first.issued_on <= second.issued_on && first.deemed_served_on <= second.deemed_served_on).toBe(true);
      }),
    );
  });
});

describe('the time that the law gives', () => {
  const served = { issued_on: '2026-09-30', deemed_served_on: '2026-10-06' };
  test.each([
    ['bill', '2026-10-14'],
    ['reminder', '2026-10-06'],
    ['final-notice', '2026-10-06'],
    ['summons', '2026-10-20'],
    ['benefit-reply', '2026-10-29'],
  ] as const)('of a %s ends no earlier than %s', (kind, act_by) => {
    expect(isTooLateInLaw({ kind, act_by }, served, ENGLAND)).toBe(false);
    expect(isTooLateInLaw({ kind, act_by: addDays(act_by, -1) }, served, ENGLAND)).toBe(true);
    expect(isTooLateInLaw({ kind, act_by: null }, served, ENGLAND)).toBe(false);
  });

  test('a decision states it itself', () => {
    expect(isTooLateInLaw({ kind: 'decision', act_by: '2020-01-01' }, served, ENGLAND)).toBe(false);
  });

  test('one month beginning with a day that the next month lacks ends with its last but one', () => {
    const issued = { issued_on: '2027-01-31', deemed_served_on: '2027-02-04' };
    expect(isTooLateInLaw({ kind: 'benefit-reply', act_by: '2027-02-27' }, issued, ENGLAND)).toBe(false);
    expect(isTooLateInLaw({ kind: 'benefit-reply', act_by: '2027-02-26' }, issued, ENGLAND)).toBe(true);
  });

  test('a month later is the same date, or the last of a shorter month', () => {
    fc.assert(
      fc.property(day, (date) => {
        const later = monthsAfter(date, 1);
        const same = later.slice(8) === date.slice(8);
        expect(same || (later.slice(8) < date.slice(8) && addDays(later, 1).endsWith('-01'))).toBe(true);
        expect(daysBetween(date, later)).toBeGreaterThanOrEqual(28);
        expect(daysBetween(date, later)).toBeLessThanOrEqual(31);
      }),
    );
  });
});

test('a withdrawal bites on the third business day after its receipt', () => {
  expect(withdrawalBites('2026-09-25', '2026-09-29', ENGLAND)).toBe(false);
  expect(withdrawalBites('2026-09-25', '2026-09-30', ENGLAND)).toBe(true);
});

describe('profiles', () => {
  const legal_days = [
    { from: '2026-04-01', profile: 'wales-2026' },
    { from: '1992-01-01', profile: 'england-1992' },
  ] as const;

  test('hold from their day on', () => {
    expect(profileOn('2026-03-31', legal_days)).toBe(ENGLAND);
    expect(profileOn('2026-04-01', legal_days)).toBe(LEGAL_PROFILES['wales-2026']);
    expect(() => profileOn('1991-12-31', legal_days)).toThrow('no legal profile');
  });

  test('Wales gives 21 days to pay a final notice', () => {
    const served = { issued_on: '2026-09-30', deemed_served_on: '2026-10-06' };
    const final = { kind: 'final-notice', act_by: '2026-10-19' } as const;
    expect(isTooLateInLaw(final, served, ENGLAND)).toBe(false);
    expect(isTooLateInLaw(final, served, profileOn('2026-09-29', legal_days))).toBe(true);
    expect(isTooLateInLaw({ ...final, act_by: '2026-10-20' }, served, profileOn('2026-09-29', legal_days))).toBe(false);
  });
});
