// Numbers, emails and values of columns as back offices hold them: read at every door, so fired at by themselves.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseEmail, normaliseMobile } from '../../contracts/files/addresses.ts';
import { billYear, date, integer, isUnreadable, pounds, time } from '../../contracts/files/forms.ts';
import { ODD_VALUES } from './mutate.ts';

const numRuns = process.env['CRIER_NIGHTLY'] ? 20_000 : 500;
const odd = fc.constantFrom(...ODD_VALUES.filter((each) => typeof each === 'string'));
const digits = fc.string({ unit: fc.constantFrom(...'0123456789 ().-+£,/:TZ'), maxLength: 40 });
const long = fc.tuple(
  fc.constantFrom('0', '7', 'a.', '-', ' ', '1,111', 'a@', '£1'),
  fc.integer({ min: 1, max: 2_000 }),
);
const written = fc.oneof(
  fc.string(),
  digits,
  odd,
  long.map(([piece, times]) => piece.repeat(times)),
);
const property = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(
    fc.property(arbitrary, (value) => {
      const before = process.cpuUsage();
      holds(value);
      expect(process.cpuUsage(before).user).toBeLessThan(1_000_000); // a second of work, however busy the machine
    }),
    { numRuns },
  );

test('a mobile is +447 and nine digits, or none; read again it is the same', () => {
  property(written, (text) => {
    const mobile = normaliseMobile(text);
    if (mobile === null) return;
    expect(mobile).toMatch(/^\+447\d{9}$/);
    expect(normaliseMobile(mobile)).toBe(mobile);
    expect(text.replaceAll(/\D/g, '').endsWith(mobile.slice(3))).toBe(true);
  });
});

test('a mobile is found however it is written', () => {
  const national = fc.stringMatching(/^7[1-578]\d{8}$/);
  const before = fc.constantFrom('0', '', '+44', '44', '0044', '+44 (0)', '(0)');
  const filling = fc.array(fc.constantFrom('', '', ' ', '-', '.'), { minLength: 10, maxLength: 10 });
  property(fc.tuple(before, national, filling), ([front, digitsOfIt, between]) => {
    const spaced = [...digitsOfIt].map((digit, i) => digit + between[i]!).join('');
    expect(normaliseMobile(front + spaced)).toBe(`+44${digitsOfIt}`);
  });
});

test('an email keeps its local part, has its domain in small letters, and is the same when it is read again', () => {
  property(fc.oneof(written, fc.emailAddress()), (text) => {
    const email = normaliseEmail(text);
    if (email === null) return;
    expect(email.split('@')[0]).toBe(text.trim().split('@')[0]);
    expect(email.toLowerCase()).toBe(text.trim().toLowerCase());
    expect(normaliseEmail(email)).toBe(email);
  });
});

test.each([
  ['date', date, (value: unknown) => new Date(`${value}T00:00:00Z`).toISOString().slice(0, 10) === value],
  ['time', time, (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0],
  ['amount', pounds, Number.isSafeInteger], // less than nothing for an account in credit
  ['integer', integer, (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0],
  ['bill year', billYear, (value: unknown) => /^\d{4}-\d\d$/.test(String(value))],
])('a %s is read as what it is, or cannot be read', (_, form, isRight) => {
  property(written, (text) => {
    if (text.trim() === '') return; // an empty value is nobody's to read
    const value = form.read(text.trim());
    expect(isUnreadable(value) || isRight(value)).toBe(true);
  });
});
