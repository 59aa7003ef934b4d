import { describe, expect, test } from 'vitest';
import { codesOf } from '../../../../../functions/notices/families/recovery/codes.ts';
import { namesOf } from '../../../../../functions/notices/rules/decide-matter.ts';
import { type DebtRow, NO_MARKS } from '../../../../../functions/register/debt.ts';
import type { Hold, MatterView } from '../../../../../functions/register/register.ts';
import {
  aDebt,
  aHold,
  aRow,
  aView,
  context,
  type RowChanges,
  TODAY,
  TUESDAY_TEN,
} from '../../../../support/builders.ts';
import { testKey } from '../../../../support/register.ts';

const HOUR = 3_600_000;
const person = testKey('person', 'P1');
const partner = testKey('person', 'P2');

const codes = ({ person }: DebtRow, view: MatterView) =>
  namesOf(codesOf(person, view, { ...context, moment: 'planning' }));
const codesOfRow = (more: RowChanges) => {
  const row = aRow(more);
  return codes(row, aView(aDebt([row])));
};

describe('codes from the extract', () => {
  test.each<[string, RowChanges, string[]]>([
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
      refused: [{ ...NO_MARKS, cts_claim_pending: true }],
    });
    expect(codes(row, aView(debt))).toEqual(['S6', 'S9']);
  });
});

describe('codes from events', () => {
  const withHold = (hold: Partial<Hold>, on: 'account' | 'partner' | 'own') => {
    const rows = [aRow(), aRow({ person_ref: 'P2', line: 3 })];
    const view = aView(aDebt(rows));
    if (on === 'account') view.told.holds.push(aHold(hold));
    else view.people.get(on === 'own' ? person : partner)!.holds.push(aHold(hold));
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
    const row = aRow();
    const view = aView(aDebt([row]));
    const paid = { bill_year: '2026-27', amount_pence: 1, paid_on: TODAY, reversal: false, source: 'x', stored_at: 1 };
    view.told.payments.push({ ...paid, ...payment });
    expect(codes(row, view)).toEqual(found);
  });

  test('a death counts for that person alone', () => {
    const rows = [aRow(), aRow({ person_ref: 'P2', line: 3 })];
    const view = aView(aDebt(rows));
    view.people.get(partner)!.death = { recorded_at: 1, stored_at: 1 };
    expect(rows.map((row) => codes(row, view))).toEqual([[], ['S2']]);
  });
});
