import { expect, it } from 'vitest';
import { become } from '../../../../functions/notices/notice/transition.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

it('a notice that is claimed while it is taken for lost is still made sure of when its worker dies', async () => {
  const world = sendingWorld();
  const id = await world.plan('a');
  await world.round();
  world.stall(60_000);
  const { get } = world.store;
  world.store.get = async (asked) => {
    const read = await get(asked);
    world.store.get = get;
    const at = world.now();
    const claimed = become(
      read!,
      'sending',
      { at, by: 'a worker that died' },
      { claimed_at: at, lease_until: at + 30_000 },
    );
    expect(await world.store.put(claimed)).toBe(true);
    return read;
  };
  await world.reconcile({});
  expect(await world.stateOf(id)).toBe('sending');
  await world.runFor(5 * 60_000);
  expect(await world.stateOf(id)).toBe('accepted');
  expect(world.atNotify).toHaveLength(1);
});
