import { expect, test } from 'vitest';
import { accepted, eleven, HOUR, ledgerWorld, NOW } from '../support/ledger-world.ts';
import { keyOf, plannedNotice } from '../support/planned-notice.ts';

// The count's other task: the notices against the decisions that name them, and against their own history.

const NAMES = Array.from({ length: 11 }, (_, i) => `n${i}`);
const none = (notices: number) => ({ notices, planned: notices, lost: 0, faults: 0, found: [] });

test('finds every notice that a new run named, and reads none of them for it', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.decided('CT-1', NAMES.slice(0, 4));
  await w.decided('CT-2', NAMES.slice(4));
  await w.count();
  expect((await w.result())?.books).toEqual(none(11));
  expect(w.looked).toEqual([]);
  expect(w.alarms).toEqual([]);
});

test('tells of a notice that was decided on and is not there', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.decided('CT-1', [...NAMES.slice(0, 4), 'gone']);
  await w.decided('CT-2', NAMES.slice(4));
  await w.count();
  expect((await w.result())?.books).toEqual({ ...none(11), planned: 12, lost: 1, found: [keyOf('gone')] });
  expect(w.alarms).toEqual([expect.stringMatching(/^ledger-unbalanced .*"lost":1.*gone/)]);
});

test('tells of a notice that is not where its history leads', async () => {
  const w = ledgerWorld();
  await w.store(plannedNotice('odd', { state: 'blocked', history: [{ at: NOW, state: 'planned', by: 'x' }] }));
  await w.count();
  expect((await w.result())?.books).toEqual({ ...none(1), faults: 1, found: [keyOf('odd')] });
  expect(w.alarms).toEqual([expect.stringMatching(/^ledger-unbalanced .*"faults":1.*odd/)]);
});

test('is not misled by a notice that a later run took up, or whose planner died before it wrote its decision', async () => {
  const w = ledgerWorld();
  await w.decided('CT-1', ['taken-up'], 5);
  await w.decided('CT-2', ['taken-up'], 2);
  await w.store(accepted('taken-up', NOW - 30 * HOUR, 'CT-2'));
  await w.store(plannedNotice('undecided', { run: 'CT-2' }));
  await w.count();
  expect((await w.result())?.books).toEqual(none(2));
  expect(w.looked).toContain(keyOf('taken-up'));
});

test('goes on telling of what was lost once, and reads no run again for it', async () => {
  const w = ledgerWorld();
  await w.decided('CT-1', ['gone']);
  const days: [number | undefined, number][] = [];
  for (let day = 0; day < 4; day += 1) {
    const before = w.looked.length;
    await w.count();
    days.push([(await w.result())?.books?.lost, w.looked.length - before]);
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
  expect((await w.result())?.books).toMatchObject({ notices: 10, planned: 11, lost: 1 });
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
  expect((await w.result())?.books).toMatchObject({ notices: 11, planned: 13, faults: 0, lost: 2 });
});
