import { describe, expect, test } from 'vitest';
import { attack } from '../../../../support/attack/attack.ts';
import { BIG, february, with3 } from '../../../../support/attack/day-tables.ts';
import { type Count, publishAll, rowsOf } from '../../../../support/attack/world.ts';

const ASOF = '2026-03-01';
const once = (counts: Count[]) => publishAll([{ asOf: ASOF, rows: rowsOf(counts) }]);

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
