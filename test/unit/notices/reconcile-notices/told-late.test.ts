import { expect, it } from 'vitest';
import type { Attempt } from '../../../../functions/notices/notice/notice.ts';
import { keyOf, plannedNotice, referenceOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

it('what was found at Notify by a worker that died before it told of it is told of once another channel is asked about', async () => {
  const world = sendingWorld();
  const at = world.now() - 120_000;
  const attempt = (channel: 'sms' | 'email', outcome: Attempt['outcome']): Attempt => ({
    ...{ reference: referenceOf('a', channel), address: keyOf(channel), notify_id: channel },
    ...{ posted_at: at, ...(outcome && { outcome }) },
  });
  const notice = plannedNotice('a', {
    ...{ state: 'accepted', channel: 'email', address: keyOf('email'), times_planned: 2 },
    attempts: { sms: attempt('sms', 'failed'), email: attempt('email', 'accepted') },
  });
  await world.store.put(notice);
  await world.reconcile({ notice: notice.id });
  const told = world.events.filter(({ type }) => type === 'council.notices.notice-sent.v1');
  expect(told.map(({ data }) => (data as { channel: string }).channel).sort()).toEqual(['email', 'sms']);
});
