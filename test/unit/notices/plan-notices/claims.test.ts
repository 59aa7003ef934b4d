import { describe, expect, test } from 'vitest';
import { type Cap, claimOn, claimsBeside } from '../../../../functions/notices/notice/claim.ts';
import type { WithCandidate } from '../../../../functions/notices/plan-notices/ask-request.ts';
import { inTheWay, takeClaim } from '../../../../functions/notices/plan-notices/claims.ts';
import type { Key } from '../../../../functions/shared/ids.ts';
import { addressKey, TUESDAY_TEN } from '../../../support/builders.ts';
import { inMemoryNoticeStore } from '../../../support/notice-store.ts';
import { plannedNotice } from '../../../support/planned-notice.ts';

const HOUR = 3_600_000;
const address = addressKey('+447700900001');
const BENEFITS: Cap = { hours: 24, among: 'benefits', from: 'due' };
const RECOVERY: Cap = { hours: 168, among: 'recovery', from: 'planning' };

/** A notice with the cap that would go to the address at an instant. */
const due = (name: string, due_at: number, cap = BENEFITS) => {
  const notice = plannedNotice(name, { due_at, address });
  const way = { channel: 'sms', to: '', address, verified_at: null, opted_out: false };
  const candidate = { id: notice.id, way, due_at, entry: { cap } } as unknown as WithCandidate['candidate'];
  return { notice: { ...notice, claim: claimOn(cap, address, due_at) }, request: { candidate, now: TUESDAY_TEN } };
};

describe('one benefit text a day', () => {
  test.each([
    ['a minute less than a day later', 24 * HOUR - 60_000, false],
    ['a day later', 24 * HOUR, true],
    ['a minute less than a day before', -24 * HOUR + 60_000, false],
    ['a day before', -24 * HOUR, true],
    ['weeks before, while the other waits', -20 * 24 * HOUR, true],
  ])('%s', async (_, apart, free) => {
    for (const at of [30, 31, 35, 47, 53].map((hours) => TUESDAY_TEN + 30 * 24 * HOUR + hours * HOUR)) {
      const store = inMemoryNoticeStore();
      const first = due('a', at);
      expect(await takeClaim({ store }, first.request, null)).toBe(true);
      await store.put(first.notice);
      const second = due('b', at + apart);
      expect(await takeClaim({ store }, second.request, null)).toBe(free);
      // What it could not have it has not kept.
      if (!free) expect(await store.giveBackAddress(claimOn(BENEFITS, address, at + apart), second.notice)).toBe(false);
    }
  });

  test('is not in the way of a recovery text, nor that of it', async () => {
    const store = inMemoryNoticeStore();
    expect(await takeClaim({ store }, due('a', TUESDAY_TEN).request, null)).toBe(true);
    expect(await takeClaim({ store }, due('b', TUESDAY_TEN, RECOVERY).request, null)).toBe(true);
  });
});

test('a recovery text has its address from its planning on, however late it goes', async () => {
  const store = inMemoryNoticeStore();
  const first = due('a', TUESDAY_TEN + 30 * 24 * HOUR, RECOVERY);
  expect(await takeClaim({ store }, first.request, null)).toBe(true);
  expect(await inTheWay({ store }, due('b', TUESDAY_TEN, RECOVERY).request)).toEqual({
    ...{ holder: first.notice.id as Key, claim: address },
  });
});

test('spans that touch are beside each other', () => {
  const [before, after] = claimsBeside(BENEFITS, address, TUESDAY_TEN);
  expect(before).toBe(claimOn(BENEFITS, address, TUESDAY_TEN - 24 * HOUR));
  expect(after).toBe(claimOn(BENEFITS, address, TUESDAY_TEN + 24 * HOUR));
});
