import { describe, expect, it } from 'vitest';
import { overdueAt } from '../../../../functions/notices/steps/overdue.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

describe('what is overdue', () => {
  it('is what is due and has no slot, and how long the first of it has waited', async () => {
    const world = sendingWorld();
    const start = world.now();
    await world.plan('a', { due_at: start });
    await world.plan('b', { due_at: start + 10 * MINUTE });
    await world.plan('later', { due_at: start + 60 * MINUTE });
    expect(await overdueAt(world.store, start + 30_000)).toEqual({ notices: 0, waited_seconds: 0 });
    expect(await overdueAt(world.store, start + 20 * MINUTE)).toEqual({ notices: 2, waited_seconds: 1200 });
  });

  it('has waited since it was due, also when it was released, late for its slot and given back', async () => {
    const world = sendingWorld();
    const start = world.now();
    const id = await world.plan('a', { due_at: start });
    await world.round();
    world.stall(5 * MINUTE);
    const notice = await world.store.get(id);
    await world.send({ notice: id, times_planned: notice!.times_planned, slot_at: start + 1_000 });
    expect(await overdueAt(world.store, world.now())).toEqual({ notices: 1, waited_seconds: 300 });
  });

  it('is told at the wake of each minute, also while sending is stopped, and not where nothing is', async () => {
    const world = sendingWorld();
    await world.store.control.stop({ kind: 'officer', by: 'pat', at: world.now(), reason: 'a test' });
    await world.round({ tellsOverdue: true });
    await world.plan('a', { due_at: world.now() });
    world.stall(3 * MINUTE);
    await world.round();
    expect(world.overdue).toEqual([]);
    await world.round({ tellsOverdue: true });
    expect(world.overdue).toEqual([{ notices: 1, waited_seconds: 180 }]);
    expect(world.alarms).toEqual([]);
  });

  it('is cried once it has waited for twenty minutes', async () => {
    const world = sendingWorld();
    await world.store.control.stop({ kind: 'officer', by: 'pat', at: world.now(), reason: 'a test' });
    await world.plan('a', { due_at: world.now() });
    world.stall(20 * MINUTE);
    await world.round({ tellsOverdue: true });
    expect(world.alarms).toEqual([]);
    world.stall(1_000);
    await world.round({ tellsOverdue: true });
    expect(world.alarms).toEqual(['overdue']);
  });
});
