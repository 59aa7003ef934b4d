import { expect, test } from 'vitest';
import { accepted, eleven, HOUR, ledgerWorld, NOW, sums } from '../../../support/ledger-world.ts';
import { keyOf, plannedNotice } from '../../../support/planned-notice.ts';

const refusedAttempt = {
  sms: { reference: `${keyOf('refused')}.sms`, address: keyOf('a'), posted_at: NOW - HOUR, outcome: 'refused' },
} as const;

test('agrees where each attempt has its one message, by run, over all pages of both', async () => {
  const w = ledgerWorld();
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

test('reads no notice for its message where all agree, and few where one does not', async () => {
  const w = ledgerWorld();
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
  const w = ledgerWorld();
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
  const w = ledgerWorld();
  await eleven(w);
  await w.store(accepted('edge', posted_at));
  w.atNotify.push({ notify_id: 'id-edge', reference: `${keyOf('edge')}.sms`, stored_at });
  await w.count();
  expect(await w.result()).toMatchObject({ total: { missing: 0, unknown: 0, twice: 0 }, found: [] });
  expect(w.pagesRead.filter((length) => length === 0)).toHaveLength(1);
});

test('leaves out what others send on the same service', async () => {
  const w = ledgerWorld();
  await eleven(w);
  for (const [i, reference] of [null, '', 'invoice 7', `${keyOf('n1')}.fax`, `x${keyOf('n1')}.sms`].entries())
    w.extra(`other-${i}`, reference);
  await w.count();
  expect(await w.result()).toMatchObject({ others: 5, total: sums({ attempts: 11, stored: 11 }), found: [] });
  expect(w.alarms).toEqual([]);
});

test('finds a second message of one attempt, and names its notice and run', async () => {
  const w = ledgerWorld();
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
  const w = ledgerWorld();
  await eleven(w);
  await w.store(plannedNotice('held', { state: 'blocked' }));
  w.extra('stray', `${keyOf('nobody')}.email`);
  w.extra('unsent', `${keyOf('held')}.sms`);
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11, unknown: 2 }));
});

test('takes what is older than the first message it knows of for somebody else’s', async () => {
  const w = ledgerWorld();
  await eleven(w);
  w.extra('before', `${keyOf('nobody')}.sms`, 40);
  w.extra('long before', `${keyOf('nobody')}.sms`, 160); // older than what is counted
  await w.count();
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 11, stored: 11 }), found: [] });
});

test('finds second messages though nothing older of ours is listed: the one that was lost sight of came first', async () => {
  const w = ledgerWorld();
  for (let i = 0; i < 5; i += 1) {
    w.extra(`first-${i}`, `${keyOf(`n${i}`)}.sms`, 3);
    await w.sent(`n${i}`, 2);
  }
  await w.count();
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 5, stored: 5, twice: 5 }) });
  expect(w.alarms).toHaveLength(1);
});

test('finds what Notify took and has no more, and asks Notify only about a few', async () => {
  const w = ledgerWorld();
  await eleven(w);
  w.atNotify.splice(6, 1);
  await w.count();
  expect(w.asked).toContain(`${keyOf('n6')}.sms`);
  expect(w.asked.length).toBeLessThan(5);
  expect(await w.result()).toMatchObject({
    total: sums({ attempts: 11, stored: 10, missing: 1 }),
    runs: { 'CT-2': sums({ attempts: 7, stored: 6, missing: 1 }) },
    found: [{ notice: keyOf('n6'), channel: 'sms', difference: 'missing' }],
  });
});

test('does not ask for what Notify has deleted after seven days', async () => {
  const w = ledgerWorld();
  await eleven(w);
  await w.store(accepted('old', NOW - 169 * HOUR));
  await w.count();
  expect(await w.result()).toMatchObject({ total: sums({ attempts: 11, stored: 11 }), found: [] });
});

test('is not misled by what is on its way, or is posted while it counts', async () => {
  const w = ledgerWorld();
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
  const w = ledgerWorld();
  await eleven(w);
  await w.store(plannedNotice('going', { state: 'uncertain', claimed_at: NOW }));
  w.extra('gone', `${keyOf('going')}.sms`, 0);
  await w.count();
  expect((await w.result())?.total).toEqual(sums({ attempts: 11, stored: 11 }));
  expect(w.pagesRead.filter((length) => length === 0)).toHaveLength(1);
});
