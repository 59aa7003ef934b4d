import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber } from '../../../../../functions/performance/publication/periods.ts';
import type { Count } from '../../../../../functions/performance/publication/settle/types.ts';
import { AREA, count, covered, day, days, settled, single } from '../../../../support/settled.ts';

describe('periods', () => {
  test('days add up to months, months to quarters, and nothing is there before it is whole', () => {
    const april = days('2026-04', 30, () => 10);
    const { of } = settled([...april, count('2026-05-01', '2026-05-31', 500), count('2026-06-01', '2026-06-30', 400)]);
    expect(of('day', '2026-04-17')).toBe(10);
    expect(of('month', '2026-04-01')).toBe(300);
    expect(of('quarter', '2026-04-01')).toBe(1200);
    expect(of('year', '2026-04-01')).toBeNull();
    expect(settled(april.slice(1)).of('month', '2026-04-01')).toBeNull();
    expect(
      settled(april.filter(({ first }) => first !== dayNumber('2026-04-17'))).of('month', '2026-04-01'),
    ).toBeNull();
  });

  test('a count of exactly a period is its figure, and one that its parts contradict is flagged', () => {
    const april = days('2026-04', 30, () => 10);
    const { of, codes } = settled([...april, count('2026-04-01', '2026-04-30', 321)]);
    expect(of('month', '2026-04-01')).toBe(321);
    expect(of('day', '2026-04-01')).toBe(10);
    expect(codes).toEqual(['does-not-add-up']);
  });

  test('the days on which clocks change are days like others', () => {
    const march = days('2026-03', 31, () => 7);
    const october = days('2025-10', 31, () => 7);
    expect(settled(march).of('month', '2026-03-01')).toBe(217);
    expect(settled(october).of('month', '2025-10-01')).toBe(217);
  });

  test('a leap day belongs to its month', () => {
    expect(settled(days('2024-02', 29, () => 1)).of('month', '2024-02-01')).toBe(29);
    expect(settled(days('2024-02', 28, () => 1)).of('month', '2024-02-01')).toBeNull();
  });

  test('a count of the first months of a year is published as a part, at the end of a series only', () => {
    const part = settled([count('2018-04-01', '2018-11-30', 12056)]).figures.filter(({ channel }) => channel !== 'all');
    expect(part.filter(({ service }) => service === 'waste')).toEqual([
      expect.objectContaining({ period: 'year', start: '2018-04-01', contacts: 12056, last: dayNumber('2018-11-30') }),
    ]);
    expect(settled([count('2018-04-01', '2018-11-30', 1), day('2018-12-01', 2)]).of('year', '2018-04-01')).toBeNull();
  });
});

describe('totals', () => {
  const april = (service: string, channel: string, contacts: number) =>
    count('2026-04-01', '2026-04-30', contacts, { service, channel });
  test('are over the services where all are known', () => {
    const { of } = settled([
      april('waste', 'telephone', 10),
      april('housing', 'telephone', 5),
      april('housing', 'email', 2),
    ]);
    expect(of('month', '2026-04-01', 'all')).toBe(15);
    expect(of('month', '2026-04-01', 'housing', 'all')).toBe(7);
    expect(of('month', '2026-04-01', 'all', 'all')).toBe(17);
  });

  test('are not there while one service is late', () => {
    const { of } = settled([
      ...[april('waste', 'telephone', 10), april('housing', 'telephone', 5)],
      count('2026-05-01', '2026-05-31', 9),
    ]);
    expect(of('month', '2026-05-01')).toBe(9);
    expect(of('month', '2026-05-01', 'all')).toBeNull();
  });

  test("are the council's own where it has told one; one that is more than the services known tells that others are missing", () => {
    const { of } = settled([
      ...[april('all', 'telephone', 100), april('waste', 'telephone', 10)],
      count('2026-05-01', '2026-05-31', 9),
    ]);
    expect(of('month', '2026-04-01', 'all')).toBe(100);
    expect(of('month', '2026-05-01', 'all')).toBeNull();
  });
});

