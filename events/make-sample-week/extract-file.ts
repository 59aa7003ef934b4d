// The extract as a file: a header, a row for each person, and a trailer with the number of rows and the sum of balances.
import { daysBefore, TODAY, YEAR } from './day.ts';
import type { Row } from './people.ts';

const COLUMNS = (
  'extract_id extracted_at payments_posted_to account_ref person_ref liability_seq title first_name last_name mobile email ' +
  'mobile_verified_at email_verified_at sms_opt_out email_opt_out bill_year balance overdue_amount next_instalment_date ' +
  'next_instalment_amount missed_instalment_date last_payment_date last_payment_amount pay_method dd_status stage_code ' +
  'stage_date pay_by arrangement_status hold_code hold_until vulnerable_flag deceased_flag dispute_flag exemption_pending ' +
  'cts_claim_pending safe_contact_flag gone_away_flag insolvency_code appointee_ref agent_code breathing_space_from ' +
  'breathing_space_to address_line_1 address_line_2 address_line_3 address_line_4 address_line_5 postcode'
).split(' ');
/** What a row says where nothing else is said of it. */
const allRows = (): Row => ({
  extract_id: `RE-${TODAY}`,
  extracted_at: `${TODAY}T02:30:00+01:00`,
  payments_posted_to: `${daysBefore(1)}T18:00:00+01:00`,
  bill_year: YEAR,
  next_instalment_date: '2026-10-15',
  sms_opt_out: 'N',
  email_opt_out: 'N',
});
const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const line = (row: Row) => COLUMNS.map((column) => quoted(row[column] ?? '')).join(',');

/** The file's text. A balance that cannot be read is left out of the trailer's sum. */
export function extractFile(rows: Row[]): string {
  const pence = rows.map((row) => Math.round(Number(row.balance) * 100)).filter((each) => !Number.isNaN(each));
  const sum = pence.reduce((total, each) => total + each, 0);
  const lines = rows.map((row) => line({ ...allRows(), ...row }));
  return `${[COLUMNS.join(','), ...lines, `TRAILER,${rows.length},${(sum / 100).toFixed(2)}`].join('\n')}\n`;
}
