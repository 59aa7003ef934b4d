import { expect, test } from 'vitest';
import { laggingNotices } from '../../../support/lagging-notices.ts';
import { inMemoryNoticeStore } from '../../../support/notice-store.ts';
import { noting } from '../../../support/noting.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

/** One notice from its slot to its receipt, and until reconcile-notices has made sure of it. */
async function sentIn(world: ReturnType<typeof sendingWorld>) {
  const id = await world.plan('a');
  await world.runFor(10_000);
  world.receipt(`${id}.sms`, 'delivered');
  await world.runFor(3 * MINUTE);
  return world.store.get(id);
}

test('a notice that is sent and delivered is glanced at four times, which is half as dear, and read no other time', async () => {
  const calls: string[] = [];
  const store = noting(inMemoryNoticeStore(), 'store', calls);
  expect(await sentIn(sendingWorld({ store: () => store }))).toMatchObject({ state: 'delivered', version: 4 });
  const asked = calls.slice(0, -1); // the last is this test's own
  expect(asked.filter((call) => call === 'store.glance')).toHaveLength(4);
  expect(asked).not.toContain('store.get');
});

test('glances that miss what was written a while ago change nothing of what becomes of it', async () => {
  const lagging = (now: () => number) => laggingNotices(inMemoryNoticeStore(), now, () => 20_000);
  const world = sendingWorld({ store: lagging });
  expect(await sentIn(world)).toMatchObject({ state: 'delivered', version: 4 });
  expect(world.atNotify).toHaveLength(1);
});
