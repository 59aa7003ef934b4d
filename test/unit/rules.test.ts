import { describe, expect, test } from 'vitest';
import { channelOf, variantOf } from '../../functions/notices/rules/channel.ts';
import { codesOf } from '../../functions/notices/rules/codes.ts';
import { contextAt } from '../../functions/notices/rules/context.ts';
import { decideDebt } from '../../functions/notices/rules/decide-debt.ts';
import { lookAgain, nextChannel } from '../../functions/notices/rules/look-again.ts';
import { payBy, standingTrigger, trigger } from '../../functions/notices/rules/trigger.ts';
import type { DebtRow, DebtView, Hold } from '../../functions/register/register.ts';
import { aDebt, addressKey, aHold, anExtract, aRow, aView, noMarks, TUESDAY_TEN } from '../support/builders.ts';
import { plannedNotice } from '../support/planned-notice.ts';
import { testKey } from '../support/register.ts';

const HOUR = 3_600_000;
const context = contextAt(TUESDAY_TEN, { settings: { small_balance_pence: 1000 }, key: testKey });
const person = testKey('person', 'P1');
const partner = testKey('person', 'P2');
const TODAY = '2026-09-29';

const codes = (row: DebtRow, view: DebtView) => codesOf(row, view, { ...context, posted_to: row.payments_posted_to });
const codesOfRow = (more: Partial<DebtRow>) => {
  const row = aRow(more);
  return codes(row, aView(aDebt([row])));
};

describe('the trigger', () => {
  test.each<[string, Partial<DebtRow>, string | null]>([
    ['a reminder on its day', { stage_date: TODAY }, 'ct.reminder.first'],
    ['a reminder on its third day after', { stage_date: '2026-09-26' }, 'ct.reminder.first'],
    ['a reminder on its fourth day after', { stage_date: '2026-09-25' }, null],
    ['a reminder still to come', { stage_date: '2026-09-30' }, null],
    ['a second reminder', { stage_code: 'REM2' }, 'ct.reminder.second'],
    ['a final notice', { stage_code: 'FINAL' }, 'ct.final_notice'],
    ['a summons', { stage_code: 'SUMMONS' }, null],
    ['an instalment missed three working days ago', missed('2026-09-24'), 'ct.instalment.missed_soft'],
    ['an instalment missed two working days ago', missed('2026-09-25'), null],
    ['an instalment missed 14 days ago', missed('2026-09-15'), 'ct.instalment.missed_soft'],
    ['an instalment missed 15 days ago', missed('2026-09-14'), null],
    ['a missed instalment with nothing overdue', { ...missed('2026-09-24'), overdue_pence: 0 }, null],
  ])('%s', (_, row, type) => {
    expect(trigger(aRow(row), TODAY)?.type ?? null).toBe(type);
  });

  test('stands whatever its age, as long as the row says the same', () => {
    expect(standingTrigger(aRow({ stage_date: '2026-01-01' }))).toEqual({
      type: 'ct.reminder.first',
      date: '2026-01-01',
    });
  });

  test('brings a pay-by date where the row has none', () => {
    const reminder = trigger(aRow(), TODAY)!;
    expect(payBy(aRow(), reminder, TODAY)).toBe('2026-10-04');
    expect(payBy(aRow({ pay_by: '2026-10-09' }), reminder, TODAY)).toBe('2026-10-09');
    expect(payBy(aRow(missed('2026-09-24')), trigger(aRow(missed('2026-09-24')), TODAY)!, TODAY)).toBe('2026-10-06');
  });
});

function missed(date: string): Partial<DebtRow> {
  return { stage_code: 'NONE', stage_date: null, missed_instalment_date: date };
}

