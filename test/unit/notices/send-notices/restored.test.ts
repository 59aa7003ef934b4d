import { describe, expect, test } from 'vitest';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

/** Two notices that an older state has as planned; of one the lost state had sent its text. */
async function olderState() {
  const world = sendingWorld();
  const since = world.now();
  const [sent, unsent] = [await world.plan('a'), await world.plan('b')];
  const message = { notify_id: 'n1', status: 'created', completed_at: null, to: '', template: '' };
  world.atNotify.push({ ...message, reference: `${sent}.sms` });
  await world.store.control.stop({ kind: 'copy', by: 'pat', at: since, reason: 'the disk failed' });
  const restore = () => world.store.control.restore({ since, at: world.now(), by: 'pat', reason: 'the disk failed' });
  const references = () => world.atNotify.map(({ reference }) => reference);
  return { world, sent, unsent, restore, references };
}

describe('an older state that was put back', () => {
  test('sends nothing until it is said of when it is', async () => {
    const { world, sent, references } = await olderState();
    await world.runFor(10 * MINUTE);
    expect(references()).toEqual([`${sent}.sms`]);
  });

  test('sends what Notify does not have, and takes what it has as sent', async () => {
    const { world, sent, unsent, restore, references } = await olderState();
    await restore();
    await world.runFor(5 * MINUTE);
    expect(references()).toEqual([`${sent}.sms`, `${unsent}.sms`]);
    expect([await world.stateOf(sent), await world.stateOf(unsent)]).toEqual(['accepted', 'accepted']);
    const { history } = (await world.store.get(sent))!;
    expect(history.map(({ reason }) => reason)).toContain('found-at-notify');
  });

  test('asks Notify no sooner than it could know what the lost state was posting', async () => {
    const { world, unsent, restore, references } = await olderState();
    await restore();
    await world.runFor(35_000);
    expect(references()).not.toContain(`${unsent}.sms`);
  });

  test('asks no more once Notify has forgotten what the lost state sent', async () => {
    const { world, sent, restore, references } = await olderState();
    await restore();
    world.stall(10 * 24 * 60 * MINUTE);
    await world.runFor(2 * MINUTE);
    expect(references().filter((each) => each === `${sent}.sms`)).toHaveLength(2);
  });
});
