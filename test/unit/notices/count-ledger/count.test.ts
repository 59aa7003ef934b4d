import { expect, test } from 'vitest';
import { askForCount, noCount } from '../../../../functions/notices/ledger/notify-count.ts';
import { countsOn } from '../../../../functions/notices/store/counts-table.ts';
import { noticesTable } from '../../../../functions/notices/store/notices-table.ts';
import { NOTICES } from '../../../../functions/notices/store/table.ts';
import type { Key } from '../../../../functions/shared/ids.ts';
import { dynamoDb } from '../../../support/dynamodb.ts';
import { eleven, HOUR, ledgerWorld, NOW, sums } from '../../../support/ledger-world.ts';
import { keyOf } from '../../../support/planned-notice.ts';

test('goes on where it had to stop, or was killed, and counts nothing twice', async () => {
  const w = ledgerWorld();
  await eleven(w);
  for (let i = 0; i < 60; i += 1) await w.sent(`m${i}`.padEnd(5, 'x'), 5 + i / 100);
  w.extra('again', `${keyOf('n5')}.sms`);
  let asked = 0;
  await w.count(() => (asked++ < 3 ? 60_000 : 0));
  expect(await w.result()).toBeNull();
  const before = w.calls();
  w.break(true);
  await w.count();
  expect(w.alarms).toEqual([expect.stringContaining('notify-cannot-be-asked')]);
  w.break(false);
  await w.count(); // the call that failed still has the lease
  expect(await w.result()).toBeNull();
  w.wait(61_000);
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 71, stored: 71, twice: 1 }));
  expect(before).toBeLessThan(5);
});

test('begins anew where an earlier version of Crier had begun', async () => {
  const w = ledgerWorld();
  await eleven(w);
  const record = await w.deps.counts.read();
  const theirs = { started_at: NOW, phase: 'list', buckets: [], lease_until: 0 } as unknown as typeof record.under_way;
  await w.deps.counts.write({ ...record, under_way: theirs, version: record.version + 1 });
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11 }));
});

test('is not begun before there is a key, for which no alarm is raised', async () => {
  const w = ledgerWorld();
  await eleven(w);
  let key = false;
  w.deps.hasApiKey = async () => key;
  await w.count();
  expect([await w.result(), w.calls(), w.alarms]).toEqual([null, 0, []]);
  key = true;
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11 }));
});

test('counts once a day, and at once when an officer asks', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.count();
  const calls = w.calls();
  w.wait(HOUR);
  await w.count();
  expect(w.calls()).toBe(calls);
  await askForCount(w.deps.counts, NOW + HOUR);
  await w.count();
  expect((await w.result())?.started_at).toBe(NOW + HOUR);
  w.wait(24 * HOUR);
  await w.count();
  expect((await w.result())?.started_at).toBe(NOW + 25 * HOUR);
});

test('two workers at once make one count', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await Promise.all([w.count(), w.count()]);
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 11, stored: 11 }) });
  expect(w.calls()).toBe(5);
});

test('gives up on a Notify that shows the same page again and again', async () => {
  const w = ledgerWorld();
  await eleven(w);
  w.deps.list = async () => w.atNotify.slice(0, 3);
  await w.count();
  expect(w.alarms).toEqual([expect.stringContaining('same page')]);
});

test('the record of a count goes in and out of the table, on condition of its version', async () => {
  const db = await dynamoDb();
  try {
    const table = await db.table({ ...NOTICES, indexes: [] });
    const counts = countsOn(db.documents, table);
    expect(await counts.read()).toEqual(noCount);
    const w = ledgerWorld(counts);
    await eleven(w);
    await w.count();
    expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11 }));
    const record = await counts.read();
    expect(await counts.write(record)).toBe(false);
    expect(await counts.write({ ...record, version: record.version + 1 })).toBe(true);
    // Beside the notices, and no notice.
    expect((await noticesTable(db.documents, table).all()).items).toEqual([]);
    expect(await noticesTable(db.documents, table).get('COUNT' as Key)).toBeNull();
  } finally {
    await db.close();
  }
});

test('tells the figures of a count once it is whole, and of no other', async () => {
  const w = ledgerWorld();
  await eleven(w);
  w.extra('again', `${keyOf('n5')}.sms`);
  let asked = 0;
  await w.count(() => (asked++ < 3 ? 60_000 : 0));
  expect(w.told).toEqual([]);
  w.wait(61_000);
  await w.count();
  expect(w.told).toEqual([expect.objectContaining({ planned: 11, lost: 0, missing: 0, unknown: 0, twice: 1 })]);
});