describe('codes from the extract', () => {
  test.each<[string, Partial<DebtRow>, string[]]>([
    ['nothing', {}, []],
    ['breathing space since yesterday, open-ended', { breathing_from: '2026-09-28' }, ['S1']],
    ['breathing space up to today', { breathing_from: '2026-09-01', breathing_to: TODAY }, ['S1']],
    ['breathing space that ended yesterday', { breathing_from: '2026-09-01', breathing_to: '2026-09-28' }, []],
    ['breathing space from tomorrow', { breathing_from: '2026-09-30' }, []],
    ['an unreadable breathing space', { breathing_from: 'unreadable' }, ['S1']],
    ['several at once, sorted as text', { deceased: true, appointee: true, safe_contact: true }, ['S10', 'S11', 'S2']],
    ['a payment three working days ago', { last_payment_date: '2026-09-24' }, ['S8']],
    ['a payment four working days ago', { last_payment_date: '2026-09-23' }, []],
    ['a payment that is dated tomorrow', { last_payment_date: '2026-09-30' }, []],
    ['payments posted 24 hours ago', { payments_posted_to: TUESDAY_TEN - 24 * HOUR }, []],
    ['payments posted more than 24 hours ago', { payments_posted_to: TUESDAY_TEN - 24 * HOUR - 1 }, ['S17']],
    ['a balance a penny below the threshold', { balance_pence: 999 }, ['S18']],
    ['a balance at the threshold', { balance_pence: 1000 }, []],
    ['a hold until today', { hold: true, hold_until: TODAY }, ['S21']],
    ['a hold until yesterday', { hold: true, hold_until: '2026-09-28' }, []],
    ['a date to hold until without a hold', { hold_until: TODAY }, []],
  ])('%s', (_, row, found) => {
    expect(codesOfRow(row)).toEqual(found);
  });

  test('what protects the debt counts for everyone on it, from refused rows too', () => {
    const row = aRow();
    const debt = aDebt([row, aRow({ person_ref: 'P2', dispute: true, vulnerable: true })], {
      refused: [{ ...noMarks, cts_claim_pending: true }],
    });
    expect(codes(row, aView(debt))).toEqual(['S6', 'S9']);
  });
});

describe('codes from events', () => {
  const withHold = (hold: Partial<Hold>, on: 'account' | 'partner' | 'own') => {
    const rows = [aRow(), aRow({ person_ref: 'P2', line: 3 })];
    const view = aView(aDebt(rows));
    if (on === 'account') view.account.holds.push(aHold(hold));
    else view.persons.get(on === 'own' ? person : partner)!.holds.push(aHold(hold));
    return codes(rows[0]!, view);
  };
  test.each<[string, Partial<Hold>, 'account' | 'partner' | 'own', string[]]>([
    ['a hold on the account, of any code', { code: 'S4' }, 'account', ['S4']],
    ['a hold on the person', { code: 'S4' }, 'own', ['S4']],
    ['a hold on the partner that is about the person', { code: 'S4' }, 'partner', []],
    ['a hold on the partner that protects the debt', { code: 'S6' }, 'partner', ['S6']],
    ['a hold for another bill year', { bill_year: '2025-26' }, 'account', []],
    ['a hold for this bill year', { bill_year: '2026-27' }, 'account', ['S5']],
    ['a hold from tomorrow', { from: '2026-09-30' }, 'account', []],
    ['a hold up to today', { to: TODAY }, 'account', ['S5']],
    ['a hold up to yesterday', { to: '2026-09-28' }, 'account', []],
    ['a hold that was released', { ended_at: TUESDAY_TEN }, 'account', []],
    ['a hold to be released later today', { ended_at: TUESDAY_TEN + 1 }, 'account', ['S5']],
  ])('%s', (_, hold, on, found) => {
    expect(withHold(hold, on)).toEqual(found);
  });

  test.each([
    ['today', { paid_on: TODAY }, ['S8']],
    ['four working days ago', { paid_on: '2026-09-23' }, []],
    ['for another bill year', { bill_year: '2025-26' }, []],
    ['taken back', { reversal: true }, []],
  ])('a payment %s', (_, payment, found) => {
    const view = aView();
    const paid = { bill_year: '2026-27', amount_pence: 1, paid_on: TODAY, reversal: false, source: 'x', stored_at: 1 };
    view.account.payments.push({ ...paid, ...payment });
    expect(codes(view.debt.rows[0]!, view)).toEqual(found);
  });

  test('a death counts for that person alone', () => {
    const rows = [aRow(), aRow({ person_ref: 'P2', line: 3 })];
    const view = aView(aDebt(rows));
    view.persons.get(partner)!.death = { recorded_at: 1, stored_at: 1 };
    expect(rows.map((row) => codes(row, view))).toEqual([[], ['S2']]);
  });
});

