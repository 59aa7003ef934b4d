import { describe, expect, it } from 'vitest';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { keyOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

describe('the week of an address', () => {
  const WEEK = 168 * 60 * MINUTE;
  const heldAt = async (world: ReturnType<typeof sendingWorld>, at: number) =>
    (await world.store.addressHolder(keyOf('mobile-a'), at)) !== null;

  it('is not taken again when the notice goes out on time', async () => {
    const world = sendingWorld();
    const taken: string[] = [];
    const { takeAddress } = world.store;
    await world.plan('a');
    world.store.takeAddress = (...asked) => {
      taken.push(asked[0]);
      return takeAddress(...asked);
    };
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(1);
    expect(taken).toEqual([]);
  });

  it.each([
    ['an hour late, as it was planned first', 0],
    ['after it was given back', 1],
  ])('lasts from when the notice went out, where that is %s', async (_, refusals) => {
    const world = sendingWorld();
    for (let i = 0; i < refusals; i += 1) world.answers.push(() => ({ kind: 'rate-limited' }));
    await world.plan('a');
    if (refusals === 0) world.stall(60 * MINUTE);
    await world.runFor(5 * MINUTE);
    const notice = await world.store.get(keyOf('a'));
    const posted_at = notice?.attempts.sms?.posted_at ?? 0;
    expect(posted_at).toBeGreaterThan(TUESDAY_TEN);
    expect(await heldAt(world, posted_at + WEEK - 1)).toBe(true);
  });
});
