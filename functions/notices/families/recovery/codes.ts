import { CODES, type Code, type CodeHolding } from '../../../../contracts/codes.ts';
import { type DebtMarks, type DebtRow, debtIn } from '../../../register/debt.ts';
import type { MatterView } from '../../../register/register.ts';
import { workingDays } from '../../../shared/calendar/working-days.ts';
import type { Key } from '../../../shared/ids.ts';
import type { Context } from '../context.ts';
import type { AppliedCode, Moment } from '../family.ts';
import { codesOfHolds, toldCodes } from '../told-codes.ts';

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

/** Marks that hold a notice to the person on this row. No extract says which format somebody has chosen. */
const ROW_MARKS: Readonly<
  Record<Exclude<CodeHolding<'person'>, 'FORMAT'>, (row: DebtRow, context: Context) => boolean>
> = {
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

/** Codes from what events told of the account and its people. */
function factCodes(person: Key, view: MatterView, context: Context): AppliedCode[] {
  const { bill_year } = view.matter.about;
  // A payment taken back does not undo S8 of the payment before it: the next extract shows what is owed.
  const payments = view.told.payments.filter(
    (each) => !each.reversal && each.bill_year === bill_year && justPaid(each.paid_on, context.today),
  );
  // What holds the debt holds it for everybody on it, whoever of them was held.
  const others = [...view.people].flatMap(([each, { holds }]) =>
    each === person ? [] : holds.filter(({ code }) => CODES[code].holds === 'matter'),
  );
  return [
    ...toldCodes(person, view, context),
    ...codesOfHolds(others, view, context),
    ...payments.map(({ stored_at }) => ({ code: 'S8' as const, stored_at })),
  ];
}

/**
 * Up to when payments are known: as the row has it, or, on a look at what was planned before, as the newest extract has it,
 * also where that no longer has the debt.
 */
function postedTo(row: DebtRow, { matter: { run, told_at }, newest }: MatterView, moment: Moment): number {
  const own = moment === 'planning' || !newest || newest.run === run || newest.extracted_at < told_at;
  return own ? row.payments_posted_to : newest.payments_posted_to;
}

/** All codes of one liable person but those that need to know of addresses (S12, S13, S15) or other notices (S19, HOUSEHOLD). */
export function codesOf(person: Key, view: MatterView, context: Context & { moment: Moment }): AppliedCode[] {
  const { today, now, moment } = context;
  const debt = debtIn(view.matter);
  const row = debt.rows.find((each) => each.person === person);
  const marks = [...debt.rows, ...debt.refused].flatMap((each) => debtCodes(each, today));
  const own = row ? ROW_CODES.flatMap(([code, applies]) => (applies(row, context) ? [code] : [])) : [];
  // Somebody whom events alone name is told by the figures of those whom the extract names; without one there are none.
  const figures = row ?? debt.rows[0];
  const stale = figures && now - postedTo(figures, view, moment) > POSTED_WITHIN_MS ? (['S17'] as const) : [];
  const marked = [...marks, ...own, ...stale].map((code): AppliedCode => ({ code, stored_at: null }));
  return [...marked, ...factCodes(person, view, context)];
}

const debtCodes = (marks: DebtMarks, today: string) =>
  DEBT_CODES.flatMap(([code, applies]) => (applies(marks, today) ? [code] : []));
