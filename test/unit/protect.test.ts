import { describe, expect, test } from 'vitest';
import { changesNothingPublished, type Move } from '../../functions/performance/publication/protect/check.ts';
import { protect } from '../../functions/performance/publication/protect/protect.ts';
import { tablesOf } from '../../functions/performance/publication/protect/table.ts';
import type { Row } from '../../functions/performance/publication/protect/types.ts';
import { attack } from '../support/attack/attack.ts';
import { type Count, publishAll, rowsOf, SPEC } from '../support/attack/world.ts';

const AREA = 'E06000004';
const ASOF = '2026-03-01';

/** One day's counts by service (down) and channel (across). */
const table = (start: string, counts: number[][], area = AREA): Count[] =>
  counts.flatMap((row, service) =>
    row.map((count, channel) => ({
      ...{ area, period: 'day' as const, start, count },
      service: `service-${service}`,
      channel: `channel-${channel}`,
    })),
  );

const february = (each: (day: number) => number[][]): Count[] =>
  Array.from({ length: 28 }, (_, index) =>
    table(`2026-02-${String(index + 1).padStart(2, '0')}`, each(index + 1)),
  ).flat();

const once = (counts: Count[]) => publishAll([{ asOf: ASOF, rows: rowsOf(counts) }]);
const hiddenKeys = (rows: Row[]): string[] =>
  rows.filter((row) => row['contacts_marker'] === 'c').map((row) => `${row['service']}/${row['channel']}`);
const safely = (rows: Row[]) => protect({ rows, spec: SPEC, asOf: ASOF });

const BIG = [
  [30, 40, 50],
  [60, 70, 80],
  [90, 10, 20],
];
const with3 = [[3, 40, 50], BIG[1]!, BIG[2]!];

describe('what is hidden', () => {
  test('counts from 1 to one below the threshold, and neither zeros nor the threshold itself', () => {
    const { rows } = safely(
      rowsOf(
        table('2026-02-01', [
          [0, 5, 6],
          [50, 60, 70],
        ]),
      ),
    );
    expect(hiddenKeys(rows)).toEqual([]);
    for (const count of [1, 2, 3, 4])
      expect(hiddenKeys(safely(rowsOf(table('2026-02-01', [[count, 40, 50], BIG[1]!]))).rows)).toContain(
        'service-0/channel-0',
      );
  });

  test('one small count takes three others with it, so that rows and columns do not give it away', () => {
    const { rows } = safely(rowsOf(table('2026-02-01', with3)));
    expect(hiddenKeys(rows)).toHaveLength(4);
    expect(hiddenKeys(rows).every((key) => !key.includes('all'))).toBe(true);
  });

  test('a hidden count is empty, marked c, and so is what is derived from it or from a hidden total', () => {
    const { rows } = safely(rowsOf(table('2026-02-01', [[3]])));
    for (const row of rows) expect(row).toMatchObject({ contacts: null, contacts_marker: 'c', percent: null });
  });

  test('a share of a hidden total is hidden though its own count is not', () => {
    const rows = rowsOf(
      table('2026-02-01', [
        [2, 0],
        [0, 0],
      ]),
    );
    for (const row of safely(rows).rows) if (row['channel'] === 'channel-1') expect(row).toMatchObject({ contacts: 0 });
    expect(safely(rows).rows.filter((row) => row['service'] === 'service-0' && row['percent'] !== null)).toEqual([]);
  });

  test('counts that are not known are passed through', () => {
    const rows = rowsOf(table('2026-02-01', BIG));
    rows[0] = { ...rows[0]!, contacts: null, contacts_marker: 'x' };
    expect(safely(rows).rows[0]).toEqual(rows[0]);
  });

  test.each([
    ['a period that is not known', { period: 'week' }, /period must be one of day, month, quarter, year/],
    ['half a contact', { contacts: 2.5 }, /contacts must be a whole number/],
    ['less than nothing', { contacts: -1 }, /contacts must be a whole number/],
  ])('%s is refused with the row named, not passed through', (_, wrong, message) => {
    const [first, ...rest] = rowsOf(table('2026-02-01', BIG));
    expect(() => safely([{ ...first!, ...wrong }, ...rest])).toThrow(message);
  });

  test('the order of the rows does not matter, and is kept', () => {
    const rows = rowsOf(february((day) => (day === 7 ? with3 : BIG)));
    const turned = safely([...rows].reverse()).rows.reverse();
    expect(turned).toEqual(safely(rows).rows);
    expect(turned.map((row) => row['period_start'])).toEqual(rows.map((row) => row['period_start']));
  });
});

