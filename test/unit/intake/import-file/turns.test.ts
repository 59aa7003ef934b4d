import { describe, expect, test } from 'vitest';
import { importFile } from '../../../../functions/intake/import-file/import-file.ts';
import { lookForSilence } from '../../../../functions/intake/import-file/look-for-silence.ts';
import { MOST_TURNS } from '../../../../functions/intake/import-file/turns.ts';
import { isThrottled, Throttled, untilNoneLeft } from '../../../../functions/shared/throttled.ts';
import { aFile, aFileRow, intakeWorld } from '../../../support/intake-world.ts';

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
const manyDebts = (count: number) =>
  Array.from({ length: count }, (_, i) => aFileRow({ account_ref: String(800_000_000 + i), person_ref: `P${i}` }));
const asDynamoDbSays = () => Object.assign(new Error('no more'), { name: 'ProvisionedThroughputExceededException' });

describe('an import that a table throttles', () => {
  test.each([
    ['the SDK', asDynamoDbSays()],
    ['a batch of ours', new Throttled('25 left')],
  ])('by the word of %s goes on soon, by a message of its own, from its last checkpoint', async (_, error) => {
    const world = await intakeWorld();
    const object = world.objects.put('night.csv', aFile(manyDebts(1_200)));
    const { keep } = world.deps.register;
    let writes = 0;
    const throttled = {
      ...world.deps.register,
      keep: async (...args: Parameters<typeof keep>) => {
        writes += 1;
        if (writes > 600) throw error;
        return keep(...args);
      },
    };
    expect(await importFile({ ...world.deps, register: throttled }, world.arrival(object))).toEqual({ kind: 'done' });
    const slowed_since = world.clock.now;
    expect(world.continued).toEqual([{ message: { detail: 'night.csv', slowed_since, turn: 2 }, delaySeconds: 30 }]);
    expect(world.objects.json('night.csv.receipt.json')).toBeNull();
    expect(await world.importFile(object)).toEqual({ kind: 'done' });
    expect(world.objects.json('night.csv.receipt.json')).toMatchObject({ outcome: 'taken', taken: 1_200 });
    expect(world.order.filter((each) => each.startsWith('publish '))).toHaveLength(1_200 + 1);
  });

  test('is told from one that breaks, which ends with the dead letters', async () => {
    const world = await intakeWorld();
    const object = world.objects.put('night.csv', aFile(manyDebts(1)));
    const broken = { ...world.deps.register, keep: async () => Promise.reject(new Error('broken')) };
    await expect(importFile({ ...world.deps, register: broken }, world.arrival(object))).rejects.toThrow('broken');
    expect(world.continued).toEqual([]);
    expect(isThrottled(new Error('broken'))).toBe(false);
  });

  test('cries once it has been for half an hour without a turn between, though each turn has a message of its own', async () => {
    const world = await intakeWorld();
    const object = world.objects.put('night.csv', aFile(manyDebts(1)));
    const throttled = { ...world.deps.register, keep: async () => Promise.reject(asDynamoDbSays()) };
    let message: Record<string, unknown> = world.arrival(object).message;
    const turn = (deps: Partial<typeof world.deps>, remainingMs?: number) => {
      const { slowed_since, ...rest } = message as { slowed_since?: number };
      return importFile(
        { ...world.deps, ...deps },
        { ...world.arrival(object, remainingMs), message: rest, slowed_since },
      );
    };
    const slowedFor = async (minutes: number) => {
      for (let n = 0; n < minutes; n += 1) {
        await turn({ register: throttled });
        message = world.continued.at(-1)!.message as Record<string, unknown>;
        world.clock.now += MINUTE_MS;
      }
    };
    await slowedFor(31);
    expect(world.alarms).toEqual([]);
    await slowedFor(1);
    expect(world.alarms).toEqual([{ what: 'import-slowed', minutes: 31, turn: 1 }]);
    await turn({});
    expect(world.objects.json('night.csv.receipt.json')).toMatchObject({ outcome: 'taken' });
  });

  test('begins to count anew after a turn that got on', async () => {
    const world = await intakeWorld();
    const object = world.objects.put('night.csv', aFile(manyDebts(1_200)));
    await importFile(world.deps, { ...world.arrival(object, 1_000), slowed_since: world.clock.now - DAY_MS });
    expect([world.continued, world.alarms]).toEqual([
      [{ message: { detail: 'night.csv', turn: 2 }, delaySeconds: 0 }],
      [],
    ]);
  });
});

