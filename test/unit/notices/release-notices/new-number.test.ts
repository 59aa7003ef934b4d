import { describe, expect, it } from 'vitest';
import { stopUnsent } from '../../../../functions/notices/steps/stop-unsent.ts';
import { keyOf, plannedNotice, recipientOf } from '../../../support/planned-notice.ts';
import { Killed, sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;
const [OLD, NEW] = [keyOf('mobile-a'), keyOf('mobile-new')];
const moved = { kind: 'go', recipient: recipientOf(plannedNotice('a'), { address: NEW }) } as const;

/** A notice whose resident has a new number by the time of its release. */
async function movingWorld(killAtAwait?: number) {
  const world = sendingWorld(killAtAwait === undefined ? {} : { killAtAwait });
  const id = await world.plan('a');
  world.looks.set(id, moved);
  const holders = () => Promise.all([OLD, NEW].map((address) => world.store.addressHolder(address, world.now())));
  return { world, id, holders };
}

describe('a notice that goes to a new number', () => {
  it('has that one alone afterwards, and tells the notice that waits for the old one, wherever the releaser died', async () => {
    let died = 0;
    for (let killAtAwait = 0; ; killAtAwait += 1) {
      const { world, id, holders } = await movingWorld(killAtAwait);
      const killed = await world.round().then(
        () => false,
        (error) => error instanceof Killed,
      );
      await world.runFor(5 * MINUTE);
      expect(await holders(), `killed at ${killAtAwait}`).toEqual([null, id]);
      expect(world.events.map(({ type }) => type)).toContain('council.notices.notice-made-way.v1');
      expect(world.atNotify).toHaveLength(1);
      if (!killed) break;
      died += 1;
    }
    expect(died).toBeGreaterThan(10);
  });

  it('keeps the old one where a sender claimed it meanwhile, which sends to that', async () => {
    const { world, id, holders } = await movingWorld();
    const notice = (await world.store.get(id))!;
    world.looks.set(id, () => {
      world.store.put({ ...notice, state: 'sending', version: notice.version + 1 });
      return moved;
    });
    await world.round();
    expect((await holders())[0]).toBe(id);
  });

  it('gives both back when it is stopped before the next look', async () => {
    const { world, id, holders } = await movingWorld();
    const { store, now } = world;
    const planned = (await store.get(id))!;
    const anew = { ...planned, address: NEW, left: OLD, version: planned.version + 1 };
    await store.takeAddress(NEW, anew, now() + MINUTE, now());
    await store.put(anew);
    expect(await holders()).toEqual([id, id]);
    const publish = async () => {};
    await stopUnsent({ store, now, publish, council: 'stockton' }, anew, {
      found: { kind: 'blocked', codes: ['S8'] },
      by: 'x',
    });
    expect(await holders()).toEqual([null, null]);
    expect(await world.store.get(id)).not.toHaveProperty('left');
  });
});
