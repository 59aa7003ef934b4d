import { describe, expect, test } from 'vitest';
import type { Notice } from '../../functions/notices/notice.ts';
import type { PlanFact } from '../../functions/notices/plan-notices/facts.ts';
import { planNotices } from '../../functions/notices/plan-notices/plan-notices.ts';
import { finishStop } from '../../functions/notices/stop-unsent.ts';
import { ON_TIME_MS } from '../../functions/notices/timing.ts';
import { become } from '../../functions/notices/transition.ts';
import type { Debt, RegisterFact } from '../../functions/register/register.ts';
import { aDebt, addressKey, anExtract, aRow, TUESDAY_TEN } from '../support/builders.ts';
import { planningWorld } from '../support/planning-world.ts';
import { testKey } from '../support/register.ts';

type World = ReturnType<typeof planningWorld>;

const HOUR = 3_600_000;
const account = testKey('account', 'A1');
const person = testKey('person', 'P1');
const number = addressKey('+447700900001');
const mail = addressKey('sam@example.org');
const couple = (more = {}) => [
  aRow(),
  aRow({ person_ref: 'P2', line: 3, liability_seq: 2, mobile: '07700 900002', email: '', ...more }),
];
const snapshotOf = ({ debt, extract_id }: Debt): PlanFact => ({ kind: 'snapshot', debt, extract_id });
const later = (debt: Debt, extract_id: string, days: number): Debt => ({
  ...debt,
  extract_id,
  extracted_at: debt.extracted_at + days * 24 * HOUR,
});
const hold = (at: number, ended_at: number | null = null): RegisterFact => ({
  kind: 'hold',
  subject: { account },
  hold: testKey('hold', 'h'),
  at,
  value: { code: 'S6', bill_year: null, from: '2026-09-01', to: null, review_on: null, ended_at, source: 'benefits' },
});
const holdTold: PlanFact = { kind: 'told', subject: { account } };
const holdEnded: PlanFact = { kind: 'ended', subject: { account } };

