import { describe, expect, it } from 'vitest';
import type { Key } from '../../../../functions/shared/ids.ts';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { keyOf, plannedNotice, recipientOf, referenceOf } from '../../../support/planned-notice.ts';
import { Killed, sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

describe('a planned notice', () => {
  it('is released, claimed, posted once and settled by its receipt', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.runFor(30_000);
    expect(await world.stateOf(id)).toBe('accepted');
    world.receipt(referenceOf('a', 'sms'), 'delivered');
    await world.runFor(MINUTE);
    expect((await world.store.get(id))?.history.map(({ state }) => state)).toEqual([
      'planned',
      'sending',
      'accepted',
      'delivered',
    ]);
    expect(world.atNotify).toHaveLength(1);
    expect(world.events.map(({ type }) => type)).toEqual([
      'council.notices.notice-sent.v1',
      'council.notices.notice-delivered.v1',
    ]);
  });

  it('posts at most as many a second as the council allows, what goes beside statutory notices first', async () => {
    const world = sendingWorld({ settings: { posts_per_second: 2 } });
    for (const n of [1, 2, 3]) await world.plan(`courtesy-${n}`, { type: 'ct.instalment.missed_soft' });
    for (const n of [1, 2, 3]) await world.plan(`cover-${n}`);
    await world.runFor(10_000);
    const sent = await Promise.all(
      world.atNotify.map(async ({ reference }) => world.store.get(reference.split('.')[0] as Key)),
    );
    expect(sent.map((each) => each?.id.split('-')[0])).toEqual([
      'cover',
      'cover',
      'cover',
      'courtesy',
      'courtesy',
      'courtesy',
    ]);
    const slots = sent.map((each) => each?.slot_at ?? 0);
    expect(slots.slice(1).filter((slot, i) => slot - slots[i]! < 500)).toEqual([]);
  });

  it('goes out though the look at another fails, which fails the round and is looked at again', async () => {
    const world = sendingWorld();
    const bad = await world.plan('bad');
    for (const n of [1, 2, 3]) await world.plan(`good-${n}`);
    world.looks.set(bad, () => {
      throw new Killed();
    });
    await expect(world.round()).rejects.toThrow(Killed);
    await world.runFor(2 * MINUTE);
    expect(world.atNotify.map(({ reference }) => reference)).toEqual(
      ['good-1', 'good-2', 'good-3'].map((name) => referenceOf(name, 'sms')),
    );
    expect(await world.stateOf(bad)).toBe('planned');
    expect(new Set(world.alarms)).toEqual(new Set([`failed ${bad}`]));
    world.looks.delete(bad);
    await world.runFor(2 * MINUTE);
    expect(await world.stateOf(bad)).toBe('accepted');
  });

  it('waits with all the others where the look at each of a group fails, and goes out later', async () => {
    const world = sendingWorld();
    const ids = await Promise.all(Array.from({ length: 60 }, (_, n) => world.plan(`n${n}`)));
    for (const id of ids)
      world.looks.set(id, () => {
        throw new Killed();
      });
    await expect(world.round()).rejects.toThrow(Killed);
    expect(world.alarms.length).toBeLessThan(60); // the first group was enough to see it
    for (const id of ids) world.looks.delete(id);
    await world.runFor(4 * MINUTE);
    expect(world.atNotify).toHaveLength(60);
  });

  it('is stopped by what was in the register before the claim, with its codes, and gives its address back', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.round();
    world.looks.set(id, { kind: 'blocked', codes: ['S1', 'S8'] });
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(0);
    expect(await world.store.get(id)).toMatchObject({ state: 'blocked', codes: ['S1', 'S8'] });
    expect(
      await world.store.takeAddress(
        keyOf('mobile-a'),
        { id: keyOf('other'), version: 1 },
        TUESDAY_TEN + 1,
        world.now(),
      ),
    ).toBe(true);
  });

  it('is not stopped at release by what was so a moment ago', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    world.glances.set(id, { kind: 'blocked', codes: ['S6'] });
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(1);
    expect((await world.store.get(id))?.history.map(({ state }) => state)).toEqual(['planned', 'sending', 'accepted']);
  });

  it('is stopped by what its release could not see yet', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    world.glances.set(id, { kind: 'go', recipient: recipientOf((await world.store.get(id))!) });
    world.looks.set(id, { kind: 'blocked', codes: ['S6'] });
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(0);
    expect(await world.stateOf(id)).toBe('blocked');
  });

  it('goes to a new number, and tells that the old one is free before it has a slot', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    world.looks.set(id, {
      kind: 'go',
      recipient: recipientOf(plannedNotice('a'), { address: keyOf('mobile-new') }),
    });
    await world.round();
    expect(await world.store.get(id)).toMatchObject({
      state: 'planned',
      address: keyOf('mobile-new'),
      times_planned: 2,
    });
    expect(await world.store.addressHolder(keyOf('mobile-a'), world.now())).toBeNull();
    expect(await world.store.addressHolder(keyOf('mobile-new'), world.now())).toBe(id);
    expect(world.events.map(({ type, subject }) => [type, subject])).toEqual([
      ['council.notices.notice-made-way.v1', id],
    ]);
  });

  it('waits for the next window when the present one closes before its slot', async () => {
    const world = sendingWorld();
    const tomorrow = TUESDAY_TEN + 23.5 * 60 * MINUTE;
    const id = await world.plan('a');
    const recipient = recipientOf(plannedNotice('a'));
    world.looks.set(id, (at) =>
      at < tomorrow
        ? { kind: 'wait', due_at: tomorrow, reason: 'outside-window', recipient }
        : { kind: 'go', recipient },
    );
    await world.runFor(60 * MINUTE);
    expect(world.atNotify).toHaveLength(0);
    expect(await world.store.get(id)).toMatchObject({ state: 'planned', due_at: tomorrow });
    await world.runUntil(tomorrow + MINUTE);
    expect(world.atNotify).toHaveLength(1);
  });

  it('is not sent while an operator has stopped sending, and goes after resume', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.store.control.stop({ kind: 'officer', by: 'pat', at: TUESDAY_TEN, reason: 'wrong wording' });
    await world.runFor(5 * MINUTE);
    expect(await world.stateOf(id)).toBe('planned');
    await world.store.control.lift({ kind: 'officer' });
    await world.runFor(2 * MINUTE);
    expect(world.atNotify).toHaveLength(1);
  });

  it.each([
    ['nobody who tests', [], 'withheld'],
    ['whoever tests', ['+447700900123'], 'accepted'],
  ] as const)('of a smoke test reaches %s, in a stage that is live too', async (_, allow_list, state) => {
    const world = sendingWorld({ settings: { sending: 'live', allow_list: [...allow_list] } });
    const id = await world.plan('a', { type: 'crier.smoke_test' });
    await world.runFor(MINUTE);
    expect(await world.stateOf(id)).toBe(state);
  });

  it.each([
    ['shadow', []],
    ['allow-list', ['+447700900999']],
  ] as const)('is withheld at the last step in a stage that is %s', async (sending, allow_list) => {
    const world = sendingWorld({ settings: { sending, allow_list: [...allow_list] } });
    const id = await world.plan('a');
    await world.runFor(MINUTE);
    expect(await world.stateOf(id)).toBe('withheld');
    expect(world.atNotify).toHaveLength(0);
  });
});
