import { describe, expect, it } from 'vitest';
import { recipientOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

describe('a slot', () => {
  it('that one round has no time for is released by the next, which is called at once', async () => {
    const world = sendingWorld();
    for (let n = 10; n < 40; n += 1) {
      const id = await world.plan(`n${n}`);
      const recipient = recipientOf((await world.store.get(id))!);
      world.looks.set(id, () => {
        world.stall(2_000);
        return { kind: 'go', recipient };
      });
    }
    await world.round();
    const wake = 1;
    expect(world.queued()).toBe(20 + wake); // 20 looks took 40 of its 60 seconds, and 20 are kept in hand
  });

  it('that a worker comes to more than five seconds late is given back, and a new one is given', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.round();
    world.stall(20_000);
    await world.runFor(2 * MINUTE);
    const notice = await world.store.get(id);
    expect(notice?.history.map(({ state, reason }) => reason ?? state)).toEqual([
      'planned',
      'late-for-slot',
      'sending',
      'accepted',
    ]);
    expect(world.atNotify).toHaveLength(1);
  });

  it('whose message was lost is given again, and the old message is void', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.round();
    const first = await world.store.get(id);
    world.stall(10 * MINUTE);
    await world.runFor(2 * MINUTE);
    expect(await world.send({ notice: id, times_planned: first?.times_planned ?? 0, slot_at: world.now() })).toEqual({
      kind: 'stale',
    });
    expect(world.atNotify).toHaveLength(1);
  });

  it('is never given past the daily limit of the channel: the rest waits for the next UTC day', async () => {
    const world = sendingWorld({ settings: { daily_limits: { sms: 2, email: 10, letter: 10 } } });
    for (const n of [1, 2, 3]) await world.plan(`a${n}`);
    await world.runFor(10 * MINUTE);
    expect(world.atNotify).toHaveLength(2);
    await world.runUntil(Date.parse('2026-09-30T00:02:00Z'));
    expect(world.atNotify).toHaveLength(3);
  });
});