const only = async (world: World): Promise<Notice> => {
  const notices = await world.notices();
  expect(notices).toHaveLength(1);
  return notices[0]!;
};
const decisionsOf = async (world: World, run = 'CT-1') => (await world.store.decision(run, aDebt().debt))?.decisions;
const types = (world: World) =>
  [...world.told().values()].map(({ type }) => type.split('.')[2]).filter((type) => type !== 'notice-made-way');

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
      { entries: [{ id: notice.id, release: 1 }] },
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

  test('tells one of a household', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt(couple()));
    expect(await decisionsOf(world)).toMatchObject([{ outcome: 'sms' }, { outcome: 'none', codes: ['HOUSEHOLD'] }]);
    expect(await world.store.addressHolder(addressKey('+447700900002'), TUESDAY_TEN)).toBeNull();
  });

  test('tells the next of a household where the first has no address', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt(couple().map((row, i) => (i === 0 ? { ...row, mobile: '', email: '' } : row))));
    expect(await decisionsOf(world)).toMatchObject([{ codes: ['S12'] }, { outcome: 'sms' }]);
    const blocked = [...world.told().values()].find(({ type }) => type.includes('blocked'));
    expect(blocked?.data).toMatchObject({ codes: ['S12'], address: undefined, channel: undefined });
  });

  test('gives one number one notice a week, whatever the account', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    await world.snapshot(aDebt([aRow({ account_ref: 'A2', person_ref: 'P9' })]));
    const other = (await world.store.decision('CT-1', testKey('debt', 'A2', '2026-27')))?.decisions;
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
    const step = { at: TUESDAY_TEN, by: 'send-notices', codes: ['S6'] };
    await world.store.put(become(notice, 'blocked', step, { attempts: { sms: sent } }));
    await world.snapshot(later(aDebt(), 'CT-2', 1));
    expect(await decisionsOf(world, 'CT-2')).toMatchObject([{ codes: ['S19'] }]);
  });

  test('counts the release number up when it plans again, so that an old message is void', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const sending = become(await only(world), 'sending', { at: 1, by: 'send-notices' });
    await world.store.put(sending);
    await world.store.put(become(sending, 'blocked', { at: 2, by: 'send-notices', codes: ['S8'] }));
    await world.snapshot(later(aDebt(), 'CT-2', 1));
    expect(await only(world)).toMatchObject({ state: 'planned', release: 2 });
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
    expect(await world.tell(snapshotOf(aDebt()))).toEqual({ kind: 'retry', reason: 'debt-not-in-register' });
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

describe('something told', () => {
  test('stops what waits, at once, and frees its number', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    await world.register.fact(hold(1));
    expect(await world.tell(holdTold)).toEqual({ kind: 'done' });
    expect(await only(world)).toMatchObject({ state: 'blocked', codes: ['S6'] });
    expect(await world.store.addressHolder(number, TUESDAY_TEN)).toBeNull();
    expect(types(world)).toEqual(['notice-planned', 'notice-blocked']);
  });

  test('of one partner that protects the debt stops the notice to the other', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt(couple()));
    const P2 = testKey('person', 'P2');
    await world.register.fact({ ...hold(1), subject: { person: P2 } } as RegisterFact);
    await world.tell({ kind: 'told', subject: { person: P2 } });
    expect((await world.notices()).map(({ state, codes }) => [state, codes])).toEqual([
      ['blocked', ['S6']],
      ['blocked', ['HOUSEHOLD']],
    ]);
  });

  test('that stops nothing leaves everything as it is', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const before = await only(world);
    await world.tell(holdTold);
    expect(await only(world)).toEqual(before);
  });

  test('by STOP finds the notice by its number', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    await world.register.fact({ kind: 'reply', subject: { address: number }, word: 'STOP', at: 1 });
    await world.tell({ kind: 'told', subject: { address: number } });
    expect(await only(world)).toMatchObject({ state: 'blocked', codes: ['S13'] });
    expect(await world.tell({ kind: 'told', subject: { address: mail } })).toEqual({ kind: 'done' });
  });

  test.each([
    ['between claim and posting is noted as crossed', 10, 20, 15, 1],
    ['before the claim is not', 10, 20, 9, 0],
    ['after the posting is not', 10, 20, 21, 0],
    ['while nobody knows whether it was posted is', 10, undefined, 99, 1],
  ])('%s', async (_, claimed, posted, stored, crossings) => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const sms = { reference: 'r', address: number, ...(posted && { posted_at: TUESDAY_TEN + posted }) };
    const with_notify: Notice = {
      ...(await only(world)),
      state: 'uncertain',
      claimed_at: TUESDAY_TEN + claimed,
      attempts: { sms },
      version: 2,
    };
    await world.store.put(with_notify);
    world.setClock(TUESDAY_TEN + stored);
    await world.register.fact(hold(1));
    await world.tell(holdTold);
    await world.tell(holdTold, 2);
    const expected = { code: 'S6', fact_at: TUESDAY_TEN + stored, claimed_at: TUESDAY_TEN + claimed };
    expect((await only(world)).crossed).toEqual(crossings === 0 ? [] : [expected]);
  });

  test('waits for a worker that is sending, and insists when it has it for too long', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const sending: Notice = { ...(await only(world)), state: 'sending', claimed_at: TUESDAY_TEN, version: 2 };
    await world.store.put(sending);
    world.setClock(TUESDAY_TEN + 1);
    await world.register.fact(hold(1));
    expect(await world.tell(holdTold, 1)).toEqual({ kind: 'retry', reason: 'being-sent' });
    expect(await only(world)).toEqual(sending);
    expect(await world.tell(holdTold, 3)).toEqual({ kind: 'done' });
    expect((await only(world)).crossed).toHaveLength(1);
  });
});

