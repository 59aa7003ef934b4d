import { expect, test } from 'vitest';
import { noticesTable } from '../../functions/notices/adapter.ts';
import type { Notice } from '../../functions/notices/notice.ts';
import { askForCount, type CountStore, countsOn, noCount } from '../../functions/notices/notify-count.ts';
import { type CountDeps, countAtNotify } from '../../functions/notices/reconcile-notices/count-at-notify.ts';
import { makeSureAndCount } from '../../functions/notices/reconcile-notices/make-sure-and-count.ts';
import { NOTICES } from '../../functions/notices/table.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { inMemoryCounts } from '../support/counts.ts';
import { dynamoDb } from '../support/dynamodb.ts';
import { inMemoryNoticeStore } from '../support/notice-store.ts';
import { keyOf, plannedNotice } from '../support/planned-notice.ts';

const NOW = Date.parse('2026-09-29T12:00:00+01:00');
const HOUR = 3_600_000;
const PAGE = 3;

/** Notify's list and the notices side by side. Times are hours before now; the list is newest first. */
function world(counts: CountStore = inMemoryCounts()) {
  let clock = NOW;
  const store = inMemoryNoticeStore(4);
  const atNotify: { notify_id: string; reference: string | null; stored_at: number }[] = [];
  const alarms: string[] = [];
  const pagesRead: number[] = [];
  let broken = false;
  let calls = 0;
  const looked: string[] = [];
  const deps: CountDeps = {
    store: {
      all: store.all,
      get: async (id) => {
        looked.push(id);
        return store.get(id);
      },
    },
    counts,
    now: () => clock,
    alarm: (what, details) => alarms.push(`${what} ${JSON.stringify(details)}`),
    notify: {
      find: async (reference) =>
        atNotify
          .filter((each) => each.reference === reference)
          .map(({ notify_id }) => ({ notify_id, status: 'delivered', completed_at: null })),
    },
    list: async (olderThan) => {
      calls += 1;
      if (broken) throw new Error('Notify could not be asked for its list: 500');
      const sorted = atNotify.toSorted((a, b) => b.stored_at - a.stored_at);
      const from = olderThan === null ? 0 : sorted.findIndex(({ notify_id }) => notify_id === olderThan) + 1;
      const page = sorted.slice(from, from + PAGE);
      pagesRead.push(page.length);
      return page;
    },
  };
  const store1 = async (notice: Notice) => void (await store.put(notice));
  return {
    deps,
    atNotify,
    alarms,
    pagesRead,
    /** Notices that were read because of a message. */
    looked,
    store: store1,
    break: (now: boolean) => (broken = now),
    wait: (ms: number) => (clock += ms),
    calls: () => calls,
    count: (remaining: () => number = () => 60_000) => countAtNotify(deps, remaining),
    result: async () => (await counts.read()).last,
    /** A text that Notify took so many hours ago, in both books. */
    async sent(name: string, hours = 1, run = 'CT-1') {
      const at = NOW - hours * HOUR;
      await store1(accepted(name, at, run));
      atNotify.push({ notify_id: `id-${name}`, reference: `${keyOf(name)}.sms`, stored_at: at });
    },
    extra: (notify_id: string, reference: string | null, hours = 0.5) =>
      atNotify.push({ notify_id, reference, stored_at: NOW - hours * HOUR }),
  };
}

const accepted = (name: string, posted_at: number, run = 'CT-1'): Notice =>
  plannedNotice(name, {
    state: 'accepted',
    run,
    claimed_at: posted_at - 1,
    attempts: {
      sms: {
        reference: `${keyOf(name)}.sms`,
        address: keyOf('a'),
        notify_id: `id-${name}`,
        posted_at,
        outcome: 'accepted',
      },
    },
  });

const sums = (more: object = {}) => ({ attempts: 0, stored: 0, missing: 0, unknown: 0, twice: 0, ...more });

async function eleven(w: ReturnType<typeof world>) {
  for (let i = 0; i < 11; i += 1) await w.sent(`n${i}`, 1 + i / 10, i < 4 ? 'CT-1' : 'CT-2');
}

