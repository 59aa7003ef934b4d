import { describe, expect, test } from 'vitest';
import { become } from '../../../../functions/notices/notice/transition.ts';
import type { PlanFact } from '../../../../functions/notices/plan-notices/plan-fact.ts';
import { planNotices } from '../../../../functions/notices/plan-notices/plan-notices.ts';
import { finishStop } from '../../../../functions/notices/steps/stop-unsent.ts';
import { aDebt, aRow, TUESDAY_TEN } from '../../../support/builders.ts';
import { couple, hold, holdEnded, holdTold, later, mail, number, snapshotOf } from '../../../support/planning-facts.ts';
import { decisionsOf, only, type PlanningWorld, planningWorld, types } from '../../../support/planning-world.ts';

describe('told again', () => {
  test('a snapshot is announced under the same ids, also when its notice has moved on', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    await world.store.put(become(await only(world), 'sending', { at: 1, by: 'send-notices' }));
    expect(await world.snapshot(aDebt(), 2)).toEqual({ kind: 'duplicate' });
    expect(world.events).toHaveLength(2);
    expect(types(world)).toEqual(['notice-planned']);
  });

  test('a snapshot leaves to the newer run what that has taken up', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt([aRow({ dispute: true })]));
    await world.snapshot(later(aDebt(), 'CT-2', 1));
    await world.tell(snapshotOf(aDebt()), 2);
    expect(types(world)).toEqual(['notice-blocked', 'notice-planned']);
    expect(world.events).toHaveLength(2);
  });
});

describe('killed after any step and handed out again', () => {
  const stories: [string, (world: PlanningWorld) => Promise<PlanFact>][] = [
    [
      'a snapshot',
      async (world) => {
        const debt = aDebt(couple({ account_ref: 'A1' }));
        await world.register.debt(debt);
        return snapshotOf(debt);
      },
    ],
    [
      'a snapshot that ends an older notice',
      async (world) => {
        await world.snapshot(aDebt());
        const debt = later(aDebt([aRow({ stage_code: 'REM2' })]), 'CT-2', 1);
        await world.register.debt(debt);
        return snapshotOf(debt);
      },
    ],
    [
      'a hold',
      async (world) => {
        await world.snapshot(aDebt(couple()));
        await world.register.fact(hold(1));
        return holdTold;
      },
    ],
    [
      'the end of a hold',
      async (world) => {
        await world.register.fact(hold(1));
        await world.snapshot(aDebt(couple()));
        await world.register.fact(hold(2, TUESDAY_TEN));
        return holdEnded;
      },
    ],
  ];
  /** What stopUnsent left open is finished by reconcile-notices, and people blocked by what stopped are decided for. */
  const finish = async (world: PlanningWorld) => {
    for (const notice of await world.notices()) if (notice.unfinished) await finishStop(world.deps, notice);
    await world.lookAgain();
  };
  const outcome = async (world: PlanningWorld) => ({
    notices: (await world.notices()).map(({ version, ...notice }) => notice),
    decisions: [...((await decisionsOf(world)) ?? []), ...((await decisionsOf(world, 'CT-2')) ?? [])],
    holders: [await world.store.addressHolder(number, TUESDAY_TEN), await world.store.addressHolder(mail, TUESDAY_TEN)],
    // That a notice made way only asks for a look, and may be told more often than it was so.
    told: [...world.told().values()]
      .filter(({ type }) => !type.includes('made-way'))
      .map(({ id, type }) => `${type} ${id}`)
      .sort(),
    woken: world.wakes() > 0,
  });

  test.each(stories)('%s comes to the same end', async (_, prepare) => {
    const straight = planningWorld();
    await straight.tell(await prepare(straight));
    await finish(straight);
    const expected = await outcome(straight);

    let at = 0;
    for (; ; at += 1) {
      const world = planningWorld();
      const fact = await prepare(world);
      if (!(await world.tellKilledAt(at, fact))) break;
      await world.tell(fact, 2);
      await finish(world);
      expect(await outcome(world), `killed at ${at}`).toEqual(expected);
    }
    expect(at).toBeGreaterThan(10);
  });

  test.each(stories)('%s told to two workers at once comes to the same end', async (_, prepare) => {
    const straight = planningWorld();
    await straight.tell(await prepare(straight));
    await finish(straight);
    const world = planningWorld();
    const fact = await prepare(world);
    await Promise.all([world.tell(fact), world.tell(fact)]);
    await world.tell(fact, 2);
    await finish(world);
    expect(await outcome(world)).toEqual(await outcome(straight));
  });

  test.each(stories)(
    '%s told again where it was not there a moment before comes to the same end',
    async (_, prepare) => {
      const straight = planningWorld();
      await straight.tell(await prepare(straight));
      await finish(straight);
      const world = planningWorld();
      const fact = await prepare(world);
      await world.tell(fact);
      await finish(world);
      const lagging = {
        ...world.deps,
        store: { ...world.store, ofMatter: async () => [], decision: async () => null },
      };
      await planNotices(lagging, { fact, receiveCount: 2 });
      expect(await outcome(world)).toEqual(await outcome(straight));
    },
  );

  test('gives back the number that it took before it died, if it is not needed any more', async () => {
    const world = planningWorld();
    await world.register.debt(aDebt());
    await world.tellUntilTaken(number, snapshotOf(aDebt()));
    expect(await world.notices()).toEqual([]);
    await world.register.fact(hold(1));
    await world.tell(snapshotOf(aDebt()), 2);
    expect(await only(world)).toMatchObject({ state: 'blocked' });
    expect(await world.store.addressHolder(number, TUESDAY_TEN)).toBeNull();
  });
});
