import { expect, test } from 'vitest';
import { kept } from '../../../../infra/local/console/kept.ts';

/** A read that takes so long, by a clock of its own, and counts. */
function reading(takesMs: number) {
  let clock = 0;
  let count = 0;
  const read = async () => {
    clock += takesMs;
    count += 1;
    return count;
  };
  return { cache: kept(read, () => clock), wait: (ms: number) => (clock += ms) };
}

test('reads again after a second, or ten times what reading took', async () => {
  const { cache, wait } = reading(200);
  expect(await cache.get()).toBe(1);
  wait(1999);
  expect(await cache.get()).toBe(1);
  wait(1);
  expect(await cache.get()).toBe(2);
});

test('shows what there was while something slow is read again, and once only', async () => {
  const { cache, wait } = reading(4000);
  expect(await cache.get()).toBe(1);
  wait(40_000);
  expect(await Promise.all([cache.get(), cache.get()])).toEqual([1, 1]);
  await new Promise(setImmediate);
  expect(await cache.get()).toBe(2);
});

test('reads anew for the next page that asks after it was told to forget', async () => {
  const { cache } = reading(4000);
  expect(await cache.get()).toBe(1);
  cache.forget();
  expect(await cache.get()).toBe(2);
});

test('a read that fails is tried again by the next', async () => {
  let tries = 0;
  const cache = kept(
    async () => {
      tries += 1;
      if (tries === 1) throw new Error('not now');
      return tries;
    },
    () => 0,
  );
  await expect(cache.get()).rejects.toThrow('not now');
  expect(await cache.get()).toBe(2);
});