describe('the channel', () => {
  const number = addressKey('+447700900001');
  const stopped = { stopped: { at: 1, stored_at: 1 }, wrong: null, last_delivery: null };
  const wrong = { stopped: null, wrong: { at: 1, stored_at: 1 }, last_delivery: null };
  const chosen = (row: DebtRow, change: (view: DebtView) => void = () => {}) => {
    const view = aView(aDebt([row]));
    change(view);
    const { chosen: way, code } = channelOf('ct.reminder.first', row, { view, key: testKey });
    return way?.to ?? code;
  };
  test.each<[string, string | null, Partial<DebtRow>, ((view: DebtView) => void)?]>([
    ['the mobile', '+447700900001', {}],
    ['the email where the number is no mobile', 'sam@example.org', { mobile: '01642 000000' }],
    ['the email where texts are opted out in the extract', 'sam@example.org', { sms_opt_out: true }],
    [
      'the email after an opt-out by event',
      'sam@example.org',
      {},
      (view) => {
        view.persons.get(person)!.opt_outs.sms = { recorded_at: 1, stored_at: 1 };
      },
    ],
    [
      'the email after STOP',
      'sam@example.org',
      {},
      (view) => {
        view.addresses.set(number, stopped);
      },
    ],
    [
      'the email after WRONG',
      'sam@example.org',
      {},
      (view) => {
        view.addresses.set(number, wrong);
      },
    ],
    ['none, all opted out', 'S13', { sms_opt_out: true, email_opt_out: true }],
    [
      'none, the only one opted out',
      'S13',
      { email: '' },
      (view) => {
        view.addresses.set(number, stopped);
      },
    ],
    ['none that could be used', 'S12', { mobile: '', email: 'sam' }],
    [
      'none, the only one was wrong',
      'S12',
      { email: '' },
      (view) => {
        view.addresses.set(number, wrong);
      },
    ],
  ])('%s', (_, expected, row, change) => {
    expect(chosen(aRow(row), change)).toBe(expected);
  });

  test.each([
    ['2026-09-29', 'full'],
    ['2025-09-29', 'full'],
    ['2025-09-28', 'neutral'],
    ['2026-09-30', 'neutral'],
    [null, 'neutral'],
  ])('verified %s gets the %s wording', (verified_at, variant) => {
    expect(variantOf('ct.reminder.first', { verified_at }, TODAY)).toBe(variant);
  });
});

describe('a debt', () => {
  test('is decided in household order, whatever the order in the file', () => {
    const rows = [
      aRow({ person_ref: 'P3', liability_seq: 2, line: 2 }),
      aRow({ person_ref: 'P2', line: 4 }),
      aRow({ line: 3 }),
    ];
    expect(decideDebt(aView(aDebt(rows)), context).map(({ row }) => row.person_ref)).toEqual(['P1', 'P2', 'P3']);
  });

  test('is expired if the pay-by date passes before the window opens, and not on that day', () => {
    const friday = contextAt(Date.parse('2026-10-02T10:00:00+01:00'), context);
    const expired = (pay_by: string) =>
      decideDebt(aView(aDebt([aRow({ stage_date: '2026-10-01', pay_by })])), friday)[0]?.candidate?.expired;
    expect([expired('2026-10-04'), expired('2026-10-05')]).toEqual([true, false]);
  });
});

