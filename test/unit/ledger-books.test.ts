import { expect, test } from 'vitest';
import { accepted, eleven, HOUR, ledgerWorld, NOW } from '../support/ledger-world.ts';
import { keyOf, plannedNotice } from '../support/planned-notice.ts';

// The count's other task: the notices against the decisions that name them, and against their own history.

const NAMES = Array.from({ length: 11 }, (_, i) => `n${i}`);
const none = { faults: 0, lost: 0, notices: [] };

test('finds every notice that a new run named, and reads none of them for it', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.decided('CT-1', NAMES.slice(0, 4));
  await w.decided('CT-2', NAMES.slice(4));
  await w.count();
  expect((await w.result())?.books).toEqual(none);
  expect(w.looked).toEqual([]);
  expect(w.alarms).toEqual([]);
});

test('tells of a notice that was decided on and is not there', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.decided('CT-1', [...NAMES.slice(0, 4), 'gone']);
  await w.decided('CT-2', NAMES.slice(4));
  await w.count();
  expect((await w.result())?.books).toEqual({ faults: 0, lost: 1, notices: [keyOf('gone')] });
  expect(w.alarms).toEqual([expect.stringMatching(/^ledger-unbalanced .*"lost":1.*gone/)]);
});

test('tells of a notice that is not where its history leads', async () => {
  const w = ledgerWorld();
  await w.store(plannedNotice('odd', { state: 'blocked', history: [{ at: NOW, state: 'planned', by: 'x' }] }));
  await w.count();
  expect((await w.result())?.books).toEqual({ faults: 1, lost: 0, notices: [keyOf('odd')] });
  expect(w.alarms).toEqual([expect.stringMatching(/^ledger-unbalanced .*"faults":1.*odd/)]);
});

test('is not misled by a notice that a later run took up, or whose planner died before it wrote its decision', async () => {
  const w = ledgerWorld();
  await w.decided('CT-1', ['taken-up'], 5);
  await w.decided('CT-2', ['taken-up'], 2);
  await w.store(accepted('taken-up', NOW - 30 * HOUR, 'CT-2'));
  await w.store(plannedNotice('undecided', { run: 'CT-2' }));
  await w.count();
  expect((await w.result())?.books).toEqual(none);
  expect(w.looked).toContain(keyOf('taken-up'));
});

test('holds a run against its notices until all of its decisions must have been there, and not for ever', async () => {
  const w = ledgerWorld();
  await w.decided('CT-1', ['gone']);
  const lost: (number | undefined)[] = [];
  for (let day = 0; day < 3; day += 1) {
    await w.count();
    lost.push((await w.result())?.books.lost);
    w.wait(24 * HOUR);
  }
  expect(lost).toEqual([1, 1, 0]);
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
  expect((await w.result())?.books).toMatchObject({ faults: 0, lost: 2 });
});
