// Rows of a recovery extract that are good, and files of them with the trailer that belongs to them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { MARK } from './door.ts';

export type Row = Record<string, string>;

const FIXTURE = join(import.meta.dirname, '../fixtures/recovery-extract/plain');
/** Its expected.json says of each of these rows that it is taken. */
export const ROWS: Row[] = (
  parse(readFileSync(join(FIXTURE, 'recovery-extract.csv')), { columns: true, relax_column_count: true }) as Row[]
)
  .filter(({ extract_id }) => extract_id?.startsWith('CT-'))
  .map((row) => ({
    ...row,
    first_name: `${MARK}${row['first_name']}`,
    mobile: '07700 900123',
    email: `${MARK}@example.org`,
  }));
export const COLUMNS = Object.keys(ROWS[0]!);

/** Pounds as people write them, in pence: read here by taking away all that is no digit or point. */
const penceOf = (written: string): number => Math.round(Number(written.replace(/[^\d.]/g, '')) * 100);
const inPounds = (pence: number): string => (pence / 100).toFixed(2);
export const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

export const fileOf = (rows: Row[], newline = '\n'): string =>
  [
    COLUMNS.map(quoted).join(','),
    ...rows.map((row) => COLUMNS.map((column) => quoted(row[column] ?? '')).join(',')),
    `TRAILER,${rows.length},${inPounds(rows.reduce((sum, row) => sum + penceOf(row['balance'] ?? '0'), 0))}`,
    '',
  ].join(newline);

export const nameOf = ({ account_ref, person_ref, bill_year }: Row) =>
  [account_ref?.trim(), person_ref?.trim(), bill_year].join(' ');
export const GOOD = fileOf(ROWS.slice(0, 5));

/** Rows made by chance from what the format's page says of each column: all of them are good. */
const aDay = fc
  .date({ min: new Date('2025-01-01'), max: new Date('2026-09-28'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const writtenDay = fc.oneof(
  aDay,
  aDay.map((day) => day.split('-').reverse().join('/')),
);
const maybe = (form: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), form);
const aText = fc.string({ maxLength: 30, unit: 'grapheme' }).filter((text) => text.isWellFormed());
const aName = fc.stringMatching(/^[A-Za-z0-9/-]{1,20}$/);
const aFlag = fc.constantFrom('', 'Y', 'N', 'y', 'n');
const anAmount = fc.integer({ min: 0, max: 10_000_000 }).map(inPounds);
export const goodRow: fc.Arbitrary<Row> = fc.record({
  ...{ account_ref: aName, person_ref: aName, liability_seq: fc.integer({ min: 1, max: 9 }).map(String) },
  ...{ first_name: aText, last_name: aText, mobile: aText, email: aText, hold_code: aText, insolvency_code: aText },
  ...{ mobile_verified_at: maybe(writtenDay), email_verified_at: maybe(writtenDay), hold_until: maybe(writtenDay) },
  ...{ sms_opt_out: aFlag, email_opt_out: aFlag, vulnerable_flag: aFlag, deceased_flag: aFlag, dispute_flag: aFlag },
  ...{
    balance: fc.oneof(
      anAmount,
      anAmount.map((amount) => `£${amount}`),
    ),
    overdue_amount: anAmount,
  },
  ...{
    stage_code: fc.constantFrom('REM1', 'REM2', 'FINAL', 'NONE'),
    stage_date: writtenDay,
    bill_year: fc.constantFrom('2025-26', '2026-27'),
  },
  ...{
    pay_method: fc.constantFrom('', 'DD', 'SO', 'CASH'),
    dd_status: fc.constantFrom('', 'LIVE', 'CANCELLED'),
    notes: aText,
  },
});
