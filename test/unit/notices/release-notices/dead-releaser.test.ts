import { describe, expect, it } from 'vitest';
import { recipientOf } from '../../../support/planned-notice.ts';
import { Killed, sendingWorld } from '../../../support/sending-world.ts';

describe('a releaser that died with its lease', () => {
  it('holds the others up for no longer than the lease, without waiting for the wake of the minute', async () => {
    const world = sendingWorld();
    const dead = 'a releaser that died';
    await world.store.control.takeLease(dead, world.now() + 10_000, world.now());
    await world.plan('a');
    await world.round();
    expect(await world.store.due('release-statutory', world.now(), 10)).toHaveLength(1); // left alone
    await world.runFor(14_000);
    expect(world.atNotify).toHaveLength(1);
  });

  it('is not taken for dead while it goes on for longer than one lease', async () => {
    const world = sendingWorld();
    const started = world.now();
    const inTime = { slot_at: started + 60_000, at: started, late: false, channel: null };
    await world.store.control.takeUp(inTime); // so that the releaser does not wait for workers
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

  it('leaves the slots that it gave to no other notice, wherever it died', async () => {
    let slots = 0;
    for (let killAtAwait = 0; ; killAtAwait += 1) {
      const world = sendingWorld({ killAtAwait });
      await world.plan('a');
      const died = await world.round().then(
        () => false,
        (error) => error instanceof Killed,
      );
      if (!died) break;
      if (world.queued() === 0) continue;
      slots += 1;
      expect((await world.store.control.pace())?.next_slot_at, `killed at ${killAtAwait}`).toBeGreaterThan(world.now());
    }
    expect(slots).toBeGreaterThan(0);
  });
});
