import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstSlot, furthestSlot, secondOf, untilSlot } from '../../../../functions/sync/rules/pace.ts';

test('in any ten seconds no more than 11 times so many tries begin as a second may have', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 20, maxLength: 150 }),
      (per_second, waits) => {
        let now = 1_790_000_000_000;
        let next = 0;
        const starts: number[] = [];
        for (const wait of waits) {
          now += wait;
          next = Math.max(next, firstSlot(now, per_second));
          const inMs = untilSlot(next, { now, per_second })!;
          starts.push(now + inMs);
          next += 1;
        }
        return starts.every(
          (start) => starts.filter((each) => each >= start && each < start + 10_000).length <= 11 * per_second,
        );
      },
    ),
  );
});

test('a try begins within the second of its slot, or needs another', () => {
  const slot = firstSlot(5_000, 2);
  expect([secondOf(slot, 2), secondOf(slot + 1, 2), secondOf(slot + 2, 2)]).toEqual([5_000, 5_000, 6_000]);
  expect(untilSlot(slot + 2, { now: 5_250, per_second: 2 })).toBe(750);
  expect(untilSlot(slot, { now: 5_900, per_second: 2 })).toBe(0);
  expect(untilSlot(slot, { now: 5_901, per_second: 2 })).toBeNull();
  expect(secondOf(firstSlot(5_901, 2), 2)).toBe(6_000);
});

test('slots are given out for a minute ahead', () => {
  expect(furthestSlot(5_000, 2)).toBe(firstSlot(65_000, 2));
});