describe('the look at release and at sending', () => {
  const notice = plannedNotice('n1', { person, address: addressKey('+447700900001') });
  const look = (row: Partial<DebtRow>, more: Partial<DebtView> = {}, at = TUESDAY_TEN) =>
    lookAgain(notice, aView(aDebt([aRow(row)]), more), contextAt(at, context));

  test('lets it go, with what the message needs', () => {
    expect(look({})).toEqual({
      kind: 'go',
      recipient: {
        channel: 'sms',
        variant: 'full',
        to: '+447700900001',
        address: notice.address,
        first_name: 'Sam',
        due_date: '2026-09-28',
        pay_by: '2026-10-04',
      },
    });
  });

  test.each<[string, Partial<DebtRow>]>([
    ['another stage', { stage_code: 'REM2' }],
    ['another date', { stage_date: '2026-09-29' }],
    ['another person', { person_ref: 'P2' }],
  ])('ends it when a newer snapshot has %s', (_, row) => {
    expect(look(row)).toEqual({ kind: 'cancelled', reason: 'trigger-ended' });
  });

  test('ends a nudge when nothing is overdue any more, and any notice when the debt is gone', () => {
    const nudge = { ...notice, type: 'ct.instalment.missed_soft', trigger_date: '2026-09-24' } as const;
    const row = aRow({ ...missed('2026-09-24'), overdue_pence: 0 });
    expect(lookAgain(nudge, aView(aDebt([row])), context).kind).toBe('cancelled');
    expect(lookAgain(notice, null, context).kind).toBe('cancelled');
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
      extract_id: 'CT-2',
      extracted_at: TUESDAY_TEN + 10 * HOUR,
      payments_posted_to: at - HOUR,
    });
    expect(look({}, { newest }, at).kind).toBe('wait');
  });

  test('believes the row where its own extract is still being imported', () => {
    const newest = anExtract({
      extract_id: 'CT-0',
      extracted_at: TUESDAY_TEN - 28 * HOUR,
      payments_posted_to: TUESDAY_TEN - 30 * HOUR,
    });
    expect(look({}, { newest }).kind).toBe('go');
  });

  test('waits for the window, or drops it if its pay-by date passes before', () => {
    const row = { payments_posted_to: Date.parse('2026-10-01T12:00:00+01:00') };
    const evening = Date.parse('2026-09-30T17:00:00+01:00');
    expect(look(row, {}, evening)).toEqual({ kind: 'wait', due_at: Date.parse('2026-10-01T09:30:00+01:00') });
    expect(look(row, {}, Date.parse('2026-10-01T17:00:00+01:00'))).toEqual({ kind: 'expired' });
  });

  test('goes to the number that the resident has by now', () => {
    expect(look({ mobile: '07700 900002' })).toMatchObject({ recipient: { address: addressKey('+447700900002') } });
  });
});

describe('the next channel after a failed text', () => {
  const notice = plannedNotice('n1', { person, address: addressKey('+447700900001') });
  const next = (row: Partial<DebtRow>, channel: 'sms' | 'email' = 'sms') =>
    nextChannel({ ...notice, channel }, aView(aDebt([aRow(row)])), context);

  test('is the email, in the wording that the email has earned', () => {
    expect(next({})).toMatchObject({
      kind: 'go',
      recipient: { channel: 'email', to: 'sam@example.org', variant: 'neutral' },
    });
  });
  test.each<[string, Partial<DebtRow>]>([
    ['there is none', { email: '' }],
    ['it is opted out', { email_opt_out: true }],
  ])('is none where %s', (_, row) => {
    expect(next(row)).toBeNull();
  });
  test('is none after an email', () => {
    expect(next({}, 'email')).toBeNull();
  });
  test('is held by the rules of the moment', () => {
    expect(next({ dispute: true })).toEqual({ kind: 'blocked', codes: ['S6'] });
  });
});
