// Recovery extracts of any size for benchmarks: every account is one row, most with a trigger, all of invented people.
// The same number of rows gives the same bytes.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const COLUMNS = (
  'extract_id extracted_at payments_posted_to account_ref person_ref liability_seq title first_name last_name mobile ' +
  'email mobile_verified_at email_verified_at sms_opt_out email_opt_out bill_year balance overdue_amount ' +
  'missed_instalment_date last_payment_date pay_method dd_status stage_code stage_date arrangement_status hold_code ' +
  'hold_until vulnerable_flag deceased_flag dispute_flag exemption_pending cts_claim_pending safe_contact_flag ' +
  'gone_away_flag insolvency_code appointee_ref agent_code breathing_space_from breathing_space_to ' +
  'address_line_1 address_line_2 postcode'
).split(' ');
const BALANCE_PENCE = 50_000;
const FIRST = ['Amina', 'Bethan', 'Callum', 'Dalia', 'Emeka', 'Farida', 'Gethin', 'Hester', 'Imogen', 'Joss'];

export const EXTRACT_NOW = Date.parse('2026-09-29T10:00:00+01:00');

/** What the n-th account's row says, apart from what all rows say. */
export type RowOf = (n: number) => Partial<Record<string, string>>;

/** Three of four rows ask for a notice; one in ten of these is held. Emails only: Ofcom has but 1,000 drama numbers. */
export const mixed: RowOf = (n) => ({
  stage_code: n % 4 === 3 ? 'NONE' : n % 4 === 2 ? 'FINAL' : 'REM1',
  ...(n % 10 === 7 && { dispute_flag: 'Y' }),
  ...(n % 2 === 0 && { last_name: '"Fitz-Osbert, Jr"' }),
});

/** Each row is one first reminder that nothing holds. */
export const allReminded: RowOf = () => ({ stage_code: 'REM1' });

/** Writes a file of so many rows, in constant memory. @returns its size in bytes. */
export async function writeExtract(path: string, rows: number, rowOf: RowOf = mixed): Promise<number> {
  const out = createWriteStream(path);
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await put(`${COLUMNS.join(',')}\n`);
  let piece = '';
  for (let n = 0; n < rows; n += 1) {
    piece += line(n, rowOf(n), rows);
    if (piece.length > 65_536) {
      await put(piece);
      piece = '';
    }
  }
  await put(`${piece}TRAILER,${rows},${((rows * BALANCE_PENCE) / 100).toFixed(2)}\n`);
  out.end();
  await once(out, 'close');
  return out.bytesWritten;
}

function line(n: number, row: Partial<Record<string, string>>, rows: number): string {
  const values: Partial<Record<string, string>> = {
    extract_id: `BENCH-${rows}`,
    extracted_at: '2026-09-29T03:00:00+01:00',
    payments_posted_to: '2026-09-29T02:45:00+01:00',
    account_ref: String(800_000_000 + n),
    person_ref: `P${n}`,
    liability_seq: '1',
    title: 'Mx',
    first_name: FIRST[n % FIRST.length]!,
    last_name: 'Ainderby',
    mobile: '',
    email: `resident.${n}@example.org`,
    email_verified_at: '2026-09-01',
    sms_opt_out: 'N',
    email_opt_out: 'N',
    bill_year: '2026-27',
    balance: (BALANCE_PENCE / 100).toFixed(2),
    overdue_amount: '100.00',
    pay_method: 'CASH',
    stage_date: '2026-09-28',
    address_line_1: `${n} Exemplar Street`,
    address_line_2: 'Stockton-on-Tees',
    postcode: 'TS0 1AA',
    ...row,
  };
  return `${COLUMNS.map((column) => values[column] ?? '').join(',')}\n`;
}
