import { expect, test } from 'vitest';
import { takeReply } from '../../../../functions/notices/plan-notices/take-reply.ts';
import { NOW, oneNight } from '../../../support/officers.ts';

test('officers see who answered which notice, when, and where to read it; not what it says, nor the number', async () => {
  const { ask, deps, notice } = await oneNight();
  const { store } = deps;
  const address = notice.address!;
  await store.takeAddress(address, notice, NOW + 1, NOW);
  const reply = { address, word: 'OTHER', at: NOW, notify_id: 'n-1' } as const;
  const planning = { ...deps, store } as never as Parameters<typeof takeReply>[0];
  await takeReply(planning, { reply, receiveCount: 1 });
  await takeReply(planning, { reply: { ...reply, at: NOW + 1, address: 'another' as never }, receiveCount: 1 });
  expect((await ask('/officers/replies')).body).toEqual({
    items: [
      expect.objectContaining({ account_ref: null, notice_id: null, notice_type: null }),
      {
        received_at: new Date(NOW).toISOString(),
        word: 'OTHER',
        words: 'Something else: read it in GOV.UK Notify and answer.',
        account_ref: 'A1',
        notice_id: notice.id,
        notice_type: 'ct.reminder.first',
        title: 'First reminder',
        notify_id: 'n-1',
      },
    ],
    next: null,
  });
});

test('a place that is none of ours is refused', async () => {
  const { ask } = await oneNight();
  expect(await ask('/officers/replies?after=REPLIES')).toMatchObject({ status: 400, body: { error: 'bad-query' } });
});
