import { describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../../contracts/envelope.ts';
import { publishTogether } from '../../../functions/shared/publish-together.ts';
import { together } from '../../../functions/shared/together.ts';

describe('together', () => {
  const doubling = (atOnce: number) => {
    const calls: number[][] = [];
    const double = together(atOnce, async (items: number[]) => {
      calls.push(items);
      if (items.includes(0)) throw new Error('nought');
      return items.map((item) => 2 * item);
    });
    return { calls, double };
  };

  test('does at once what is asked for at once, and gives each asker its own answer', async () => {
    const { calls, double } = doubling(10);
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1, 2, 3]]);
  });

  test('takes no more in one call than fits', async () => {
    const { calls, double } = doubling(2);
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1, 2], [3]]);
  });

  test('begins after it is asked, so that it sees what was written before', async () => {
    const { calls, double } = doubling(10);
    const first = double(1);
    expect(calls).toEqual([]);
    await first;
    await double(2);
    expect(calls).toEqual([[1], [2]]);
  });

  test('a failure is told to all that asked, and to no other', async () => {
    const { double } = doubling(10);
    const failed = await Promise.allSettled([double(0), double(1)]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await double(1)).toBe(2);
  });
});

describe('lingering', () => {
  test('waits for those that ask a little later, and no longer', async () => {
    const calls: number[][] = [];
    const same = together(
      10,
      async (items: number[]) => {
        calls.push(items);
        return items;
      },
      20,
    );
    const first = same(1);
    await new Promise(setImmediate);
    expect(await Promise.all([first, same(2)])).toEqual([1, 2]);
    await same(3);
    expect(calls).toEqual([[1, 2], [3]]);
  });
});

describe('publishTogether', () => {
  test('puts what several messages announce on the bus in one call, and answers when all of it is there', async () => {
    const event = (id: string) => ({ id }) as CloudEvent;
    const put: CloudEvent[][] = [];
    let there: () => void = () => {};
    const publish = publishTogether((events) => {
      put.push(events);
      return new Promise((resolve) => {
        there = resolve;
      });
    });
    let answered = 0;
    const told = [publish([event('a'), event('b')])];
    await new Promise(setImmediate);
    told.push(publish([event('c')]));
    for (const each of told) void each.then(() => answered++);
    while (put.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(put).toEqual([[event('a'), event('b'), event('c')]]);
    expect(answered).toBe(0);
    there();
    await Promise.all(told);
    expect(answered).toBe(2);
  });
});
