import { describe, expect, it } from 'vitest';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { keyOf, plannedNotice, recipientOf, referenceOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

/** One goes through, one meets a lost answer, one is held after its release. */
async function story(world: ReturnType<typeof sendingWorld>) {
  for (const id of ['a', 'b', 'c']) await world.plan(id);
  world.looks.set(keyOf('c'), (at) =>
    at < TUESDAY_TEN + 1_500
      ? { kind: 'go', recipient: recipientOf(plannedNotice('c')) }
      : { kind: 'blocked', codes: ['S8'] },
  );
  world.answers.push((store) => {
    store();
    return { kind: 'uncertain', error: 'ECONNRESET' };
  });
  await world.runFor(30 * MINUTE);
  for (const { reference } of world.atNotify) world.receipt(reference, 'delivered');
  await world.runFor(30 * MINUTE);
}

describe('a worker killed at any await', () => {
  it('leaves nobody with two messages, and nobody without one', async () => {
    const undisturbed = sendingWorld();
    await story(undisturbed);
    const points = undisturbed.awaits();
    expect(points).toBeGreaterThan(40);
    for (let killAtAwait = 0; killAtAwait < points; killAtAwait += 1) {
      const world = sendingWorld({ killAtAwait });
      await story(world);
      const states = await Promise.all(['a', 'b', 'c'].map((id) => world.stateOf(keyOf(id))));
      expect({ killAtAwait, states }).toEqual({ killAtAwait, states: ['delivered', 'delivered', 'blocked'] });
      expect(world.atNotify.map(({ reference }) => reference).sort()).toEqual([
        referenceOf('a', 'sms'),
        referenceOf('b', 'sms'),
      ]);
      const told = new Set(
        world.events.map(({ subject, type }) => `${subject?.replace(/-+$/, '')} ${type.split('.')[2]}`),
      );
      expect({ killAtAwait, told: [...told].sort() }).toEqual({
        killAtAwait,
        told: [
          'a notice-delivered',
          'a notice-sent',
          'b notice-delivered',
          'b notice-sent',
          'c notice-blocked',
          'c notice-made-way',
        ],
      });
      expect(
        await world.store.takeAddress(keyOf('mobile-c'), { id: keyOf('x'), version: 1 }, world.now() + 1, world.now()),
      ).toBe(true);
    }
  });
});
