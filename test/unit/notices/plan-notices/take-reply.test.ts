import { describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../../../contracts/envelope.ts';
import { requestsTypes } from '../../../../functions/notices/catalogue/requests.ts';
import { catalogueOf } from '../../../../functions/notices/families/catalogue.ts';
import type { Standing } from '../../../../functions/notices/families/family.ts';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { takeReply } from '../../../../functions/notices/plan-notices/take-reply.ts';
import { announceSent } from '../../../../functions/notices/steps/announce-sent.ts';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { inMemoryNoticeStore } from '../../../support/notice-store.ts';
import { keyOf, plannedNotice } from '../../../support/planned-notice.ts';
import { testKey } from '../../../support/register.ts';

const DAY = 24 * 3_600_000;
const CLOSED = 'sr.closed';
const REOPENED = 'council.requests.request-reopened.v1';
const number = keyOf('number');

/** A request whose end was told by text on Tuesday at ten. */
async function told(more: { type?: string; stands?: boolean; channel?: 'sms' | 'email' } = {}) {
  const { type = CLOSED, stands = true, channel = 'sms' } = more;
  const events: CloudEvent[] = [];
  const store = inMemoryNoticeStore();
  const standing: Standing = { last_day: '2026-10-06', waits: null };
  const catalogue = catalogueOf([
    {
      matter: 'request',
      entries: requestsTypes,
      bells: [],
      asks: () => [],
      stands: () => (stands ? standing : null),
      codes: () => [],
      values: () => ({}),
    },
  ]);
  const about = { kind: 'request', id: keyOf('request') };
  const attempt = { reference: 'r', address: number, posted_at: TUESDAY_TEN, outcome: 'accepted' as const };
  const notice = plannedNotice('closed', { type, about, channel, attempts: { [channel]: attempt } } as Partial<Notice>);
  await store.put(notice);
  const publish = async (all: CloudEvent[]) => void events.push(...all);
  const deps = { store, publish, council: 'stockton', catalogue, key: testKey, settings: {}, now: () => TUESDAY_TEN };
  await announceSent(deps, notice);
  const planning = { ...deps, register: { matter: async () => ({}) } } as never as Parameters<typeof takeReply>[0];
  return {
    notice,
    events: () => events.filter((event) => event.type === REOPENED),
    kept: async () => (await store.replies()).items,
    answer: (word: 'NO' | 'OTHER', at: number) =>
      takeReply(planning, { reply: { address: number, word, at, notify_id: null }, receiveCount: 1 }),
  };
}

describe('a NO to a text that a request is closed', () => {
  test('opens it again, once, and tells its back office by the keyed request', async () => {
    const world = await told();
    await world.answer('NO', TUESDAY_TEN + 60_000);
    await world.answer('NO', TUESDAY_TEN + 120_000);
    const [event, again] = world.events();
    expect(event).toMatchObject({
      source: 'council.notices',
      subject: keyOf('request'),
      data: {
        request_ref: keyOf('request'),
        notice: world.notice.id,
        replied_at: new Date(TUESDAY_TEN + 60_000).toISOString(),
      },
    });
    expect(again?.id).toBe(event?.id);
    expect(await world.kept()).toMatchObject([{ word: 'NO', notice: world.notice.id }, { word: 'NO' }]);
  });

  test.each([
    ['on the fifth day after it, at night', Date.parse('2026-10-04T23:59:00+01:00'), 1],
    ['on the sixth', Date.parse('2026-10-05T00:01:00+01:00'), 0],
    ['from before it was sent', TUESDAY_TEN - 1, 0],
    ['a month later', TUESDAY_TEN + 30 * DAY, 0],
  ])('%s', async (_, at, events) => {
    const world = await told();
    await world.answer('NO', at);
    expect(world.events()).toHaveLength(events);
    expect(await world.kept()).toHaveLength(1);
  });

  test('does nothing where the request has gone on since', async () => {
    const world = await told({ stands: false });
    await world.answer('NO', TUESDAY_TEN + 1);
    expect(world.events()).toEqual([]);
  });

  test('does nothing after a text that asked for no answer, or an email', async () => {
    for (const world of [await told({ type: 'sr.delayed' }), await told({ channel: 'email' })]) {
      await world.answer('NO', TUESDAY_TEN + 1);
      expect(world.events()).toEqual([]);
    }
  });

  test('is a NO: anything else is for an officer to read', async () => {
    const world = await told();
    await world.answer('OTHER', TUESDAY_TEN + 1);
    expect(world.events()).toEqual([]);
  });
});
