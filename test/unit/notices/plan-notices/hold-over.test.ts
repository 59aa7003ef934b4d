import { expect, test } from 'vitest';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { readFact } from '../../../../functions/notices/plan-notices/plan-fact.ts';
import { reconcileNotices } from '../../../../functions/notices/reconcile-notices/reconcile-notices.ts';
import { toldWorld } from '../../../support/told-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NO_DOCUMENTS = { look: async () => ({ ok: false, reason: 'document-missing' }) as const };
const HOLD_OVER = 'council.notices.notice-hold-over.v1';

/** A person with a number, whom a plan was agreed with, and the sources that tell of both. */
async function somebody(start: number) {
  const world = toldWorld(start, NO_DOCUMENTS);
  let told = 0;
  const tell = (type: string, data: object) => {
    told += 1;
    const time = new Date(world.now()).toISOString();
    return world.tell({
      ...{ specversion: '1.0', id: `e${told}`, source: 'revenues-benefits', type, time, data },
    } as { source: string });
  };
  const ref = { person_ref: 'P-1' };
  const to = { channel: 'sms', to: '07700 900001', status: 'verified' };
  await tell('council.residents.contact-changed.v1', {
    ...{ ...ref, ...to, first_name: 'Sam' },
    changed_at: new Date(start - HOUR_MS).toISOString(),
  });
  const agree = (first_due: string) =>
    tell('council.recovery.arrangement-agreed.v1', {
      ...{ ...ref, account_ref: '1', bill_year: '2026-27', arrangement_ref: 'A-1', asked_by_resident: true, first_due },
    });
  const hold = (to_day?: string, from = '2026-03-01') =>
    tell('council.recovery.hold-applied.v1', {
      ...{ ...ref, scope: 'person', code: 'S11', from, ...(to_day && { to: to_day }) },
    });
  const deps = {
    ...{ ...world.deps, track: async () => {}, alarm: () => {}, logThrown: () => {}, wake: async () => {} },
    notify: { find: async () => [] },
    ...{ receipt_silence_seconds: 60, letter_silence_seconds: 60 },
  };
  let heard = world.events.length;
  /** The minute's reconciler, and what plan-notices makes of what it tells. */
  const minute = async (at: number): Promise<Notice> => {
    world.setClock(at);
    await reconcileNotices(deps, { body: {}, remainingMs: () => 60_000 });
    for (; heard < world.events.length; heard += 1) {
      const event = world.events[heard]!;
      if (event.type === HOLD_OVER) await world.plan(readFact(event, ourCatalogue));
    }
    return (await world.notices())[0]!;
  };
  return { ...world, agree, hold, minute };
}

test.each([
  ['in summer', '2026-07-10', '2026-07-10T23:00:00Z'],
  ['on the day before the clocks go forward', '2026-03-28', '2026-03-29T00:00:00Z'],
  ['on the day on which the clocks go forward', '2026-03-29', '2026-03-29T23:00:00Z'],
  ['on the day before the clocks go back', '2026-10-24', '2026-10-24T23:00:00Z'],
  ['on the day on which the clocks go back', '2026-10-25', '2026-10-26T00:00:00Z'],
])('a hold that ends by its date alone, %s, wakes what it blocked', async (_, to, over) => {
  const begin = Date.parse(over);
  for (const first of ['hold', 'plan'] as const) {
    const world = await somebody(begin - 48 * HOUR_MS);
    if (first === 'hold') await world.hold(to);
    await world.agree('2026-12-01');
    if (first === 'plan') await world.hold(to);
    expect(await world.minute(begin - 47 * HOUR_MS)).toMatchObject({ state: 'blocked', codes: ['S11'] });
    expect(await world.minute(begin - MINUTE_MS)).toMatchObject({ state: 'blocked' });
    expect(await world.minute(begin)).toMatchObject({ state: 'planned', codes: [] });
    expect(world.events.filter(({ type }) => type === HOLD_OVER)).toHaveLength(1);
  }
});

test('what another hold blocks as well is planned once that is over too', async () => {
  const world = await somebody(Date.parse('2026-07-01T09:00:00Z'));
  await world.hold('2026-07-10');
  await world.hold('2026-07-20', '2026-03-02');
  await world.agree('2026-12-01');
  expect(await world.minute(Date.parse('2026-07-10T23:00:00Z'))).toMatchObject({ state: 'blocked' });
  expect(await world.minute(Date.parse('2026-07-20T22:59:00Z'))).toMatchObject({ state: 'blocked' });
  expect(await world.minute(Date.parse('2026-07-20T23:00:00Z'))).toMatchObject({ state: 'planned' });
});

test('what comes too late by then is not planned', async () => {
  const world = await somebody(Date.parse('2026-07-01T09:00:00Z'));
  await world.hold('2026-07-10');
  await world.agree('2026-07-05');
  expect(await world.minute(Date.parse('2026-07-10T23:00:00Z'))).toMatchObject({ state: 'expired' });
});

test('a hold without a last day wakes nobody', async () => {
  const world = await somebody(Date.parse('2026-07-01T09:00:00Z'));
  await world.hold();
  await world.agree('2026-12-01');
  expect(await world.minute(Date.parse('2026-11-30T09:00:00Z'))).toMatchObject({ state: 'blocked' });
  expect(world.events.map(({ type }) => type)).not.toContain(HOLD_OVER);
});