describe('the check of a witness', () => {
  const square = (counts: number[][], lowest: 0 | 1) => {
    const [found] = tablesOf({ rows: rowsOf(table('2026-02-01', counts)), spec: SPEC, now: 20260301 });
    const [service, channel] = found!.axes.map(({ stride }) => stride) as [number, number];
    const move: Move = [
      [service + channel, 1],
      [service + 2 * channel, -1],
      [2 * service + channel, -1],
      [2 * service + 2 * channel, 1],
    ];
    return changesNothingPublished(found!, move, { strictness: 'nominal', lowest });
  };

  test.each([
    [
      'takes no count below the lowest, forwards or backwards',
      1,
      [
        [1, 1],
        [1, 1],
      ],
      false,
    ],
    [
      'may take ones to nothing where that is allowed',
      0,
      [
        [1, 1],
        [1, 1],
      ],
      true,
    ],
    [
      'is enough in one direction',
      1,
      [
        [1, 2],
        [2, 1],
      ],
      true,
    ],
    [
      'does not mix directions: each is stopped by another count',
      1,
      [
        [1, 1],
        [2, 2],
      ],
      false,
    ],
    [
      'changes no count that is published',
      1,
      [
        [2, 9],
        [2, 2],
      ],
      false,
    ],
  ] as const)('%s', (_, lowest, counts, holds) =>
    expect(
      square(
        counts.map((row) => [...row]),
        lowest,
      ),
    ).toBe(holds),
  );
});

describe('releases', () => {
  const until = (last: number, each: (day: number) => number[][]) => ({
    asOf: `2026-02-${String(last).padStart(2, '0')}`,
    rows: rowsOf(february(each).filter(({ start }) => start <= `2026-02-${String(last).padStart(2, '0')}`)),
  });

  test('what was hidden once stays hidden, though it was corrected to a large number', () => {
    const first = until(3, (day) => (day === 2 ? with3 : BIG));
    const second = { ...until(4, () => BIG) };
    const before = protect({ ...first, spec: SPEC });
    const after = protect({ ...second, spec: SPEC, before });
    const still = (rows: Row[]) => hiddenKeys(rows.filter((row) => row['period_start'] === '2026-02-02'));
    expect(still(after.rows)).toEqual(expect.arrayContaining(still(before.rows)));
  });

  test('nothing that stands in the clear, unchanged, is hidden later', () => {
    const each = (day: number) => (day === 5 ? with3 : BIG);
    const releases = Array.from({ length: 24 }, (_, index) => until(index + 5, each));
    const { dataset } = publishAll(releases);
    expect([...dataset.revised]).toEqual([]);
  });

  test('a small day is covered by the last day of its month, so that the month can be told', () => {
    const each = (day: number) => (day === 5 ? with3 : BIG);
    const { dataset } = publishAll(Array.from({ length: 24 }, (_, index) => until(index + 5, each)));
    const last = dataset.releases.at(-1)!.rows.filter((row) => row['contacts_marker'] === 'c');
    expect(new Set(last.map((row) => row['period_start']))).toEqual(new Set(['2026-02-05', '2026-02-28']));
  });

  test('where no later day will do, the month is hidden too', () => {
    // The council is closed on the last day: zeros cannot take from anything.
    const each = (day: number) => (day === 5 ? with3 : day === 28 ? BIG.map((row) => row.map(() => 0)) : BIG);
    const { dataset } = publishAll(Array.from({ length: 24 }, (_, index) => until(index + 5, each)));
    const last = dataset.releases.at(-1)!.rows.filter((row) => row['contacts_marker'] === 'c');
    expect(new Set(last.map((row) => row['period']))).toEqual(new Set(['day', 'month']));
    expect(attack([dataset]).recovered).toEqual([]);
  });

  test('a late correction that makes a count small hides the totals that changed with it', () => {
    const first = until(5, () => BIG);
    const second = { ...until(5, (day) => (day === 2 ? with3 : BIG)), asOf: '2026-02-06' };
    const { dataset, exposed } = publishAll([first, second]);
    const hidden = dataset.releases[1]!.rows.filter((row) => row['contacts_marker'] === 'c');
    expect(hidden.map((row) => `${row['service']}/${row['channel']}`).sort()).toEqual(
      ['all/all', 'all/channel-0', 'service-0/all', 'service-0/channel-0'].sort(),
    );
    expect({ exposed, recovered: attack([dataset]).recovered }).toEqual({ exposed: [], recovered: [] });
  });

  test('a count corrected late is not covered by cells that were hidden before: the former release gives their sum', () => {
    const day2 = (last: number) => (day: number) => [day === 2 ? [30, 2, 50, last] : [30, 40, 50, 60]];
    const first = until(5, day2(60));
    const second = { ...until(5, day2(3)), asOf: '2026-02-06' };
    const { dataset, exposed } = publishAll([first, second]);
    expect({ exposed, recovered: attack([dataset]).recovered }).toEqual({ exposed: [], recovered: [] });
  });

  test('a count that only an earlier release gives away is said to be exposed', () => {
    const rows = rowsOf(table('2026-02-01', with3));
    const before = protect({ rows, spec: { ...SPEC, threshold: 2 }, asOf: '2026-02-02' });
    const after = protect({ rows, spec: SPEC, asOf: '2026-02-03', before });
    expect(after.exposed).toEqual([`${AREA}|day|2026-02-01|service-0|channel-0`]);
  });
});

