import { expect, test } from 'vitest';
import { noteSetUpAndReconcile } from '../../../../functions/notices/reconcile-notices/note-set-up.ts';
import { inMemoryNoticeStore } from '../../../support/notice-store.ts';

const NOW = Date.parse('2026-09-29T09:00:00Z');

test('what is not set up is on record; with the key, sending goes on but for what an officer stopped', async () => {
  const store = inMemoryNoticeStore(4);
  let key = false;
  let woken = 0;
  const deps = {
    ...{ store, hasApiKey: async () => key, now: () => NOW },
    wake: async () => {
      woken += 1;
    },
  } as unknown as Parameters<typeof noteSetUpAndReconcile>[0];
  const wake = () => noteSetUpAndReconcile(deps, { body: {}, remainingMs: () => 60_000 });
  await wake();
  expect(await store.control.notSetUp()).toEqual(['notify-api-key']);
  const stop = { by: 'send-notices', at: NOW };
  await store.control.stop({ ...stop, kind: 'set-up', reason: 'no-api-key' });
  await store.control.stop({ ...stop, kind: 'officer', reason: 'not yet' });
  key = true;
  await wake();
  expect(await store.control.notSetUp()).toEqual([]);
  expect((await store.control.switches()).stops.map(({ kind }) => kind)).toEqual(['officer']);
  expect(woken).toBe(1);
});
