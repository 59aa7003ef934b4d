import { describe, expect, test } from 'vitest';
import { ON_TIME_MS } from '../../../../functions/notices/notice/timing.ts';
import { become } from '../../../../functions/notices/notice/transition.ts';
import { aDebt, addressKey, anExtract, aRow, TUESDAY_TEN } from '../../../support/builders.ts';
import { couple, later, number, person, second, snapshotOf } from '../../../support/planning-facts.ts';
import { decisionsOf, only, planningWorld, types } from '../../../support/planning-world.ts';
import { testDebt } from '../../../support/register.ts';

const HOUR = 3_600_000;

describe('a snapshot', () => {
  test('plans a notice, takes its number for a week from when it goes, announces it and wakes the releaser', async () => {
    const world = planningWorld();
    expect(await world.snapshot(aDebt())).toEqual({ kind: 'done' });
    const notice = await only(world);
    expect(notice).toMatchObject({
      state: 'planned',
      channel: 'sms',
      variant: 'full',
      run: 'CT-1',
      due_at: TUESDAY_TEN,
    });
    expect(await world.store.addressHolder(number, TUESDAY_TEN + 168 * HOUR + ON_TIME_MS - 1)).toBe(notice.id);
    expect(await world.store.addressHolder(number, TUESDAY_TEN + 168 * HOUR + ON_TIME_MS)).toBeNull();
    expect(await world.store.due('release-statutory', TUESDAY_TEN, 10)).toMatchObject([
      { entries: [{ id: notice.id, times_planned: 1 }] },
    ]);
    expect(await world.store.due('release-statutory', TUESDAY_TEN - 1, 10)).toEqual([]);
    expect(await decisionsOf(world)).toMatchObject([{ outcome: 'sms', codes: [], notice_id: notice.id, line: 2 }]);
    expect(types(world)).toEqual(['notice-planned']);
    expect(world.wakes()).toBe(1);
  });

  test('leaves what is due tomorrow to the schedule', async () => {
    const world = planningWorld(Date.parse('2026-09-29T17:00:00+01:00'));
    await world.snapshot(aDebt());
    expect((await only(world)).due_at).toBe(Date.parse('2026-09-30T09:30:00+01:00'));
    expect(world.wakes()).toBe(0);
  });

  test('keeps every row on record: blocked with all codes, or with no trigger at all', async () => {
    const world = planningWorld();
    const rows = [aRow({ vulnerable: true, gone_away: true }), aRow({ person_ref: 'P2', line: 3, stage_code: 'LO' })];
    await world.snapshot(aDebt(rows));
    expect(await only(world)).toMatchObject({ state: 'blocked', codes: ['S22', 'S4'] });
    expect(await decisionsOf(world)).toMatchObject([
      { outcome: 'none', codes: ['S22', 'S4'], reason: null },
      { outcome: 'none', codes: [], reason: 'no-trigger', notice_type: null, notice_id: null },
    ]);
    expect(types(world)).toEqual(['notice-blocked']);
    expect(await world.store.addressHolder(number, TUESDAY_TEN)).toBeNull();
  });

  test('lets a notice go that waited for its date to pay by, once a newer one puts that right', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt([aRow({ pay_by: '2026-10-01' })]));
    const step = { at: TUESDAY_TEN, by: 'release-notices', reason: 'pay-by-too-early' } as const;
    const waiting = become(await only(world), 'planned', step, { due_at: TUESDAY_TEN + 24 * HOUR });
    await world.store.put(waiting);
    const newer = (n: number, pay_by: string) =>
      world.snapshot(aDebt([aRow({ pay_by })], { run: `CT-${n}`, extracted_at: TUESDAY_TEN + n }));
    await newer(2, '2026-10-03');
    expect(await only(world)).toEqual(waiting);
    await newer(3, '2026-10-05');
    const going = await only(world);
    expect(going).toMatchObject({ due_at: TUESDAY_TEN, last_day: '2026-10-05', reason: 'pay-by-corrected' });
    const due = await world.store.due('release-statutory', TUESDAY_TEN, 10);
    expect(due.flatMap(({ entries }) => entries)).toContainEqual({ id: going.id, times_planned: going.times_planned });
    expect(await decisionsOf(world, 'CT-3')).toMatchObject([{ outcome: 'none', codes: ['S19'] }]);
  });

  test('tells one of a household', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt(couple()));
    expect(await decisionsOf(world)).toMatchObject([{ outcome: 'sms' }, { outcome: 'none', codes: ['HOUSEHOLD'] }]);
    expect(await world.store.addressHolder(addressKey('+447700900002'), TUESDAY_TEN)).toBeNull();
  });

  test('tells the next of a household where the first has no address', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt([aRow({ mobile: '', email: '' }), second()]));
    expect(await decisionsOf(world)).toMatchObject([{ codes: ['S12'] }, { outcome: 'sms' }]);
    const blocked = [...world.told().values()].find(({ type }) => type.includes('blocked'));
    expect(blocked?.data).toMatchObject({ codes: ['S12'] });
    expect(blocked?.data).not.toHaveProperty('address');
    expect(blocked?.data).not.toHaveProperty('channel');
  });

  test('gives one number one notice a week, whatever the account', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    await world.snapshot(aDebt([aRow({ account_ref: 'A2', person_ref: 'P9' })]));
    const other = (await world.store.decision('CT-1', testDebt('A2', '2026-27')))?.decisions;
    expect(other).toMatchObject([{ outcome: 'none', codes: ['S15'] }]);
  });

  test('does not plan twice what was planned before', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const first = await only(world);
    world.setClock(TUESDAY_TEN + 20 * HOUR);
    await world.snapshot(later(aDebt([aRow({ payments_posted_to: world.now() })]), 'CT-2', 1));
    expect(await decisionsOf(world, 'CT-2')).toMatchObject([{ outcome: 'none', codes: ['S19'], notice_id: first.id }]);
    expect(await only(world)).toEqual(first);
    expect(types(world)).toEqual(['notice-planned']);
  });

  test('plans again what was stopped unsent, under the newer run', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt([aRow({ dispute: true })]));
    await world.snapshot(later(aDebt(), 'CT-2', 1));
    expect(await only(world)).toMatchObject({ state: 'planned', run: 'CT-2', codes: [], version: 2 });
    expect(types(world)).toEqual(['notice-blocked', 'notice-planned']);
  });

  test('does not send again on a stopped fallback what Notify had already', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const notice = await only(world);
    const sent = { reference: `${notice.id}.sms`, address: number, posted_at: 1, outcome: 'failed' } as const;
    const step = { at: TUESDAY_TEN, by: 'send-notices', codes: ['S6' as const] };
    await world.store.put(become(notice, 'blocked', step, { attempts: { sms: sent } }));
    await world.snapshot(later(aDebt(), 'CT-2', 1));
    expect(await decisionsOf(world, 'CT-2')).toMatchObject([{ codes: ['S19'] }]);
  });

  test('counts how often it was planned up when it plans again, so that an old message is void', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const sending = become(await only(world), 'sending', { at: 1, by: 'send-notices' });
    await world.store.put(sending);
    await world.store.put(become(sending, 'blocked', { at: 2, by: 'send-notices', codes: ['S8'] }));
    await world.snapshot(later(aDebt(), 'CT-2', 1));
    expect(await only(world)).toMatchObject({ state: 'planned', times_planned: 2 });
  });

  test('is expired where the window opens too late, and takes nothing', async () => {
    const world = planningWorld(Date.parse('2026-10-02T10:00:00+01:00'));
    const row = aRow({ stage_date: '2026-10-01', pay_by: '2026-10-03', payments_posted_to: world.now() });
    await world.snapshot(aDebt([row]));
    expect(await only(world)).toMatchObject({ state: 'expired', reason: 'expired' });
    expect(await decisionsOf(world)).toMatchObject([{ outcome: 'none', reason: 'expired', codes: [] }]);
    expect(await world.store.addressHolder(number, world.now())).toBeNull();
  });

  test('is stale when the register has a newer one, and waits for a register that has none', async () => {
    const world = planningWorld();
    expect(await world.tell(snapshotOf(aDebt()))).toEqual({ kind: 'retry', reason: 'matter-not-in-register' });
    await world.register.debt(later(aDebt(), 'CT-2', 1));
    expect(await world.tell(snapshotOf(aDebt()))).toEqual({ kind: 'stale' });
    expect(await world.notices()).toEqual([]);
  });

  test('ends what waits and no longer stands, and gives its number to what does', async () => {
    const world = planningWorld(Date.parse('2026-10-02T10:00:00+01:00'));
    const posted = { payments_posted_to: world.now() };
    await world.snapshot(aDebt([aRow({ stage_date: '2026-10-01', ...posted })]));
    await world.snapshot(later(aDebt([aRow({ stage_code: 'REM2', stage_date: '2026-10-02', ...posted })]), 'CT-2', 1));
    const states = (await world.notices()).map(({ type, state, reason }) => [type, state, reason]);
    expect(states).toEqual([
      ['ct.reminder.first', 'cancelled', 'trigger-ended'],
      ['ct.reminder.second', 'planned', null],
    ]);
    expect(types(world)).toEqual(['notice-planned', 'notice-cancelled', 'notice-planned']);
  });

  test('leaves alone what no longer stands but is with Notify', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const sending = become(await only(world), 'sending', { at: 2, by: 'send-notices' });
    await world.store.put(sending);
    await world.snapshot(later(aDebt([aRow({ stage_code: 'LO' })]), 'CT-2', 1));
    expect(await only(world)).toEqual(sending);
  });
});

describe('a run', () => {
  test('is put on record when its file was imported', async () => {
    const world = planningWorld();
    const run = { name: 'CT-1', file: 'a.csv', source: 'recovery-extract', imported_at: 1, rows: 2, rejected: 1 };
    await world.tell({ kind: 'imported', run });
    expect(await world.store.runs()).toEqual([run]);
  });
});

test('the end of a hold plans nothing for a debt whose snapshot is still on its way: that will decide', async () => {
  const world = planningWorld();
  await world.register.newestExtract(anExtract());
  await world.register.debt(aDebt());
  await world.tell({ kind: 'ended', subject: { person } });
  expect(await world.notices()).toEqual([]);
  await world.tell(snapshotOf(aDebt()));
  expect(await world.notices()).toHaveLength(1);
});