describe('shapes that are hard to hide', () => {
  const one = (counts: number[][], day: number) => february((each) => (each === day ? counts : BIG));
  const shapes: [string, Count[]][] = [
    ['a single service', february((day) => [[day === 9 ? 3 : 20 + day, 30, 40]])],
    ['a single channel', february((day) => [[day === 9 ? 3 : 20 + day], [30], [40]])],
    ['a single service and a single channel', february((day) => [[day === 9 ? 2 : 20 + day]])],
    ['one small day alone in the month', one(with3, 9)],
    ['the first day of the month', one(with3, 1)],
    ['the last day of the month', one(with3, 28)],
    [
      'all but one zero',
      one(
        [
          [0, 0, 0],
          [0, 4, 0],
          [0, 0, 0],
        ],
        9,
      ),
    ],
    [
      'all but one zero, in every day',
      february((day) => [
        [0, 0],
        [0, day % 5],
      ]),
    ],
    [
      'a small total of ones',
      one(
        [
          [1, 1, 1],
          [0, 0, 0],
          [1, 0, 0],
        ],
        9,
      ),
    ],
    [
      'ones in a square among large counts',
      one(
        [
          [1, 1, 50],
          [1, 1, 80],
          [90, 70, 20],
        ],
        9,
      ),
    ],
    [
      'ones everywhere',
      february(() => [
        [1, 1],
        [1, 1],
      ]),
    ],
    [
      'small counts on a diagonal',
      one(
        [
          [1, 40, 50],
          [60, 2, 80],
          [90, 70, 3],
        ],
        9,
      ),
    ],
    ['two areas', [...one(with3, 9), ...one(with3, 9).map((count) => ({ ...count, area: 'E06000005' }))]],
  ];
  test.each(shapes)('%s: nothing is recovered', (_, counts) => {
    const { dataset, exposed } = once(counts);
    expect(exposed).toEqual([]);
    const { hidden, recovered } = attack([dataset]);
    expect(hidden).toBeGreaterThan(0);
    expect(recovered).toEqual([]);
  });

  test.each(shapes.filter(([name]) => !/ones everywhere|total of ones/.test(name)))(
    '%s: nor by one who knows that hidden counts are not zero',
    (_, counts) => expect(attack([once(counts).dataset], { least: 1 }).recovered).toEqual([]),
  );
});
