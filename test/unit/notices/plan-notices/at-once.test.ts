import { expect, test } from 'vitest';
import { planNotices } from '../../../../functions/notices/plan-notices/plan-notices.ts';
import { aDebt, aRow } from '../../../support/builders.ts';
import { couple, holdTold, snapshotOf } from '../../../support/planning-facts.ts';
import { planningWorld } from '../../../support/planning-world.ts';

test('facts about one matter that come together are heard one after the other, and other matters beside them', async () => {
  const world = planningWorld();
  const debt = aDebt(couple());
  const other = aDebt([aRow({ account_ref: 'A9', person_ref: 'P9', mobile: '07700 900129' })]);
  for (const each of [debt, other]) await world.register.debt(each);
  const busy = new Map<string, number>();
  let most = 0;
  let others = 0;
  const deps: typeof world.deps = {
    ...world.deps,
    store: {
      ...world.store,
      put: async (notice) => {
        const { id } = notice.about;
        busy.set(id, (busy.get(id) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        most = Math.max(most, busy.get(id) ?? 0);
        others = Math.max(others, [...busy.values()].filter((count) => count > 0).length);
        const put = await world.store.put(notice);
        busy.set(id, (busy.get(id) ?? 0) - 1);
        return put;
      },
    },
  };
  const facts = [snapshotOf(debt), snapshotOf(debt), snapshotOf(other), holdTold, snapshotOf(debt), snapshotOf(debt)];
  const outcomes = await Promise.all(facts.map((fact) => planNotices(deps, { fact, receiveCount: 1 })));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'duplicate', 'done', 'done', 'duplicate', 'duplicate']);
  expect([most, others]).toEqual([1, 2]);
});
