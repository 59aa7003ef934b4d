import { expect, test } from 'vitest';
import { countLedger } from '../../../../functions/notices/count-ledger/count-ledger.ts';
import { killing } from '../../../support/kill.ts';
import { accepted, eleven, HOUR, ledgerWorld, NOW } from '../../../support/ledger-world.ts';
import { keyOf, plannedNotice } from '../../../support/planned-notice.ts';

// The count's other task: the notices against the decisions that name them, and against their own history.

const NAMES = Array.from({ length: 11 }, (_, i) => `n${i}`);
const NONE = { held: {}, faults: 0, lost: 0 };
/** Eleven accepted notices of two runs, and nothing wrong with any. */
const ELEVEN = {
  notices: 11,
  planned: 11,
  total: { ...NONE, states: { accepted: 11 }, unasked: 11 },
  runs: {
    'CT-1': { ...NONE, states: { accepted: 4 }, unasked: 4 },
    'CT-2': { ...NONE, states: { accepted: 7 }, unasked: 7 },
  },
  found: [],
};

test('finds every notice that a new run named, and reads none of them for it', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.decided('CT-1', NAMES.slice(0, 4));
  await w.decided('CT-2', NAMES.slice(4));
  await w.count();
  expect((await w.result())?.books).toEqual(ELEVEN);
  expect(w.looked).toEqual([]);
  expect(w.alarms).toEqual([]);
});

test('tells of a notice that was decided on and is not there', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.decided('CT-1', [...NAMES.slice(0, 4), 'gone']);
  await w.decided('CT-2', NAMES.slice(4));
  await w.count();
  const { total, runs } = ELEVEN;
  expect((await w.result())?.books).toEqual({
    ...ELEVEN,
    planned: 12,
    total: { ...total, lost: 1 },
    runs: { ...runs, 'CT-1': { ...runs['CT-1'], lost: 1 } },
    found: [{ notice: keyOf('gone'), fault: 'lost' }],
  });
  expect(w.alarms).toEqual([expect.stringMatching(/^ledger-unbalanced .*"lost":1.*gone/)]);
});

test('tells of a notice that is not where its history leads', async () => {
  const w = ledgerWorld();
  await w.store(plannedNotice('odd', { state: 'blocked', history: [{ at: NOW, state: 'planned', by: 'x' }] }));
  await w.count();
  const found = [{ notice: keyOf('odd'), fault: 'last-step' }];
  expect((await w.result())?.books).toMatchObject({ planned: 1, total: { faults: 1, lost: 0 }, found });
  expect(w.alarms).toEqual([expect.stringMatching(/^ledger-unbalanced .*"faults":1.*odd/)]);
});

test('is not misled by a notice that a later run took up, or whose planner died before it wrote its decision', async () => {
  const w = ledgerWorld();
  await w.decided('CT-1', ['taken-up'], 5);
  await w.decided('CT-2', ['taken-up'], 2);
  await w.store(accepted('taken-up', NOW - 30 * HOUR, 'CT-2'));
  await w.store(plannedNotice('undecided', { run: 'CT-2' }));
  await w.count();
  const states = { accepted: 1, planned: 1 };
  expect((await w.result())?.books).toMatchObject({
    planned: 2,
    total: { ...NONE, states },
    runs: { 'CT-1': { states: {} }, 'CT-2': { states } },
    found: [],
  });
  expect(w.looked).toContain(keyOf('taken-up'));
});

const lost = async (w: ReturnType<typeof ledgerWorld>): Promise<number | undefined> => {
  const books = (await w.result())?.books;
  return books && 'total' in books ? books.total.lost : undefined;
};

test('goes on telling of what was lost once, and reads no run again for it', async () => {
  const w = ledgerWorld();
  await w.decided('CT-1', ['gone']);
  const days: [number | undefined, number][] = [];
  for (let day = 0; day < 4; day += 1) {
    const before = w.looked.length;
    await w.count();
    days.push([await lost(w), w.looked.length - before]);
    w.wait(24 * HOUR);
  }
  expect(days).toEqual([1, 1, 0, 0].map((looks) => [1, looks])); // the night before the last count may not have been whole
  expect(w.alarms).toHaveLength(4);
});

test('misses a notice that was there at an earlier count, whatever run it is of', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.count();
  const { all } = w.deps.store;
  w.deps.store.all = async (after) => {
    const page = await all(after);
    return { ...page, items: page.items.filter(({ id }) => id !== keyOf('n3')) };
  };
  w.wait(24 * HOUR);
  await w.count();
  expect((await w.result())?.books).toMatchObject({ notices: 10, planned: 11, total: { lost: 1 } });
  expect(w.alarms).toEqual([expect.stringMatching(/^ledger-unbalanced .*"lost":1/)]);
});

test('goes on where it had to stop, and counts nothing twice', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.decided('CT-1', [...NAMES.slice(0, 4), 'gone', 'away']);
  await w.decided('CT-2', NAMES.slice(4));
  for (let calls = 0; (await w.result()) === null && calls < 99; calls += 1) {
    let asked = 0;
    await w.count(() => (asked++ < 2 ? 60_000 : 0)); // one page a call
  }
  expect((await w.result())?.books).toMatchObject({ notices: 11, planned: 13, total: { faults: 0, lost: 2 } });
});

test('is the same where a worker dies around any of its calls, and the next one goes on', async () => {
  const counted = async (at: number, when: 'before' | 'after') => {
    const w = ledgerWorld();
    await eleven(w);
    await w.decided('CT-1', [...NAMES.slice(0, 4), 'gone']);
    await w.decided('CT-2', NAMES.slice(4));
    w.atNotify.splice(3, 1);
    const { store, decided, counts, notify, list, ...rest } = w.deps;
    const { calls, ...ports } = killing({ store, decided, counts, notify, list }, at, when);
    const died = await countLedger({ ...rest, ...ports }, () => 60_000).then(
      () => false,
      () => true,
    );
    w.wait(2 * 60_000); // the lease of the one that died
    await w.count();
    const { books, total } = (await w.result())!;
    return { died, calls: calls(), came: { books, total } };
  };
  const whole = await counted(Number.POSITIVE_INFINITY, 'after');
  expect(whole).toMatchObject({ died: false, came: { total: { missing: 1 }, books: { planned: 12 } } });
  for (let at = 0; at < whole.calls; at += 1) {
    expect((await counted(at, 'before')).came, `before call ${at}`).toEqual(whole.came);
    expect((await counted(at, 'after')).came, `after call ${at}`).toEqual(whole.came);
  }
  expect(whole.calls).toBeGreaterThan(20);
});
