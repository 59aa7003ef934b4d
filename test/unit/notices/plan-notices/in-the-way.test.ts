import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { become } from '../../../../functions/notices/notice/transition.ts';
import type { PlanFact } from '../../../../functions/notices/plan-notices/plan-fact.ts';
import { planNotices } from '../../../../functions/notices/plan-notices/plan-notices.ts';
import { finishStop } from '../../../../functions/notices/steps/stop-unsent.ts';
import type { Debt } from '../../../../functions/register/debt.ts';
import type { RegisterFact } from '../../../../functions/register/register.ts';
import type { Key } from '../../../../functions/shared/ids.ts';
import { oneByOne } from '../../../../functions/shared/one-by-one.ts';
import { aDebt, aRow, TUESDAY_TEN } from '../../../support/builders.ts';
import { couple, later, number, person as P1, second, snapshotOf } from '../../../support/planning-facts.ts';
import { type PlanningWorld, planningWorld } from '../../../support/planning-world.ts';
import { testKey } from '../../../support/register.ts';

// A person blocked because of another's notice (HOUSEHOLD, S15) is decided for again when that one makes way.

const DAY = 24 * 3_600_000;
const household = aDebt(couple());
/** Somebody on another account, with the number of P1. */
const stranger = (ref: string, more = {}): Debt => aDebt([aRow({ account_ref: `A${ref}`, person_ref: ref, ...more })]);

const death = (person: Key): [RegisterFact, PlanFact] => [
  { kind: 'death', subject: { person }, source: 'revenues', at: 1 },
  { kind: 'told', subject: { person } },
];
const optOut = (person: Key): [RegisterFact, PlanFact] => [
  { kind: 'opt-out', subject: { person }, channel: 'sms', source: 'revenues', at: 1 },
  { kind: 'told', subject: { person } },
];
const happens = async (world: PlanningWorld, [fact, told]: [RegisterFact, PlanFact]) => {
  await world.register.fact(fact);
  await world.tell(told);
  await world.lookAgain();
};

/** By person: the state, and the codes if it is blocked. */
async function fates(world: PlanningWorld): Promise<Record<string, string>> {
  const refs = new Map(['P1', 'P2', 'P8', 'P9'].map((ref) => [testKey('person', ref), ref]));
  const notices = (await world.notices()).map(({ person, state, codes }) => [
    refs.get(person)!,
    [state, ...codes].join(' '),
  ]);
  return Object.fromEntries(notices);
}
const noticeOf = async (world: PlanningWorld, ref: string): Promise<Notice> =>
  (await world.notices()).find(({ person }) => person === testKey('person', ref))!;

