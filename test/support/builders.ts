import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { contextAt } from '../../functions/notices/rules/context.ts';
import { contactsTold } from '../../functions/register/contacts.ts';
import { type Debt, type DebtRow, matterOfDebt, NO_MARKS } from '../../functions/register/debt.ts';
import type { Hold, MatterView, NewestExtract } from '../../functions/register/register.ts';
import { viewOf } from '../../functions/register/view-of.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { testDebt, testKey } from './register.ts';

/** Tuesday 29 September 2026, 10:00 in London: a working day inside the recovery window. */
export const TUESDAY_TEN = Date.parse('2026-09-29T10:00:00+01:00');

/** The day of TUESDAY_TEN in London. */
export const TODAY = '2026-09-29';

/** What a council has decided that the rules need. */
export const RULES = {
  small_balance_pence: 1000,
  switched_off: [],
  brake: { first_run: 2_000, times: 2, at_least: 50 },
  legal_days: [{ from: '1992-04-01', profile: 'england-1992' as const }],
};

/** What the rules know of TUESDAY_TEN. */
export const context = contextAt(TUESDAY_TEN, {
  settings: RULES,
  catalogue: ourCatalogue,
});

/** What a back office writes of the ways to reach somebody. */
type Written = {
  mobile: string;
  email: string;
  mobile_verified_at: string | null;
  email_verified_at: string | null;
  sms_opt_out: boolean;
  email_opt_out: boolean;
};

const WRITTEN: Written = {
  mobile: '07700 900001',
  email: 'sam@example.org',
  mobile_verified_at: '2026-06-01',
  email_verified_at: null,
  sms_opt_out: false,
  email_opt_out: false,
};

/** A row of an extract otherwise than usual: its contacts as the back office writes them. */
export type RowChanges = Partial<Omit<DebtRow, 'contacts'> & Written>;

/** A row that asks for the text beside a first reminder, with nothing against it: `P1` on account `A1`. */
export function aRow({ person_ref = 'P1', ...changes }: RowChanges = {}): DebtRow {
  const { mobile, email, mobile_verified_at, email_verified_at, sms_opt_out, email_opt_out, ...more } = {
    ...WRITTEN,
    ...changes,
  };
  return {
    ...NO_MARKS,
    line: 2,
    account_ref: 'A1',
    person_ref,
    person: testKey('person', person_ref),
    liability_seq: 1,
    first_name: 'Sam',
    contacts: contactsTold(
      {
        sms: { text: mobile, verified_at: mobile_verified_at, opted_out: sms_opt_out },
        email: { text: email, verified_at: email_verified_at, opted_out: email_opt_out },
      },
      testKey,
    ),
    stage_code: 'REM1',
    stage_date: '2026-09-28',
    pay_by: null,
    balance_pence: 50_000,
    overdue_pence: 12_000,
    missed_instalment_date: null,
    last_payment_date: null,
    payments_posted_to: TUESDAY_TEN - 8 * 3_600_000,
    deceased: false,
    vulnerable: false,
    safe_contact: false,
    gone_away: false,
    appointee: false,
    agent: false,
    ...more,
  };
}

/** What makes a row ask for the nudge after a missed instalment, in place of the reminder. */
export const missed = (date: string): RowChanges => ({
  stage_code: 'NONE',
  stage_date: null,
  missed_instalment_date: date,
});

/** The debt of account `A1` for 2026-27 from extract `CT-1`. */
export function aDebt(rows: DebtRow[] = [aRow()], more: Partial<Debt> = {}): Debt {
  const account_ref = rows[0]?.account_ref ?? 'A1';
  const bill_year = more.bill_year ?? '2026-27';
  return {
    debt: testDebt(account_ref, bill_year),
    account: testKey('account', account_ref),
    bill_year,
    run: 'CT-1',
    extracted_at: TUESDAY_TEN - 4 * 3_600_000,
    rows,
    refused: [],
    ...more,
  };
}

export const anExtract = (more: Partial<NewestExtract> = {}): NewestExtract => ({
  run: 'CT-1',
  extracted_at: TUESDAY_TEN - 4 * 3_600_000,
  payments_posted_to: TUESDAY_TEN - 8 * 3_600_000,
  ...more,
});

/** A debt of which events told nothing. */
export const aView = (debt: Debt = aDebt(), more: Partial<MatterView> = {}): MatterView => ({
  matter: matterOfDebt(debt),
  told: viewOf.matter(),
  people: new Map(debt.rows.map(({ person }) => [person, viewOf.person()])),
  addresses: new Map(),
  newest: anExtract(),
  ...more,
});

export const aHold = (more: Partial<Hold> = {}): Hold => ({
  code: 'S5',
  bill_year: null,
  from: '2026-09-01',
  to: null,
  review_on: null,
  hold: testKey('hold', 'any'),
  ended_by: null,
  ended_at: null,
  source: 'revenues-benefits',
  stored_at: TUESDAY_TEN,
  ...more,
});

export const addressKey = (to: string): Key => testKey('address', to);