describe('single contacts', () => {
  const singles = [single('2026-04-02'), single('2026-04-30', 2), single('2026-04-05', 1, 'email')];

  test('of a day that their source has covered are all there were: a channel to which none came had none', () => {
    const { of, codes } = settled([], { singles, covers: covered('2026-04-01', '2026-04-30') });
    expect([of('day', '2026-04-01'), of('day', '2026-04-02'), of('month', '2026-04-01')]).toEqual([0, 1, 3]);
    expect(of('month', '2026-04-01', 'waste', 'email')).toBe(1);
    expect(codes).toEqual([]);
  });

  test('of days that nobody has covered are not available: neither they, nor none, nor what they are part of', () => {
    const { of, problems } = settled([], { singles, covers: covered('2026-04-02', '2026-04-04') });
    expect([of('day', '2026-04-01'), of('day', '2026-04-02'), of('day', '2026-04-03')]).toEqual([null, 1, 0]);
    expect([of('day', '2026-04-05', 'waste', 'email'), of('day', '2026-04-30')]).toEqual([null, null]);
    expect(of('month', '2026-04-01')).toBeNull();
    expect(problems.map(({ code, source }) => [code, source])).toEqual([
      ['not-covered', 'contact-centre'],
      ['not-covered', 'contact-centre'],
    ]);
  });

  test('are covered for one service where the source names it', () => {
    const april = ['2026-04-01', '2026-04-30'] as const;
    expect(settled([], { singles, covers: covered(...april, 'waste') }).of('month', '2026-04-01')).toBe(3);
    expect(settled([], { singles, covers: covered(...april, 'housing') }).of('month', '2026-04-01')).toBeNull();
  });
});

test('what is not available is told where something else is known of the same days, totals too, and nowhere else', () => {
  const telephone = days('2026-04', 30, () => 10);
  const email = days('2026-04', 29, () => 2, { channel: 'email' });
  const { figures } = settled([...telephone, ...email]);
  const missing = figures.filter(({ contacts }) => contacts === null);
  expect(missing.map(({ period, start, service, channel }) => [period, start, service, channel]).sort()).toEqual([
    ['day', '2026-04-30', 'all', 'all'],
    ['day', '2026-04-30', 'all', 'email'],
    ['day', '2026-04-30', 'waste', 'all'],
    ['day', '2026-04-30', 'waste', 'email'],
    ['month', '2026-04-01', 'all', 'all'],
    ['month', '2026-04-01', 'all', 'email'],
    ['month', '2026-04-01', 'waste', 'all'],
    ['month', '2026-04-01', 'waste', 'email'],
  ]);
});

const anyCount = fc
  .record({
    start: fc.integer({ min: 0, max: 100 }),
    length: fc.constantFrom(1, 1, 1, 1, 7, 30, 31, 91),
    contacts: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(5000, 100_000)),
    revision: fc.integer({ min: 1, max: 3 }),
    source: fc.constantFrom('contact-centre', 'web-forms'),
    service: fc.constantFrom('all', 'waste', 'housing'),
    channel: fc.constantFrom('telephone', 'email'),
    recorded: fc.constantFrom('2026-08-01', '2026-08-02', '2026-08-03'),
    id: fc.uuid(),
  })
  .map(({ start, length, ...rest }): Count => {
    const first = dayNumber('2026-04-01') + start;
    return { area: AREA, first, last: first + length - 1, ...rest };
  });

test('any order of the same facts settles to the same figures and the same flags', () => {
  const singles = [single('2026-04-03', 4), single('2026-05-11', 2), single('2026-05-12', 1, 'email')];
  const order = (figures: object[]) => figures.map((one) => JSON.stringify(one)).sort();
  fc.assert(
    fc.property(
      fc
        .array(anyCount, { maxLength: 40 })
        .chain((counts) => fc.tuple(fc.constant(counts), fc.shuffledSubarray(counts, { minLength: counts.length }))),
      ([counts, shuffled]) => {
        const [one, other] = [settled(counts, { singles }), settled(shuffled, { singles: [...singles].reverse() })];
        expect(order(other.figures)).toEqual(order(one.figures));
        expect(other.problems).toEqual(one.problems);
      },
    ),
    { numRuns: 300 },
  );
});

test('a month without a count of its own is never more than what was told of its days', () => {
  fc.assert(
    fc.property(fc.array(anyCount, { maxLength: 60 }), (counts) => {
      const { figures } = settled(counts.map((each) => ({ ...each, last: each.first })));
      for (const { period, start, service, channel, contacts } of figures) {
        if (period !== 'month' || service === 'all' || channel === 'all' || contacts === null) continue;
        const inMonth = figures.filter(
          (one) =>
            one.period === 'day' &&
            one.start.slice(0, 7) === start.slice(0, 7) &&
            one.service === service &&
            one.channel === channel,
        );
        expect(inMonth.reduce((sum, one) => sum + (one.contacts ?? 0), 0)).toBe(contacts);
      }
    }),
  );
});
