import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { planNotices } from '../../../../functions/notices/plan-notices/plan-notices.ts';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { testKey } from '../../../support/register.ts';
import { toldWorld } from '../../../support/told-world.ts';

// What events ask for, while other functions move it, or residents answer.

const EVENING = TUESDAY_TEN + 9 * 3_600_000;
const number = testKey('address', '+447700900901');

function council(start = EVENING) {
  const world = toldWorld(start, { look: async () => ({ ok: false, reason: 'document-missing' }) });
  let told = 0;
  const tell = async (source: string, type: string, data: object) => {
    told += 1;
    const time = new Date(start).toISOString();
    const event = { specversion: '1.0', id: `e${told}`, source, type: `council.${type}.v1`, time, data };
    expect(await world.tell(event)).toBe('202');
  };
  const contact = (person_ref: string, channel: 'sms' | 'email', to: string) =>
    tell('residents-portal', 'residents.contact-changed', {
      ...{ person_ref, channel, to, status: 'verified', changed_at: '2026-09-28T09:00:00Z' },
    });
  return { ...world, tell, contact };
}

const byPerson = (notices: Notice[], ref: string) =>
  notices.find(({ person }) => person === testKey('person', ref)) as Notice;

describe.each(['STOP', 'WRONG'] as const)('%s from a number that no recovery text has', (word) => {
  test.each([
    [
      'a claim',
      'revenues-benefits',
      'benefits.claim-received',
      { claim_ref: 'C1', scheme: 'hb', person_ref: 'P1', received_on: '2026-09-29', answer_by: '2026-10-27' },
    ],
    [
      'a booking',
      'waste-bookings',
      'waste.collection-booked',
      { booking_ref: 'B1', person_ref: 'P1', collect_on: '2026-10-09', booked_at: '2026-09-29T08:00:00Z' },
    ],
    [
      'a plan, which has no cap,',
      'revenues-benefits',
      'recovery.arrangement-agreed',
      {
        ...{ account_ref: 'A1', bill_year: '2026-27', person_ref: 'P1', arrangement_ref: 'R1' },
        ...{ first_due: '2026-10-09', asked_by_resident: true },
      },
    ],
  ])('turns a text of %s that waits to its email at once', async (_, source, type, data) => {
    const world = council();
    await world.contact('P1', 'sms', '07700 900901');
    await world.contact('P1', 'email', 'p1@example.org');
    await world.tell(source, type, data);
    expect(await world.notices()).toMatchObject([{ state: 'planned', channel: 'sms', address: number }]);
    await world.register.fact({ kind: 'reply', subject: { address: number }, word, at: EVENING });
    const reply = { address: number, word, at: EVENING, notify_id: null };
    expect(await planNotices(world.deps, { fact: { kind: 'replied', reply }, receiveCount: 1 })).toEqual({
      kind: 'done',
    });
    const email = testKey('address', 'p1@example.org');
    expect(await world.notices()).toMatchObject([{ state: 'planned', channel: 'email', address: email }]);
  });
});

test('a household whose notices go out while it is decided for does not count as moving', async () => {
  const world = council(TUESDAY_TEN);
  const people = Array.from({ length: 4 }, (_, i) => `P${i + 1}`);
  for (const [i, ref] of people.entries()) await world.contact(ref, 'sms', `07700 90091${i}`);
  const { get } = world.store;
  /** With each look at it, it is a step further on its way. */
  const restless: typeof get = async (id) => {
    const notice = await get(id);
    if (notice) await world.store.annotate({ ...notice, version: notice.version + 1 });
    return notice;
  };
  await world.tell('revenues-benefits', 'recovery.enforcement-planned', {
    ...{ account_ref: 'A1', bill_year: '2026-27', person_refs: people, referral_on: '2026-10-10' },
  });
  const before = await world.notices();
  expect(before.map(({ state }) => state).sort()).toEqual(['blocked', 'blocked', 'blocked', 'planned']);
  const deps = { ...world.deps, store: { ...world.deps.store, get: restless } };
  const subject = { account: testKey('account', 'A1') };
  const asked = planNotices(deps, { fact: { kind: 'ended', subject }, receiveCount: 1 });
  await expect(asked).resolves.toEqual({ kind: 'done' });
  expect(byPerson(await world.notices(), 'P1').state).toBe('planned');
});

test('a notice that others move whenever it is decided for is decided for when its message comes again', async () => {
  const world = council();
  await world.contact('P1', 'email', 'p1@example.org');
  await world.tell('waste-bookings', 'waste.collection-booked', {
    ...{ booking_ref: 'B1', person_ref: 'P1', collect_on: '2026-10-09', booked_at: '2026-09-29T08:00:00Z' },
  });
  await world.contact('P1', 'sms', '07700 900901');
  const busy = { ...world.deps, store: { ...world.deps.store, put: async () => false } };
  await world.register.fact({ kind: 'reply', subject: { address: number }, word: 'STOP', at: EVENING });
  const subject = { person: testKey('person', 'P1') };
  const fact = { kind: 'changed', subject } as const;
  expect(await planNotices(busy, { fact, receiveCount: 1 })).toEqual({ kind: 'retry', reason: 'kept-moving' });
  expect(await planNotices(world.deps, { fact, receiveCount: 2 })).toEqual({ kind: 'done' });
  expect(await world.notices()).toMatchObject([{ state: 'planned', channel: 'email' }]);
});