test('agrees where each attempt has its one message, by run, over all pages of both', async () => {
  const w = world();
  await eleven(w);
  await w.store(plannedNotice('waiting'));
  await w.store(plannedNotice('refused', { state: 'exhausted', attempts: refusedAttempt }));
  await w.count();
  expect(await w.result()).toMatchObject({
    total: sums({ attempts: 11, stored: 11 }),
    runs: { 'CT-1': sums({ attempts: 4, stored: 4 }), 'CT-2': sums({ attempts: 7, stored: 7 }) },
    others: 0,
    found: [],
  });
  expect(w.pagesRead).toEqual([3, 3, 3, 2, 0]);
  expect(w.alarms).toEqual([]);
});

const refusedAttempt = {
  sms: { reference: `${keyOf('refused')}.sms`, address: keyOf('a'), posted_at: NOW - HOUR, outcome: 'refused' },
} as const;

test('reads no notice for its message where all agree, and few where one does not', async () => {
  const w = world();
  for (let i = 0; i < 200; i += 1) await w.sent(`n${i}`, 1 + i * 0.9); // up to 180 hours: older than what is counted
  await w.count();
  expect(w.looked).toEqual([]);
  w.extra('again', `${keyOf('n5')}.sms`);
  w.wait(24 * HOUR);
  await w.count();
  expect((await w.result())?.total.twice).toBe(1);
  expect(w.looked).toContain(keyOf('n5'));
  const outOfTime = (id: string) => Number(id.match(/^n(\d+)/)?.[1]) > 130 / 0.9; // may confirm, so they are looked at
  expect(w.looked.filter((id) => !outOfTime(id)).length).toBeLessThan(60); // ids in tests are names, and less evenly spread than hashes
});

test('finds that Notify has another message in place of the one it took', async () => {
  const w = world();
  await eleven(w);
  const { stored_at } = w.atNotify.splice(6, 1)[0]!;
  w.extra('instead', `${keyOf('n6')}.sms`, (NOW - stored_at) / HOUR);
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 10, missing: 1, twice: 1 }));
});

const KEPT = 156 * HOUR;

test.each([
  ['just before the end, by our clock after it', NOW - 1_000, NOW + 1_000],
  ['just after the end, by our clock before it', NOW + 1_000, NOW - 1_000],
  ['just before the beginning, by our clock after it', NOW - KEPT - 1_000, NOW - KEPT + 1_000],
  ['just after the beginning, by our clock before it', NOW - KEPT + 1_000, NOW - KEPT - 1_000],
])('is not misled by what was stored %s, and needs no second walk for it', async (_, stored_at, posted_at) => {
  const w = world();
  await eleven(w);
  await w.store(accepted('edge', posted_at));
  w.atNotify.push({ notify_id: 'id-edge', reference: `${keyOf('edge')}.sms`, stored_at });
  await w.count();
  expect(await w.result()).toMatchObject({ total: { missing: 0, unknown: 0, twice: 0 }, found: [] });
  expect(w.pagesRead.filter((length) => length === 0)).toHaveLength(1);
});

test('leaves out what others send on the same service', async () => {
  const w = world();
  await eleven(w);
  for (const [i, reference] of [null, '', 'invoice 7', `${keyOf('n1')}.letter`, `x${keyOf('n1')}.sms`].entries())
    w.extra(`other-${i}`, reference);
  await w.count();
  expect(await w.result()).toMatchObject({ others: 5, total: sums({ attempts: 11, stored: 11 }), found: [] });
  expect(w.alarms).toEqual([]);
});

test('finds a second message of one attempt, and names its notice and run', async () => {
  const w = world();
  await eleven(w);
  w.extra('again', `${keyOf('n5')}.sms`);
  await w.count();
  expect(await w.result()).toMatchObject({
    total: sums({ attempts: 11, stored: 11, twice: 1 }),
    runs: { 'CT-2': sums({ attempts: 7, stored: 7, twice: 1 }) },
    found: [{ notice: keyOf('n5'), channel: 'sms', difference: 'twice' }],
  });
  expect(w.alarms).toEqual([expect.stringContaining('ledger-unbalanced')]);
});