describe('of a household', () => {
  test('the next is told when the first is stopped', async () => {
    const world = planningWorld();
    await world.snapshot(household);
    expect(await fates(world)).toEqual({ P1: 'planned', P2: 'blocked HOUSEHOLD' });
    const wakes = world.wakes();
    await happens(world, death(P1));
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P2: 'planned' });
    expect(world.wakes()).toBe(wakes + 1);
    const told = [...world.told().values()].map(({ type, subject }) => [type.split('.')[2], subject]);
    expect(told).toContainEqual(['notice-planned', (await noticeOf(world, 'P2')).id]);
  });

  test('one is told of a type, whatever the date on each row', async () => {
    const world = planningWorld();
    const [first, other] = couple();
    await world.snapshot(aDebt([first!, { ...other!, stage_date: '2026-09-27' }]));
    const occasions = new Set((await world.notices()).map(({ occasion }) => occasion));
    expect(occasions.size).toBe(2);
    expect(await fates(world)).toEqual({ P1: 'planned', P2: 'blocked HOUSEHOLD' });
  });

  test('nobody is told twice however often it is told that the first made way', async () => {
    const world = planningWorld();
    await world.snapshot(household);
    await happens(world, death(P1));
    const before = await world.notices();
    const fact: PlanFact = { kind: 'made-way', notice: (await noticeOf(world, 'P1')).id };
    for (const receiveCount of [1, 2, 3]) await world.tell(fact, receiveCount);
    expect(await world.notices()).toEqual(before);
  });

  test('who is stopped by a choice of channel is not told by another until the next extract', async () => {
    const world = planningWorld();
    await world.snapshot(household);
    await happens(world, optOut(P1));
    expect(await fates(world)).toEqual({ P1: 'blocked S13', P2: 'planned' });
  });

  test('who is blocked by something else as well stays blocked', async () => {
    const world = planningWorld();
    await world.snapshot(household);
    await world.register.fact(death(testKey('person', 'P2'))[0]);
    await happens(world, death(P1));
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P2: 'blocked S2' });
  });

  test('it is too late for the next when the pay-by date has passed', async () => {
    const world = planningWorld();
    const pay_by = { pay_by: '2026-09-30' };
    await world.snapshot(aDebt([aRow(pay_by), second(pay_by)]));
    // Wednesday evening: the window opens on Thursday.
    world.setClock(TUESDAY_TEN + 1.4 * DAY);
    await world.register.debt(aDebt([aRow(pay_by), second({ ...pay_by, payments_posted_to: world.now() })]));
    await happens(world, death(P1));
    expect((await fates(world))['P2']).toBe('expired');
  });

  test('the first who is planned after all ends the notice that waits for the next', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt([aRow({ vulnerable: true }), second()]));
    expect(await fates(world)).toEqual({ P1: 'blocked S4', P2: 'planned' });
    await world.snapshot(later(household, 'CT-2', 1));
    await world.lookAgain();
    expect(await fates(world)).toEqual({ P1: 'planned', P2: 'blocked HOUSEHOLD' });
  });

  test('a first who is stopped while the household is being planned is seen', async () => {
    const world = planningWorld();
    await world.register.debt(household);
    const store: typeof world.store = {
      ...world.store,
      put: async (notice) => {
        // P1 is planned, and stopped and followed up before P2 is written.
        if (notice.person !== P1) await happens(world, death(P1));
        return world.store.put(notice);
      },
    };
    const container = { ...world.deps, store, alone: oneByOne() }; // what happens meanwhile happens in another
    await planNotices(container, { fact: snapshotOf(household), receiveCount: 1 });
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P2: 'planned' });
  });
});

