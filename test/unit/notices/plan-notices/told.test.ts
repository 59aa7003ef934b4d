import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { planNotices } from '../../../../functions/notices/plan-notices/plan-notices.ts';
import { aboutDebt } from '../../../../functions/register/debt.ts';
import type { RegisterFact } from '../../../../functions/register/register.ts';
import { aDebt, aRow, TUESDAY_TEN } from '../../../support/builders.ts';
import { couple, hold, holdEnded, holdTold, mail, number, snapshotOf } from '../../../support/planning-facts.ts';
import { only, planningWorld, types } from '../../../support/planning-world.ts';
import { testKey } from '../../../support/register.ts';

const HOUR = 3_600_000;

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

  test('stops what another function moves at the same time as it is by then, not minutes later', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    await world.register.fact(hold(1));
    const { put } = world.store;
    let moved = 0;
    world.store.put = async (notice) => {
      if (moved < 2) {
        const before = await only(world);
        moved += 1;
        await put({ ...before, version: before.version + 1 });
      }
      return put(notice);
    };
    expect(await world.tell(holdTold)).toEqual({ kind: 'done' });
    expect(await only(world)).toMatchObject({ state: 'blocked', codes: ['S6'] });
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

  test('of how somebody is reached is looked at once, for what it stops and for what it ends', async () => {
    const world = planningWorld();
    await world.snapshot(aDebt());
    const { register } = world.deps;
    let asked = 0;
    world.deps.register = {
      ...register,
      mattersOf: (subject) => {
        asked += 1;
        return register.mattersOf(subject);
      },
    };
    expect(await world.tell({ kind: 'changed', subject: { person: testKey('person', 'P1') } })).toEqual({
      kind: 'done',
    });
    expect(asked).toBe(1);
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
    ['while it is not known whether it was posted is', 10, undefined, 99, 1],
    ['while a second try on the channel is under way is, though the first was posted long before', 10, 2, 15, 1],
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
    const before = await world.register.matter(aboutDebt(aDebt()));
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
      { id: testKey('record', 'another'), version: 1 },
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
