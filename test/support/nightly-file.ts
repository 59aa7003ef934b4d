/** A row of a recovery extract, by column: what is not named is as in a row that gets a first reminder by text. */
export type NightlyRow = Record<string, string>;

const USUAL: NightlyRow = {
  extracted_at: '2026-09-28T18:00:00+01:00',
  payments_posted_to: '2026-09-28T17:00:00+01:00',
  liability_seq: '1',
  first_name: 'Bethan',
  last_name: 'Ainderby',
  email: '',
  mobile_verified_at: '2026-09-01',
  email_verified_at: '2026-09-01',
  sms_opt_out: 'N',
  email_opt_out: 'N',
  bill_year: '2026-27',
  balance: '500.00',
  overdue_amount: '100.00',
  missed_instalment_date: '',
  last_payment_date: '',
  pay_method: 'CASH',
  dd_status: '',
  stage_code: 'REM1',
  stage_date: '2026-09-28',
  arrangement_status: '',
  hold_code: '',
  hold_until: '',
  vulnerable_flag: '',
  deceased_flag: '',
  dispute_flag: '',
  exemption_pending: '',
  cts_claim_pending: '',
  safe_contact_flag: '',
  gone_away_flag: '',
  insolvency_code: '',
  appointee_ref: '',
  agent_code: '',
  breathing_space_from: '',
  breathing_space_to: '',
};

/** A whole recovery extract with its trailer. Values must not need quotes. */
export function nightlyFile(extract_id: string, rows: NightlyRow[]): string {
  const full: NightlyRow[] = rows.map((row) => ({
    extract_id,
    account_ref: '',
    person_ref: '',
    mobile: '',
    ...USUAL,
    ...row,
  }));
  const columns = Object.keys({ extract_id, account_ref: '', person_ref: '', mobile: '', ...USUAL });
  const sum = full.reduce((total, { balance }) => total + Math.round(Number(balance) * 100), 0);
  const lines = full.map((row) => columns.map((column) => row[column]).join(','));
  return `${[columns.join(','), ...lines, `TRAILER,${rows.length},${(sum / 100).toFixed(2)}`].join('\n')}\n`;
}
