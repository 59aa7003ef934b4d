import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { contextAt } from '../../../../functions/notices/rules/context.ts';
import { lookAgain, nextChannel } from '../../../../functions/notices/rules/look-again.ts';
import type { ContactStatus, MatterEvent, MatterView, PersonFacts } from '../../../../functions/register/register.ts';
import { viewOf } from '../../../../functions/register/view-of.ts';
import { aDebt, addressKey, aView, context, TODAY, TUESDAY_TEN } from '../../../support/builders.ts';
import { plannedNotice } from '../../../support/planned-notice.ts';
import { testKey } from '../../../support/register.ts';

const person = testKey('person', 'P1');
const DAY = 86_400_000;
const found = { at: () => ({ ok: true, bytes: 1000 }) as const };
const at = (now: number) => ({ ...contextAt(now, context), looks: found });

const contact = (to: string, status: ContactStatus = 'verified') => ({
  ...{ to, address: addressKey(to), status, changed_at: TUESDAY_TEN - DAY, told_on: '2026-09-28', speaks_of: null },
});
const sam: Partial<PersonFacts> = {
  contacts: {
    sms: contact('+447700900001'),
    email: contact('sam@example.org'),
    post: contact('1 High Street, TS18 1AA'),
  },
  consents: {
    'ct-statutory': {
      agreed: { to: 'sam@example.org', address: addressKey('sam@example.org'), agreed_at: 1, wording_version: 'v1' },
      withdrawn_at: null,
    },
  },
};
const told = (type: string, data: object, order = 1): MatterEvent => ({
  ...{ type, data: data as MatterEvent['data'], order, id: `${type}-${order}`, people: [{ person, ref: 'P1' }] },
  ...{ refs: {}, source: 'revenues-benefits', at: TUESDAY_TEN - 60_000 + order, stored_at: TUESDAY_TEN - 60_000 },
});
const viewWith = (events: MatterEvent[], facts: Partial<PersonFacts> = sam): MatterView => ({
  ...aView(aDebt([])),
  told: { ...viewOf.matter(), events },
  people: new Map([[person, { ...viewOf.person(), ...facts }]]),
});
const bill = (more: object = {}) =>
  told('council.recovery.document-issued.v1', {
    ...{ kind: 'bill', issue_date: TODAY, bill_year: '2026-27', document: { key: 'a.pdf', sha256: 'a' } },
    ...more,
  });
const notice = (more: Partial<Notice>): Notice => plannedNotice('n1', { person, occasion: TODAY, ...more });

describe('a document whose email failed', () => {
  const emailed = notice({
    ...{ type: 'ct.bill.document', channel: 'email', address: addressKey('sam@example.org') },
    attempts: { email: { reference: 'r', address: addressKey('sam@example.org'), outcome: 'failed' } },
  });

  test('goes by letter, with the days of the day on which it goes', () => {
    expect(nextChannel(emailed, viewWith([bill()]), at(TUESDAY_TEN + 2 * DAY))).toMatchObject({
      kind: 'go',
      recipient: {
        ...{ channel: 'letter', to: '1 High Street, TS18 1AA', document: { key: 'a.pdf', sha256: 'a' } },
        served: { issued_on: '2026-10-02', deemed_served_on: '2026-10-08', act_by: null },
      },
    });
  });

  test('does not where it would come too late by law', () => {
    const soon = bill({ pay_by: '2026-10-15' });
    expect(nextChannel(emailed, viewWith([soon]), at(TUESDAY_TEN))).toMatchObject({ kind: 'go' });
    expect(nextChannel(emailed, viewWith([soon]), at(TUESDAY_TEN + 2 * DAY))).toEqual({
      ...{ kind: 'blocked', codes: [], reason: 'too-late-in-law' },
    });
  });

  test('does not where the council has switched its type off since', () => {
    const settings = { ...context.settings, switched_off: [emailed.type] };
    const off = { kind: 'blocked', codes: [], reason: 'switched-off' };
    expect(nextChannel(emailed, viewWith([bill()]), { ...at(TUESDAY_TEN), settings })).toEqual(off);
    expect(lookAgain({ ...emailed, attempts: {} }, viewWith([bill()]), { ...at(TUESDAY_TEN), settings })).toEqual(off);
  });

  test('does not without a postal address', () => {
    const { post: _, ...contacts } = sam.contacts ?? {};
    expect(nextChannel(emailed, viewWith([bill()], { ...sam, contacts }), at(TUESDAY_TEN))).toEqual({
      ...{ kind: 'blocked', codes: ['S12'] },
    });
  });
});

describe('a text that an event asks for', () => {
  const text = notice({ type: 'ct.bill.ready' });

  test('turns to the next channel after an opt-out, and back to a number that is told', () => {
    const opt_outs = { sms: { recorded_at: 1, stored_at: 1 } };
    const look = (facts: Partial<PersonFacts>) => lookAgain(text, viewWith([bill()], facts), at(TUESDAY_TEN));
    expect(look({ ...sam, opt_outs })).toMatchObject({ kind: 'go', recipient: { channel: 'email' } });
    expect(lookAgain({ ...text, channel: 'email' }, viewWith([bill()]), at(TUESDAY_TEN))).toMatchObject({
      recipient: { channel: 'sms' },
    });
  });

  test('stays with its email once its text has failed', () => {
    const attempts = { sms: { reference: 'r', address: addressKey('+447700900001'), outcome: 'failed' as const } };
    expect(lookAgain({ ...text, channel: 'email', attempts }, viewWith([bill()]), at(TUESDAY_TEN))).toMatchObject({
      recipient: { channel: 'email' },
    });
  });
});

describe('a scheduled notice', () => {
  const planned = (referral_on: string, order: number) =>
    told('council.recovery.enforcement-planned.v1', { referral_on, bill_year: '2026-27' }, order);
  const lastChance = notice({ type: 'ct.enforcement.last_chance', occasion: '2026-11-10' });

  test('waits for its day, over the clock change, and is decided again then', () => {
    const look = (now: number, events = [planned('2026-11-10', 1)]) => lookAgain(lastChance, viewWith(events), at(now));
    const opens = Date.parse('2026-10-27T09:30:00Z');
    expect(look(TUESDAY_TEN)).toMatchObject({ kind: 'wait', due_at: opens });
    expect(look(opens)).toMatchObject({ kind: 'go', recipient: { last_day: '2026-11-03' } });
    expect(look(Date.parse('2026-11-03T17:00:00Z'))).toEqual({ kind: 'expired' });
    expect(look(opens, [planned('2026-11-10', 1), planned('2026-12-01', 2)])).toEqual({
      ...{ kind: 'cancelled', reason: 'trigger-ended' },
    });
  });
});