describe('a hold that ends', () => {
  const blockedByHold = async (rows = [aRow()]) => {
    const world = planningWorld();
    await world.register.fact(hold(1));
    await world.snapshot(aDebt(rows));
    return world;
  };

  test('plans again what it blocked', async () => {
    const world = await blockedByHold();
    await world.register.fact(hold(2, TUESDAY_TEN));
    await world.tell(holdEnded);
    expect(await only(world)).toMatchObject({ state: 'planned', codes: [], run: 'CT-1' });
    expect(await world.store.addressHolder(number, TUESDAY_TEN)).toBe((await only(world)).id);
    expect(types(world)).toEqual(['notice-blocked', 'notice-planned']);
    expect(world.wakes()).toBe(1);
  });

  test('does not block what is planned after it, also where a glance still sees it', async () => {
    const world = planningWorld();
    await world.register.fact(hold(1));
    await world.register.debt(aDebt());
    const before = await world.register.debt(aDebt().debt);
    await world.register.fact(hold(2, TUESDAY_TEN - 1));
    // There is no notice yet: the snapshot decides.
    await world.tell(holdEnded);
    const lagging = { ...world.deps, glanceAt: async () => before };
    await planNotices(lagging, { fact: snapshotOf(aDebt()), receiveCount: 1 });
    expect(await only(world)).toMatchObject({ state: 'planned', codes: [] });
  });

  test('leaves blocked what something else blocks', async () => {
    const world = await blockedByHold([aRow({ dispute: true })]);
    await world.register.fact(hold(2, TUESDAY_TEN));
    await world.tell(holdEnded);
    expect(await only(world)).toMatchObject({ state: 'blocked', codes: ['S6'] });
  });

  test('leaves what is too old by today', async () => {
    const world = await blockedByHold();
    world.setClock(TUESDAY_TEN + 72 * HOUR);
    await world.register.fact(hold(2, TUESDAY_TEN));
    await world.tell(holdEnded);
    expect(await only(world)).toMatchObject({ state: 'blocked' });
  });

  test('asks the household and the number again', async () => {
    const world = await blockedByHold(couple());
    await world.store.takeAddress(
      number,
      { id: testKey('notice', 'another'), version: 1 },
      TUESDAY_TEN + HOUR,
      TUESDAY_TEN,
    );
    await world.register.fact(hold(2, TUESDAY_TEN));
    await world.tell(holdEnded);
    expect((await world.notices()).map(({ state, codes }) => [state, codes])).toEqual([
      ['blocked', ['S15']],
      ['planned', []],
    ]);
  });
});

describe('a run', () => {
  test('is put on record when its file was imported', async () => {
    const world = planningWorld();
    const run = { extract_id: 'CT-1', file: 'a.csv', imported_at: 1, rows: 2, rejected: 1, debts: 1 };
    await world.tell({ kind: 'imported', run });
    expect(await world.store.runs()).toEqual([run]);
  });
});

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
  const stories: [string, (world: World) => Promise<PlanFact>][] = [
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
  /** What stopUnsent left open is finished by reconcile-notices, and whoever was blocked by what stopped is decided for. */
  const finish = async (world: World) => {
    for (const notice of await world.notices()) if (notice.unfinished) await finishStop(world.deps, notice);
    await world.lookAgain();
  };
  const outcome = async (world: World) => ({
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
      const lagging = { ...world.deps, store: { ...world.store, ofDebt: async () => [], decision: async () => null } };
      await planNotices(lagging, { fact, receiveCount: 2 });
      expect(await outcome(world)).toEqual(await outcome(straight));
    },
  );

  test('gives back the number that it took before it died, if it is not needed any more', async () => {
    const world = planningWorld();
    await world.register.debt(aDebt());
    let at = 0;
    while ((await world.store.addressHolder(number, TUESDAY_TEN)) === null)
      await world.tellKilledAt(at++, snapshotOf(aDebt()));
    expect(await world.notices()).toEqual([]);
    await world.register.fact(hold(1));
    await world.tell(snapshotOf(aDebt()), 2);
    expect(await only(world)).toMatchObject({ state: 'blocked' });
    expect(await world.store.addressHolder(number, TUESDAY_TEN)).toBeNull();
  });
});

test('a newest extract alone never plans anything', async () => {
  const world = planningWorld();
  await world.register.newestExtract(anExtract());
  await world.tell({ kind: 'ended', subject: { person } });
  expect(await world.notices()).toEqual([]);
});
