import { billYear, type Column, date, type Form, flag, integer, oneOf, pounds, text, time } from './forms.ts';

/** Longer fields are refused with their row: nothing a back office holds needs them, and each row is kept whole. */
export const LONGEST_FIELD = 2_000;
/** Rows of one account and bill year beyond these are refused: they travel as one fact and rest as one item. */
export const MOST_LIABLE = 100;
export const LARGEST_DEBT_BYTES = 200_000;

/** Stages of which the council posts a notice; a text goes beside it within so many days of `stage_date`. */
export const POSTED_STAGES = ['REM1', 'REM2', 'FINAL'] as const;
export const TEXT_WITHIN_DAYS = 3;

/**
 * Days from the day of issue to the earliest by which such a notice may ask for payment. The law gives seven, of which the
 * day of issue is the first (SI 1992/613 regs 23(1) and 33).
 */
export const LEGAL_DAYS_TO_PAY = 6;

/** Why the text of a row whose `pay_by` is earlier waits, in receipts and to officers. */
export const PAY_BY_TOO_EARLY = 'pay-by-too-early';

const column = (name: string, required: Column['required'], form: Form, longest?: number): Column => ({
  name,
  required,
  form,
  ...(longest && { longest }),
});

/**
 * The nightly recovery extract, version 1: its columns as data. A column that stands here may be in the file in any
 * place; one that does not is ignored. In the order in which faults are looked for: the first one
 * found is the one reported.
 */
export const COLUMNS: readonly Column[] = [
  column('extract_id', 'value', text, 200),
  column('extracted_at', 'value', time),
  column('payments_posted_to', 'value', time),
  column('account_ref', 'value', text, 100),
  column('person_ref', 'value', text, 100),
  column('liability_seq', 'value', integer),
  column('title', 'no', text),
  column('first_name', 'no', text),
  column('last_name', 'no', text),
  column('mobile', 'header', text),
  column('email', 'header', text),
  column('mobile_verified_at', 'header', date),
  column('email_verified_at', 'header', date),
  column('sms_opt_out', 'header', flag),
  column('email_opt_out', 'header', flag),
  column('bill_year', 'value', billYear),
  column('balance', 'value', pounds),
  column('overdue_amount', 'value', pounds),
  column('next_instalment_date', 'no', date),
  column('next_instalment_amount', 'no', pounds),
  column('missed_instalment_date', 'header', date),
  column('last_payment_date', 'header', date),
  column('last_payment_amount', 'no', pounds),
  column('pay_method', 'header', oneOf('DD', 'SO', 'CASH', 'CARD', 'ONLINE')),
  column('dd_status', 'header', oneOf('LIVE', 'CANCELLED', 'FAILED')),
  column('stage_code', 'value', oneOf('NONE', 'REM1', 'REM2', 'FINAL', 'SUMMONS', 'LO', 'AGENT')),
  column('stage_date', 'header', date),
  column('pay_by', 'no', date),
  column('arrangement_status', 'header', oneOf('KEPT', 'BROKEN')),
  column('hold_code', 'header', text),
  column('hold_until', 'header', date),
  column('vulnerable_flag', 'header', flag),
  column('deceased_flag', 'header', flag),
  column('dispute_flag', 'header', flag),
  column('exemption_pending', 'header', flag),
  column('cts_claim_pending', 'header', flag),
  column('safe_contact_flag', 'header', flag),
  column('gone_away_flag', 'header', flag),
  column('insolvency_code', 'header', text),
  column('appointee_ref', 'header', text),
  column('agent_code', 'header', text),
  column('breathing_space_from', 'header', date),
  column('breathing_space_to', 'header', date),
];

/** Address lines and the postcode are known to the layout and of no use to us: they are not read. */
export const UNUSED_COLUMNS = [
  'address_line_1',
  'address_line_2',
  'address_line_3',
  'address_line_4',
  'address_line_5',
  'postcode',
] as const;
