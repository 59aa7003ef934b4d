import { CODES, type Code, type CodeHolding } from '../../../contracts/codes.ts';
import type { Debt, DebtMarks, DebtRow, DebtView, Hold, NewestExtract } from '../../register/register.ts';
import { workingDays } from '../../shared/calendar/working-days.ts';
import type { Context } from './context.ts';

// Suppression codes (format page, section 5): all that apply are recorded, any one of them blocks.

const HOUR_MS = 3_600_000;
const POSTED_WITHIN_MS = 24 * HOUR_MS;
const PAID_WITHIN_WORKING_DAYS = 3;

/** Marks that hold the debt for everyone on it, whichever row bears them: a partner must not be chased for it. */
const DEBT_MARKS: Readonly<Record<CodeHolding<'matter'>, (marks: DebtMarks, today: string) => boolean>> = {
  S1: ({ breathing_from: from, breathing_to: to }, today) =>
    from === 'unreadable' || to === 'unreadable' || (from !== null && from <= today && (to === null || to >= today)),
  S3: ({ insolvency }) => insolvency,
  S5: ({ arrangement_kept }) => arrangement_kept,
  S6: ({ dispute }) => dispute,
  S7: ({ exemption_pending }) => exemption_pending,
  S9: ({ cts_claim_pending }) => cts_claim_pending,
  S20: ({ direct_debit_live }) => direct_debit_live,
  S21: ({ hold, hold_until: until }, today) => hold && (until === null || until === 'unreadable' || until >= today),
};

const justPaid = (paid_on: string | null, today: string) =>
  paid_on !== null && paid_on <= today && workingDays(paid_on, today) <= PAID_WITHIN_WORKING_DAYS;

/** Marks that hold a notice to the person on this row. */
const ROW_MARKS: Readonly<Record<CodeHolding<'person'>, (row: DebtRow, context: Context) => boolean>> = {
  S2: ({ deceased }) => deceased,
  S4: ({ vulnerable }) => vulnerable,
  S8: ({ last_payment_date }, { today }) => justPaid(last_payment_date, today),
  S10: ({ appointee }) => appointee,
  S11: ({ safe_contact }) => safe_contact,
  S16: ({ agent }) => agent,
  S18: ({ balance_pence }, { settings }) => balance_pence < settings.small_balance_pence,
  S22: ({ gone_away }) => gone_away,
};

// Asked of each of a hundred thousand rows.
const DEBT_CODES = Object.entries(DEBT_MARKS) as [Code, (typeof DEBT_MARKS)['S1']][];
const ROW_CODES = Object.entries(ROW_MARKS) as [Code, (typeof ROW_MARKS)['S2']][];

/** A code that an event brought, and when the register stored the event. */
export type FactCode = { code: Code; stored_at: number };

const inForce = ({ from, to, ended_at, bill_year }: Hold, debt: Debt, { now, today }: Context) =>
  (bill_year === null || bill_year === debt.bill_year) &&
  from <= today &&
  (to === null || to >= today) &&
  (ended_at === null || ended_at > now);

/** Codes from what events told of the account and its people. */
export function factCodes(row: DebtRow, { debt, account, persons }: DebtView, context: Context): FactCode[] {
  const counts = (person: string, code: Code) => person === row.person || CODES[code].holds === 'matter';
  const personal = [...persons].flatMap(([person, { holds }]) => holds.filter(({ code }) => counts(person, code)));
  const holds = [...account.holds, ...personal].filter((hold) => inForce(hold, debt, context));
  // A payment taken back does not undo S8 of the payment before it: the next extract shows what is owed.
  const payments = account.payments.filter(
    ({ reversal, bill_year, paid_on }) => !reversal && bill_year === debt.bill_year && justPaid(paid_on, context.today),
  );
  const death = persons.get(row.person)?.death;
  return [
    ...holds.map(({ code, stored_at }) => ({ code, stored_at })),
    ...payments.map(({ stored_at }) => ({ code: 'S8' as const, stored_at })),
    ...(death ? [{ code: 'S2' as const, stored_at: death.stored_at }] : []),
  ];
}

/** Up to when payments are known, on a look after planning: the newest extract's, also where it no longer has the debt. */
export function postedTo(row: DebtRow, debt: Debt, newest: NewestExtract | null): number {
  const own = !newest || newest.extract_id === debt.extract_id || newest.extracted_at < debt.extracted_at;
  return own ? row.payments_posted_to : newest.payments_posted_to;
}

/**
 * All codes of one row but S12, S13, S15, S19 and HOUSEHOLD, which are asked only when none of these applies or need to
 * know of other notices. Sorted as text, each once.
 * @param posted_to up to when payments are known (S17), an instant
 */
export function codesOf(row: DebtRow, view: DebtView, context: Context & { posted_to: number }): Code[] {
  const { today, now, posted_to } = context;
  const marks = [...view.debt.rows, ...view.debt.refused].flatMap((each) => debtCodes(each, today));
  const own = ROW_CODES.flatMap(([code, applies]) => (applies(row, context) ? [code] : []));
  const told = factCodes(row, view, context).map(({ code }) => code);
  const stale = now - posted_to > POSTED_WITHIN_MS ? (['S17'] as const) : [];
  return [...new Set([...marks, ...own, ...told, ...stale])].sort();
}

const debtCodes = (marks: DebtMarks, today: string) =>
  DEBT_CODES.flatMap(([code, applies]) => (applies(marks, today) ? [code] : []));
