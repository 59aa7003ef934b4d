import { isUnreadable, type Value } from '../../../../../contracts/files/forms.ts';
import {
  COLUMNS,
  LEGAL_DAYS_TO_PAY,
  LONGEST_FIELD,
  POSTED_STAGES,
  TEXT_WITHIN_DAYS,
} from '../../../../../contracts/files/recovery-extract.ts';
import { contactsTold } from '../../../../register/contacts.ts';
import type { DebtMarks, DebtRow } from '../../../../register/debt.ts';
import { addDays, daysBetween, londonDate } from '../../../../shared/calendar/london.ts';
import type { MakeKey } from '../../../../shared/ids.ts';
import type { Places } from '../../reader/header.ts';
import type { Fault } from '../../reader/reject.ts';

/** One row as read: its values in the order of `COLUMNS`, and the first fault in that order. */
export type ReadRow = { values: Value[]; fault: Fault | null };

const place = Object.fromEntries(COLUMNS.map((column, i) => [column.name, i])) as Record<string, number>;
const valueIn = (values: Value[], column: string): Value => values[place[column] as number] as Value;

/** Reads one row in the order of the format's columns. A row of a wrong width is read by position, as far as it goes. */
export function readRow(fields: string[], { width, places }: Places): ReadRow {
  const values: Value[] = [];
  let fault: Fault | null = fields.length === width ? null : { column: null, reason: 'field-count' };
  for (let i = 0; i < COLUMNS.length; i += 1) {
    const { name, required, form, longest } = COLUMNS[i] as (typeof COLUMNS)[number];
    const written = fields[places[i] as number]?.trim() ?? '';
    const value = written === '' ? form.empty : form.read(written);
    values.push(value);
    if (fault) continue;
    if (written === '') {
      if (required === 'value' || (name === 'stage_date' && needsDate(valueIn(values, 'stage_code')))) {
        fault = { column: name, reason: 'empty' };
      }
    } else if (isUnreadable(value)) {
      fault = { column: name, reason: value.fault };
    } else if (written.length > (longest ?? LONGEST_FIELD)) {
      fault = { column: name, reason: 'too-long' };
    }
  }
  return { values, fault };
}

const needsDate = (stage: Value): boolean => typeof stage === 'string' && stage !== '' && stage !== 'NONE';

/**
 * Whether the text beside a posted notice waits because its pay-by date is earlier than the law allows. Only while such a
 * text may go, by the day of the extract.
 */
export function hasEarlyPayBy(values: Value[]): boolean {
  const pay_by = valueIn(values, 'pay_by');
  if (typeof pay_by !== 'string' || !POSTED.has(valueIn(values, 'stage_code'))) return false;
  const issued = valueIn(values, 'stage_date') as string;
  const age = daysBetween(issued, londonDate(extractedAt(values) as number));
  return age >= 0 && age <= TEXT_WITHIN_DAYS && pay_by < addDays(issued, LEGAL_DAYS_TO_PAY);
}

const POSTED: ReadonlySet<Value> = new Set(POSTED_STAGES);

/** When the back office made the row, milliseconds since 1970; null where that cannot be read. */
export function extractedAt(values: Value[]): number | null {
  const at = valueIn(values, 'extracted_at');
  return typeof at === 'number' ? at : null;
}

/** What the file's bookkeeping needs of every row, refused ones too; null where it is empty or cannot be read. */
export function bookOf(values: Value[]) {
  const text = (column: string) => {
    const value = valueIn(values, column);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const number = (column: string) => {
    const value = valueIn(values, column);
    return typeof value === 'number' ? value : null;
  };
  return {
    extract_id: text('extract_id'),
    account: text('account_ref'),
    person: text('person_ref'),
    bill_year: text('bill_year'),
    balance_pence: number('balance'),
    extracted_at: extractedAt(values),
    payments_posted_to: number('payments_posted_to'),
  };
}

/** What holds the whole debt. Marks of refused rows count too; there a code that cannot be read is none. */
export function marksOf(values: Value[]): DebtMarks {
  const day = (column: string) => {
    const value = valueIn(values, column);
    return isUnreadable(value) ? 'unreadable' : (value as string | null);
  };
  return {
    breathing_from: day('breathing_space_from'),
    breathing_to: day('breathing_space_to'),
    insolvency: valueIn(values, 'insolvency_code') !== '',
    arrangement_kept: valueIn(values, 'arrangement_status') === 'KEPT',
    dispute: valueIn(values, 'dispute_flag') === true,
    exemption_pending: valueIn(values, 'exemption_pending') === true,
    cts_claim_pending: valueIn(values, 'cts_claim_pending') === true,
    direct_debit_live: valueIn(values, 'pay_method') === 'DD' && valueIn(values, 'dd_status') === 'LIVE',
    hold: valueIn(values, 'hold_code') !== '',
    hold_until: day('hold_until'),
  };
}

/** How long the texts are that `goodRow` keeps, in bytes. */
export const textBytes = (values: Value[]): number =>
  ['account_ref', 'person_ref', 'first_name', 'mobile', 'email'].reduce(
    (sum, column) => sum + Buffer.byteLength(valueIn(values, column) as string),
    0,
  );

/** A row without a fault in the register's words. */
export function goodRow(values: Value[], line: number, key: MakeKey): DebtRow {
  const text = (column: string) => valueIn(values, column) as string;
  const day = (column: string) => valueIn(values, column) as string | null;
  const number = (column: string) => valueIn(values, column) as number;
  const flag = (column: string) => valueIn(values, column) as boolean;
  return {
    ...marksOf(values),
    line,
    account_ref: text('account_ref'),
    person_ref: text('person_ref'),
    person: key('person', text('person_ref')),
    liability_seq: number('liability_seq'),
    first_name: text('first_name'),
    contacts: contactsTold(
      {
        sms: { text: text('mobile'), verified_at: day('mobile_verified_at'), opted_out: flag('sms_opt_out') },
        email: { text: text('email'), verified_at: day('email_verified_at'), opted_out: flag('email_opt_out') },
      },
      key,
    ),
    stage_code: text('stage_code') as DebtRow['stage_code'],
    stage_date: day('stage_date'),
    pay_by: day('pay_by'),
    balance_pence: number('balance'),
    overdue_pence: number('overdue_amount'),
    missed_instalment_date: day('missed_instalment_date'),
    last_payment_date: day('last_payment_date'),
    payments_posted_to: number('payments_posted_to'),
    deceased: flag('deceased_flag'),
    vulnerable: flag('vulnerable_flag'),
    safe_contact: flag('safe_contact_flag'),
    gone_away: flag('gone_away_flag'),
    appointee: text('appointee_ref') !== '',
    agent: text('agent_code') !== '',
  };
}
