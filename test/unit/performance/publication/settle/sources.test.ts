import { describe, expect, test } from 'vitest';
import { count, covered, day, days, settled, single } from '../../../../support/settled.ts';

describe('corrections', () => {
  test('the highest revision stands, whatever came when', () => {
    const told = [
      day('2026-04-01', 10),
      day('2026-04-01', 12, { revision: 3 }),
      day('2026-04-01', 11, { revision: 2 }),
    ];
    expect(settled(told).of('day', '2026-04-01')).toBe(12);
    expect(settled(told.reverse()).of('day', '2026-04-01')).toBe(12);
  });

  test('of one revision told twice with two numbers the first stands, and it is flagged', () => {
    const { of, problems } = settled([
      day('2026-04-01', 10, { recorded: '2026-04-02' }),
      day('2026-04-01', 12, { recorded: '2026-04-03' }),
    ]);
    expect(of('day', '2026-04-01')).toBe(10);
    expect(problems).toMatchObject([{ code: 'same-revision', source: 'contact-centre' }]);
  });
});

describe('two sources', () => {
  const first = day('2026-04-01', 10, { recorded: '2026-04-02' });
  test('the count that was recorded first stands, and the other source is named', () => {
    const { of, problems } = settled([day('2026-04-01', 99, { source: 'web-forms', recorded: '2026-04-03' }), first]);
    expect(of('day', '2026-04-01')).toBe(10);
    expect(problems).toMatchObject([{ code: 'two-sources', source: 'web-forms' }]);
    expect(problems[0]!.text).toContain('contact-centre');
  });

  test('counts that overlap in part are not both counted', () => {
    const { problems, of } = settled([
      count('2026-04-01', '2026-04-30', 300, { recorded: '2026-05-01' }),
      count('2026-04-20', '2026-05-10', 200, { source: 'web-forms', recorded: '2026-05-11' }),
      count('2026-05-01', '2026-05-31', 310, { recorded: '2026-06-01' }),
    ]);
    expect([of('month', '2026-04-01'), of('month', '2026-05-01')]).toEqual([300, 310]);
    expect(problems).toMatchObject([{ code: 'overlap', source: 'web-forms' }]);
  });

  test('single contacts of days that are counted are in the count already', () => {
    const { of, codes } = settled([first], {
      singles: [single('2026-04-01', 4), single('2026-04-02', 3)],
      covers: covered('2026-04-02', '2026-04-02'),
    });
    expect([of('day', '2026-04-01'), of('day', '2026-04-02')]).toEqual([10, 3]);
    expect(codes).toEqual(['counted-and-single']);
  });
});

describe('absurd counts', () => {
  const usual = days('2026-04', 12, () => 100);
  test('are left out until the same number comes under a higher revision', () => {
    const wild = day('2026-04-13', 100_000);
    const { of, problems } = settled([...usual, wild]);
    expect(of('day', '2026-04-13')).toBeNull();
    expect(problems).toMatchObject([{ code: 'absurd', source: 'contact-centre' }]);
    expect(settled([...usual, wild, day('2026-04-13', 100_000, { revision: 2 })]).of('day', '2026-04-13')).toBe(
      100_000,
    );
    expect(settled([...usual, wild, day('2026-04-13', 90, { revision: 2 })]).of('day', '2026-04-13')).toBe(90);
  });

  test('leave a sane earlier revision standing, and do not make later ones look usual', () => {
    const { of } = settled([
      ...usual,
      day('2026-04-13', 120),
      day('2026-04-13', 120_000, { revision: 2 }),
      ...days('2026-05', 9, () => 100_000),
    ]);
    expect(of('day', '2026-04-13')).toBe(120);
    expect(of('day', '2026-05-09')).toBeNull();
  });

  test('are no matter of small numbers, nor of a longer period', () => {
    expect(settled([...days('2026-04', 8, () => 2), day('2026-04-09', 900)]).of('day', '2026-04-09')).toBe(900);
    expect(settled([...usual, count('2026-05-01', '2026-05-31', 30_000)]).of('month', '2026-05-01')).toBe(30_000);
  });
});

test('an unlisted service is published under its own name and flagged with its source', () => {
  const { of, problems } = settled([day('2026-04-01', 3, { service: 'teleport' })]);
  expect(of('day', '2026-04-01', 'teleport')).toBe(3);
  expect(problems).toMatchObject([{ code: 'unlisted-service', source: 'contact-centre' }]);
});