describe('of those who share a number', () => {
  const three = async () => {
    const world = planningWorld();
    for (const debt of [aDebt(), stranger('P8'), stranger('P9')]) await world.snapshot(debt);
    return world;
  };

  test('one has it when the one who had it is stopped', async () => {
    const world = await three();
    expect(await fates(world)).toEqual({ P1: 'planned', P8: 'blocked S15', P9: 'blocked S15' });
    await happens(world, death(P1));
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P8: 'planned', P9: 'blocked S15' });
    await happens(world, death(testKey('person', 'P8')));
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P8: 'blocked S2', P9: 'planned' });
    expect(await world.store.addressHolder(number, TUESDAY_TEN)).toBe((await noticeOf(world, 'P9')).id);
  });

  test('one who gets it ends the notice to the partner who was told instead', async () => {
    const world = planningWorld();
    await world.snapshot(stranger('P8'));
    await world.snapshot(household);
    expect(await fates(world)).toEqual({ P8: 'planned', P1: 'blocked S15', P2: 'planned' });
    await happens(world, death(testKey('person', 'P8')));
    expect(await fates(world)).toEqual({ P8: 'blocked S2', P1: 'planned', P2: 'blocked HOUSEHOLD' });
  });

  test('one who is planned while the number is given back has it', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    await world.register.debt(stranger('P9'));
    const store: typeof world.store = {
      ...world.store,
      waitFor: async (holder, waiting) => {
        // Stopped and followed up before any notice is on record as waiting.
        await happens(world, death(P1));
        await world.store.waitFor(holder, waiting, 1);
      },
    };
    await planNotices({ ...world.deps, store }, { fact: snapshotOf(stranger('P9')), receiveCount: 1 });
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P9: 'planned' });
  });

  test('a stop that is followed up late leaves the number to whoever has been planned again', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const stopped = become(await noticeOf(world, 'P1'), 'blocked', { at: 1, by: 'send-notices', codes: ['S21'] });
    await world.store.put(stopped);
    await world.tell({ kind: 'ended', subject: { person: P1 } });
    expect(await fates(world)).toEqual({ P1: 'planned' });
    await finishStop(world.deps, stopped);
    expect(await world.store.addressHolder(number, TUESDAY_TEN)).toBe(stopped.id);
  });

  test('one has it that a worker took for a notice which then had no need of it', async () => {
    const world = planningWorld();
    await world.register.debt(aDebt());
    const fact = snapshotOf(aDebt());
    await world.tellUntilTaken(number, fact);
    await world.snapshot(stranger('P9', { email: '' }));
    expect(await fates(world)).toEqual({ P9: 'blocked S15' });
    // By now it would go by email, so it cannot be told from the register that the number was taken.
    await world.register.fact(optOut(P1)[0]);
    await world.register.debt({ ...aDebt([aRow({ mobile: '' })]), extracted_at: aDebt().extracted_at + 1 });
    await world.tell(fact, 2);
    await world.lookAgain();
    expect(await fates(world)).toEqual({ P1: 'planned', P9: 'planned' });
  });

  test('one has it that a worker took before it died, where a copy of its message decided otherwise', async () => {
    const world = planningWorld();
    await world.register.debt(aDebt());
    const fact = snapshotOf(aDebt());
    await world.tellUntilTaken(number, fact);
    await world.snapshot(stranger('P9', { email: '' }));
    await world.register.fact(death(P1)[0]);
    await world.tell(fact, 1);
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P9: 'blocked S15' });
    await world.tell(fact, 2);
    await world.lookAgain();
    expect(await fates(world)).toEqual({ P1: 'blocked S2', P9: 'planned' });
  });
});

describe('a look again', () => {
  const stopped = async () => {
    const world = planningWorld();
    await world.snapshot(household);
    await world.snapshot(stranger('P9'));
    world.setClock(TUESDAY_TEN + 1);
    await world.register.fact(death(P1)[0]);
    await world.tell(death(P1)[1]);
    return world;
  };
  const end = async (world: PlanningWorld) => ({
    fates: await fates(world),
    holder: await world.store.addressHolder(number, TUESDAY_TEN),
    histories: (await world.notices()).map(({ history }) => history),
    told: [...world.told().keys()].filter((id) => !world.told().get(id)?.type.includes('made-way')).sort(),
  });

  test('comes to the same end wherever it is killed', async () => {
    const straight = await stopped();
    await straight.lookAgain();
    const expected = await end(straight);
    expect(expected.fates).toEqual({ P1: 'blocked S2', P2: 'planned', P9: 'planned' });
    const fact: PlanFact = { kind: 'made-way', notice: (await noticeOf(straight, 'P1')).id };
    let at = 0;
    for (; ; at += 1) {
      const world = await stopped();
      if (!(await world.tellKilledAt(at, fact))) break;
      await world.tell(fact, 2);
      await world.lookAgain();
      expect(await end(world), `killed at ${at}`).toEqual(expected);
    }
    expect(at).toBeGreaterThan(20);
  });

  test('comes to the same end if two workers have it at once', async () => {
    const straight = await stopped();
    await straight.lookAgain();
    const world = await stopped();
    const fact: PlanFact = { kind: 'made-way', notice: (await noticeOf(world, 'P1')).id };
    await Promise.all([world.tell(fact), world.tell(fact)]);
    await world.lookAgain();
    expect(await end(world)).toEqual(await end(straight));
  });
});
