import { expect, test } from 'vitest';
import { aDebt, aRow, TUESDAY_TEN } from '../../../support/builders.ts';
import { number } from '../../../support/planning-facts.ts';
import { toldWorld } from '../../../support/told-world.ts';

// What an extract and events tell of one debt, and replies: the kit of events has neither.

const PDF = { key: 'a.pdf', sha256: 'a'.repeat(64) };
let sent = 0;
const event = (type: string, data: object, time = '2026-09-29T08:00:00Z') => {
  sent += 1;
  const envelope = { specversion: '1.0', id: `e${sent}`, source: 'revenues-benefits', time };
  return { ...envelope, type: `council.${type}.v1`, data };
};
const reminder = () =>
  event('recovery.document-issued', {
    ...{ account_ref: 'A1', bill_year: '2026-27', kind: 'reminder-1', issue_date: '2026-09-28' },
    ...{ pay_by: '2026-10-20', person_refs: ['P1'], document: PDF },
  });
const home = () =>
  event('residents.contact-changed', {
    ...{ person_ref: 'P1', channel: 'post', status: 'verified', changed_at: '2026-09-01T09:00:00Z' },
    to: { lines: ['1 High Street', 'Stockton'], postcode: 'TS18 1AA' },
  });
const mobile = (changed_at: string) =>
  event('residents.contact-changed', {
    ...{ person_ref: 'P1', channel: 'sms', to: '07700 900555', status: 'verified', changed_at },
  });
const missed = () =>
  event('recovery.arrangement-missed', {
    ...{ account_ref: 'A1', bill_year: '2026-27', person_ref: 'P1', arrangement_ref: 'R1', missed_due: '2026-09-25' },
  });

const world = () => toldWorld(TUESDAY_TEN, { look: async () => ({ ok: true, bytes: 1000 }) });
const ofType = async (of: ReturnType<typeof world>, type: string) =>
  (await of.decisions()).filter(({ notice_type }) => notice_type === type);

test.each(['extract', 'event'])('a reminder for which both ask is one notice, the %s first', async (first) => {
  const both = world();
  await both.tell(home());
  if (first === 'extract') await both.snapshot(aDebt([aRow()]));
  await both.tell(reminder());
  if (first === 'event') await both.snapshot(aDebt([aRow()]));
  const texts = (await both.notices()).filter(({ type }) => type === 'ct.reminder.first');
  expect(texts.map(({ state, channel, occasion }) => [state, channel, occasion])).toEqual([
    ['planned', 'sms', '2026-09-28'],
  ]);
  expect(await ofType(both, 'ct.reminder.first.document')).toMatchObject([{ outcome: 'letter' }]);
});

test('a balance too small to chase and old figures stop the text of an event where an extract has the debt', async () => {
  const alone = world();
  await alone.tell(mobile('2026-09-01T09:00:00Z'));
  await alone.tell(missed());
  expect(await ofType(alone, 'ct.arrangement.missed')).toMatchObject([{ outcome: 'sms', codes: [] }]);

  const beside = world();
  await beside.snapshot(aDebt([aRow({ balance_pence: 100, payments_posted_to: TUESDAY_TEN - 30 * 3_600_000 })]));
  await beside.tell(missed());
  expect(await ofType(beside, 'ct.arrangement.missed')).toMatchObject([{ outcome: 'none', codes: ['S17', 'S18'] }]);
});

test.each([
  ['2026-09-27T09:00:00Z', '+447700900555'],
  ['2020-01-01T09:00:00Z', '+447700900001'],
])('the number that was told later counts: one of %s is told at %s', async (changed_at, to) => {
  const both = world();
  await both.snapshot(aDebt([aRow({ stage_code: 'NONE' })]));
  await both.tell(mobile(changed_at));
  await both.tell(missed());
  expect(await ofType(both, 'ct.arrangement.missed')).toMatchObject([{ outcome: 'sms', to }]);
});

test('STOP turns what an event asks for to the next channel', async () => {
  const told = world();
  await told.snapshot(aDebt([aRow({ stage_code: 'NONE' })]));
  await told.tell(missed());
  expect(await ofType(told, 'ct.arrangement.missed')).toMatchObject([{ outcome: 'sms' }]);
  await told.register.fact({ kind: 'reply', subject: { address: number }, word: 'STOP', at: TUESDAY_TEN });
  await told.hear({ kind: 'told', subject: { address: number } });
  expect(await ofType(told, 'ct.arrangement.missed')).toMatchObject([{ outcome: 'email' }]);
});