test('finds a message with our form of reference that no notice tells of', async () => {
  const w = world();
  await eleven(w);
  await w.store(plannedNotice('held', { state: 'blocked' }));
  w.extra('stray', `${keyOf('nobody')}.email`);
  w.extra('unsent', `${keyOf('held')}.sms`);
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11, unknown: 2 }));
});

test('takes what is older than the first message it knows of for somebody else’s', async () => {
  const w = world();
  await eleven(w);
  w.extra('before', `${keyOf('nobody')}.sms`, 40);
  w.extra('long before', `${keyOf('nobody')}.sms`, 160); // older than what is counted
  await w.count();
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 11, stored: 11 }), found: [] });
});

test('finds what Notify took and has no more, and asks only about a few', async () => {
  const w = world();
  await eleven(w);
  w.atNotify.splice(6, 1);
  await w.count();
  expect(await w.result()).toMatchObject({
    total: sums({ attempts: 11, stored: 10, missing: 1 }),
    runs: { 'CT-2': sums({ attempts: 7, stored: 6, missing: 1 }) },
    found: [{ notice: keyOf('n6'), channel: 'sms', difference: 'missing' }],
  });
});

test('does not ask for what Notify has deleted after seven days', async () => {
  const w = world();
  await eleven(w);
  await w.store(accepted('old', NOW - 169 * HOUR));
  await w.count();
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 11, stored: 11 }), found: [] });
});

test('is not misled by what is on its way, or is posted while it counts', async () => {
  const w = world();
  await eleven(w);
  await w.store(plannedNotice('going', { state: 'sending', claimed_at: NOW }));
  w.extra('gone', `${keyOf('going')}.sms`, 0);
  const { list } = w.deps;
  w.deps.list = async (after) => {
    const page = await list(after);
    // Posted in the second in which the count began; its answer comes after the first page.
    if (after === null) await w.sent('late', 0);
    return page;
  };
  await w.count();
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 12, stored: 12 }), found: [] });
  expect(w.alarms).toEqual([]);
});

test('needs no second walk for a message whose sending is under way', async () => {
  const w = world();
  await eleven(w);
  await w.store(plannedNotice('going', { state: 'uncertain', claimed_at: NOW }));
  w.extra('gone', `${keyOf('going')}.sms`, 0);
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11 }));
  expect(w.pagesRead.filter((length) => length === 0)).toHaveLength(1);
});

test('goes on where it had to stop, or was killed, and counts nothing twice', async () => {
  const w = world();
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
  await w.count(); // whoever failed still has the lease
  expect(await w.result()).toBeNull();
  w.wait(61_000);
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 71, stored: 71, twice: 1 }));
  expect(before).toBeLessThan(5);
});

test('begins anew where an earlier version of Crier had begun', async () => {
  const w = world();
  await eleven(w);
  const record = await w.deps.counts.read();
  const theirs = { started_at: NOW, phase: 'list', buckets: [], lease_until: 0 } as unknown as typeof record.under_way;
  await w.deps.counts.write({ ...record, under_way: theirs, version: record.version + 1 });
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11 }));
});

test('is made also where a notice of the agenda failed, which is told', async () => {
  const w = world();
  await eleven(w);
  const broken = { ...w.deps.store, due: () => Promise.reject(new Error('the agenda cannot be read')) };
  const deps = { ...w.deps, store: broken } as unknown as Parameters<typeof makeSureAndCount>[0];
  await expect(makeSureAndCount(deps, { body: {}, remainingMs: () => 60_000 })).rejects.toThrow('the agenda');
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11 }));
});

test('counts once a day, and at once when somebody asks', async () => {
  const w = world();
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
  const w = world();
  await eleven(w);
  await Promise.all([w.count(), w.count()]);
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 11, stored: 11 }) });
  expect(w.calls()).toBe(5);
});

test('gives up on a Notify that shows the same page again and again', async () => {
  const w = world();
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
    const w = world(counts);
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
