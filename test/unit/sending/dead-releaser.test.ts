import { describe, expect, it } from 'vitest';
import { recipientOf } from '../../support/planned-notice.ts';
import { sendingWorld } from '../../support/sending-world.ts';

describe('a releaser that died with its lease', () => {
  it('holds the others up for no longer than the lease, without waiting for the wake of the minute', async () => {
    const world = sendingWorld();
    const dead = 'a releaser that died';
    await world.store.control.takeLease(dead, world.now() + 10_000, world.now());
    await world.plan('a');
    await world.round();
    expect(world.atNotify).toHaveLength(0);
    await world.runFor(14_000);
    expect(world.atNotify).toHaveLength(1);
  });

  it('is not taken for dead while it goes on for longer than one lease', async () => {
    const world = sendingWorld();
    const started = world.now();
    const refused: number[] = [];
    for (let n = 10; n < 60; n += 1) {
      const id = await world.plan(`n${n}`);
      const recipient = recipientOf((await world.store.get(id))!);
      world.looks.set(id, () => {
        world.stall(300);
        world.store.control
          .takeLease('another', world.now() + 10_000, world.now())
          .then((taken) => taken || refused.push(world.now() - started));
        return { kind: 'go', recipient };
      });
    }
    await world.round();
    expect(refused).toHaveLength(50);
    expect(Math.max(...refused)).toBeGreaterThan(10_000);
  });
});