test('an import wakes itself so often and no more: then its message ends with the dead letters, with all that it did', async () => {
  const world = await intakeWorld();
  const object = world.objects.put('night.csv', aFile(manyDebts(1_200)));
  const turn = (n: number) => importFile(world.deps, { ...world.arrival(object, 1_000), turn: n });
  expect(await turn(MOST_TURNS - 1)).toEqual({ kind: 'done' });
  expect(world.continued).toEqual([{ message: { detail: 'night.csv', turn: MOST_TURNS }, delaySeconds: 0 }]);
  await expect(turn(MOST_TURNS)).rejects.toThrow(`not over after ${MOST_TURNS} turns`);
  expect([world.debts.size, world.continued.length]).toEqual([1_000, 1]);
});

describe('what a batch leaves undone', () => {
  test('is asked for again until nothing is left', async () => {
    const asked: number[] = [];
    await untilNoneLeft([1, 2, 3], async (left) => {
      asked.push(left.length);
      return left.slice(1);
    });
    expect(asked).toEqual([3, 2, 1]);
  });

  test('is given up after some tries, as throttled', async () => {
    const error = await untilNoneLeft([1, 2], async () => [2]).catch((each) => each);
    expect(error).toEqual(new Throttled('a table left 1 of 2 items undone'));
    expect(isThrottled(error)).toBe(true);
  });
});

describe('a file of a source that is paused', () => {
  test('waits on the queue, a quarter of an hour at a time, and counts when its source is resumed', async () => {
    const world = await intakeWorld();
    const object = world.objects.put('night.csv', aFile(manyDebts(2)));
    const paused = async (source: string) => source === 'revenues-benefits';
    const deps = { ...world.deps, table: { ...world.deps.table, paused } };
    expect(await importFile(deps, world.arrival(object))).toEqual({ kind: 'done' });
    expect(world.continued).toEqual([{ message: { detail: 'night.csv' }, delaySeconds: 900 }]);
    expect([world.debts.size, await world.deps.table.lastImport('recovery-extract')]).toEqual([0, null]);
    await world.importFile(object);
    expect(await world.deps.table.lastImport('recovery-extract')).not.toBeNull();
  });
});

describe('a layout that stays away', () => {
  const counts = 'service,channel,from,to,contacts,revision\ncouncil-tax,telephone,2026-09-28,2026-09-28,12,1\n';

  test('is not missed before its first file, and is each time that somebody looks from so many days after its newest', async () => {
    const world = await intakeWorld();
    const look = async () => {
      await lookForSilence(world.deps, { after_days: 4 });
      return world.alarms.splice(0);
    };
    expect(await look()).toEqual([]);
    await world.importFile(world.objects.put('night.csv', aFile(manyDebts(1))));
    world.clock.now += 4 * DAY_MS - 1;
    expect(await look()).toEqual([]);
    world.clock.now += 1;
    expect(await look()).toEqual([{ what: 'silence-recovery-extract', layout: 'recovery-extract', days: 4 }]);
    expect(await look()).toEqual([{ what: 'silence-recovery-extract', layout: 'recovery-extract', days: 4 }]);
    await world.importFile(world.objects.put('counts.csv', counts));
    const test = 'check_ref,begun_at,tester_mobile\nSMOKE-1,2026-09-01T09:00:00+01:00,07700 900101\nTRAILER,1\n';
    await world.importFile(world.objects.put('smoke.csv', test));
    expect(await world.deps.table.lastImport('smoke-test')).not.toBeNull(); // and nobody waits for another
    expect(await look()).toEqual([{ what: 'silence-recovery-extract', layout: 'recovery-extract', days: 4 }]);
    world.clock.now += 4 * DAY_MS;
    expect(await look()).toEqual([
      { what: 'silence-recovery-extract', layout: 'recovery-extract', days: 8 },
      { what: 'silence-of-a-layout', layout: 'contacts-counted', days: 4 },
    ]);
  });

  test('is not heard of by a file that is refused', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(manyDebts(1), 'TRAILER,5,0.00')));
    expect(await world.deps.table.lastImport('recovery-extract')).toBeNull();
  });
});
