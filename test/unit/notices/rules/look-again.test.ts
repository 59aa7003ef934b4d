import { describe, expect, test } from 'vitest';
import { contextAt } from '../../../../functions/notices/rules/context.ts';
import { NO_LOOKS } from '../../../../functions/notices/rules/documents.ts';
import { lookAgain } from '../../../../functions/notices/rules/look-again.ts';
import type { MatterView } from '../../../../functions/register/register.ts';
import {
  aDebt,
  addressKey,
  anExtract,
  aRow,
  aView,
  missed,
  type RowChanges,
  context as rules,
  TODAY,
  TUESDAY_TEN,
} from '../../../support/builders.ts';
import { plannedNotice } from '../../../support/planned-notice.ts';
import { testKey } from '../../../support/register.ts';

const HOUR = 3_600_000;
const context = { ...rules, looks: NO_LOOKS };
const at = (instant: number) => ({ ...contextAt(instant, rules), looks: NO_LOOKS });
const person = testKey('person', 'P1');

describe('the look at release and at sending', () => {
  const notice = plannedNotice('n1', { person, address: addressKey('+447700900001') });
  const look = (row: RowChanges, more: Partial<MatterView> = {}, when = TUESDAY_TEN) =>
    lookAgain(notice, aView(aDebt([aRow(row)]), more), at(when));

  test('lets it go, with what the message needs', () => {
    expect(look({})).toEqual({
      kind: 'go',
      recipient: {
        channel: 'sms',
        variant: 'full',
        to: '+447700900001',
        address: notice.address,
        first_name: 'Sam',
        values: { dueDate: '28 September', payBy: 'Friday 2 October' },
        last_day: '2026-10-04',
      },
    });
  });

  test('tells the pay-by date of the newest extract, and none that is earlier than the law allows', () => {
    expect(look({ pay_by: '2026-10-09' })).toMatchObject({ kind: 'go', recipient: { last_day: '2026-10-09' } });
    const tomorrow = TUESDAY_TEN + 24 * HOUR;
    const waiting = { kind: 'wait', due_at: tomorrow, reason: 'pay-by-too-early' };
    expect([look({ pay_by: '2026-10-03' }), look({ pay_by: '2026-09-20' })]).toMatchObject([waiting, waiting]);
    // A waiting one is dropped when the first date that the law allows has passed.
    const monday = TUESDAY_TEN + 6 * 24 * HOUR;
    expect(look({ pay_by: '2026-10-03', payments_posted_to: monday }, {}, monday)).toEqual({ kind: 'expired' });
  });

  test('tells a nudge, which no law binds, the date of its file, or the one of the day on which it was planned', () => {
    const nudge = { ...notice, type: 'ct.instalment.missed_soft', occasion: '2026-09-24' } as const;
    const tomorrow = at(TUESDAY_TEN + 24 * HOUR);
    const told = (more: RowChanges) => {
      const row = aRow({ ...missed('2026-09-24'), payments_posted_to: TUESDAY_TEN + 20 * HOUR, ...more });
      return lookAgain({ ...nudge, planned_at: TUESDAY_TEN }, aView(aDebt([row])), tomorrow);
    };
    expect(told({})).toMatchObject({ recipient: { last_day: '2026-10-06' } });
    expect(told({ pay_by: '2026-09-30' })).toMatchObject({ recipient: { last_day: '2026-09-30' } });
  });

  test.each<[string, RowChanges]>([
    ['another stage', { stage_code: 'REM2' }],
    ['another date', { stage_date: '2026-09-29' }],
    ['another person', { person_ref: 'P2' }],
  ])('ends it when a newer snapshot has %s', (_, row) => {
    expect(look(row)).toEqual({ kind: 'cancelled', reason: 'trigger-ended' });
  });

  test('ends a nudge when nothing is overdue any more, and any notice when the debt is gone', () => {
    const nudge = { ...notice, type: 'ct.instalment.missed_soft', occasion: '2026-09-24' } as const;
    const row = aRow({ ...missed('2026-09-24'), overdue_pence: 0 });
    expect(lookAgain(nudge, aView(aDebt([row])), context).kind).toBe('cancelled');
    expect(lookAgain(notice, null, context).kind).toBe('cancelled');
  });

  test('stops it where the council has switched its type off since, also for what would wait', () => {
    const settings = { ...rules.settings, switched_off: [notice.type] };
    const off = { kind: 'blocked', codes: [], reason: 'switched-off' };
    const evening = TUESDAY_TEN + 9 * HOUR;
    expect(lookAgain(notice, aView(aDebt([aRow({})])), { ...context, settings })).toEqual(off);
    expect(lookAgain(notice, aView(aDebt([aRow({})])), { ...at(evening), settings })).toEqual(off);
    const others = { ...rules.settings, switched_off: ['ct.final_notice'] };
    expect(lookAgain(notice, aView(aDebt([aRow({})])), { ...context, settings: others })).toMatchObject({ kind: 'go' });
  });

  test('stops it for every code that applies now', () => {
    expect(look({ dispute: true, last_payment_date: TODAY })).toEqual({ kind: 'blocked', codes: ['S6', 'S8'] });
  });

  test('stops it when its own channel was opted out or is wrong, and does not move to another', () => {
    expect(look({ sms_opt_out: true })).toEqual({ kind: 'blocked', codes: ['S13'] });
    expect(look({ mobile: '' })).toEqual({ kind: 'blocked', codes: ['S12'] });
  });

  test('asks the newest extract how far payments are known', () => {
    const at = TUESDAY_TEN + 20 * HOUR;
    expect(look({}, {}, at)).toEqual({ kind: 'blocked', codes: ['S17'] });
    const newest = anExtract({
      run: 'CT-2',
      extracted_at: TUESDAY_TEN + 10 * HOUR,
      payments_posted_to: at - HOUR,
    });
    expect(look({}, { newest }, at).kind).toBe('wait');
  });

  test('believes the row where its own extract is still being imported', () => {
    const newest = anExtract({
      run: 'CT-0',
      extracted_at: TUESDAY_TEN - 28 * HOUR,
      payments_posted_to: TUESDAY_TEN - 30 * HOUR,
    });
    expect(look({}, { newest }).kind).toBe('go');
  });

  test('waits for the window, or drops it if its pay-by date passes before', () => {
    const row = { payments_posted_to: Date.parse('2026-10-01T12:00:00+01:00') };
    const evening = Date.parse('2026-09-30T17:00:00+01:00');
    expect(look(row, {}, evening)).toMatchObject({
      kind: 'wait',
      due_at: Date.parse('2026-10-01T09:30:00+01:00'),
      recipient: { channel: 'sms' },
    });
    expect(look(row, {}, Date.parse('2026-10-01T17:00:00+01:00'))).toEqual({ kind: 'expired' });
  });

  test('goes to the number that the resident has by now', () => {
    expect(look({ mobile: '07700 900002' })).toMatchObject({ recipient: { address: addressKey('+447700900002') } });
  });
});
