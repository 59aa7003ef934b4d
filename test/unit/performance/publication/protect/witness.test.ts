import { describe, expect, test } from 'vitest';
import { changesNothingPublished, type Move } from '../../../../../functions/performance/publication/protect/check.ts';
import { tablesOf } from '../../../../../functions/performance/publication/protect/table.ts';
import { table } from '../../../../support/attack/day-tables.ts';
import { rowsOf, SPEC } from '../../../../support/attack/world.ts';

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
