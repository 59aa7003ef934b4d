import { LARGEST_DEBT_BYTES, MOST_LIABLE } from '../../../../../contracts/files/recovery-extract.ts';
import { type Debt, type DebtMarks, debtKey, NO_MARKS } from '../../../../register/debt.ts';
import type { MakeKey } from '../../../../shared/ids.ts';
import { fieldsOf } from '../../reader/csv.ts';
import type { Places } from '../../reader/header.ts';
import { extractedAt, goodRow, marksOf, readRow, textBytes } from './extract-row.ts';
import type { Refusal, Scratch } from './scratch.ts';

/** So many rows of the longest fields still fit in one fact: only beyond them is their size looked at. */
const SURELY_FIT = 10;
/** Names of fields, dates and flags of one row as the register keeps it: above what was measured. */
const ROW_BYTES = 1_000;
/** Persons of one debt whose repetition is noticed. Nobody has more; a file that does gets the rest refused. */
const MOST_PERSONS = 10_000;
/** Different marks of refused rows; beyond them the debt counts as held by all there is. */
const MOST_MARKS = 50;

/**
 * Refuses what only shows when the rows of one account and bill year lie together: a person who stands there twice, and
 * rows beyond what one fact can carry.
 */
export const refuseByDebt = (scratch: Scratch, layout: Places): void => scratch.refuse(refusalsByDebt(scratch, layout));

function* refusalsByDebt(scratch: Scratch, layout: Places): Generator<Refusal> {
  const bytesOf = (seq: number): number => ROW_BYTES + textBytes(readRow(fieldsOf(scratch.raw(seq)), layout).values);
  let here = { account: '', bill_year: '', persons: new Set<string>(), good: [] as number[], bytes: 0 };
  for (const { seq, account, bill_year, person, refused } of scratch.shared()) {
    if (account !== here.account || bill_year !== here.bill_year) {
      here = { account, bill_year, persons: new Set(), good: [], bytes: 0 };
    }
    const before = person !== null && here.persons.has(person);
    if (person !== null && here.persons.size < MOST_PERSONS) here.persons.add(person);
    if (refused === 1) continue;
    const refusal = (reason: string): Refusal => ({ seq, reason, column: 'account_ref' });
    if (before) {
      yield refusal('duplicate');
    } else if (here.good.length === MOST_LIABLE || here.persons.size === MOST_PERSONS) {
      yield refusal('too-many');
    } else {
      if (here.good.length === SURELY_FIT) here.bytes = here.good.reduce((sum, each) => sum + bytesOf(each), 0);
      if (here.good.length >= SURELY_FIT) here.bytes += bytesOf(seq);
      if (here.bytes > LARGEST_DEBT_BYTES) yield refusal('too-long');
      else here.good.push(seq);
    }
  }
}

/** `extracted_at` is for a debt of which no row could be read. */
type From = { key: MakeKey; layout: Places; extract_id: string; extracted_at: number; skip: number };

/** All debts of the file by account and bill year. A debt of which every row was refused has no rows, only marks. */
export function* debtsOf(scratch: Scratch, { key, layout, extract_id, extracted_at, skip }: From): Generator<Debt> {
  let debt: Debt | null = null;
  let account_ref = '';
  let seen = 0;
  const finished = (each: Debt): Debt => {
    each.extracted_at ||= extracted_at;
    return each;
  };
  for (const [line, account, bill_year, refused, raw] of scratch.rows()) {
    if (debt === null || account_ref !== account || debt.bill_year !== bill_year) {
      if (debt && seen > skip) yield finished(debt);
      seen += 1;
      account_ref = account;
      const keyed = key('account', account);
      debt = {
        debt: debtKey(keyed, bill_year),
        account: keyed,
        bill_year,
        run: extract_id,
        extracted_at: 0,
        rows: [],
        refused: [],
      };
    }
    if (seen <= skip) continue;
    const { values } = readRow(fieldsOf(raw), layout);
    debt.extracted_at = Math.max(debt.extracted_at, extractedAt(values) ?? 0);
    if (refused === 1) addMarks(debt.refused, marksOf(values));
    else debt.rows.push(goodRow(values, line, key));
  }
  if (debt && seen > skip) yield finished(debt);
}

/** In force whatever the day: what protects the resident when there is more than can be kept. */
const HELD: DebtMarks = {
  breathing_from: 'unreadable',
  breathing_to: null,
  insolvency: true,
  arrangement_kept: true,
  dispute: true,
  exemption_pending: true,
  cts_claim_pending: true,
  direct_debit_live: true,
  hold: true,
  hold_until: 'unreadable',
};

/** Rows without any mark, and marks that are there already, add nothing. */
function addMarks(all: DebtMarks[], marks: DebtMarks): void {
  const text = JSON.stringify(marks);
  if (text === NOTHING || all.length > MOST_MARKS || all.some((each) => JSON.stringify(each) === text)) return;
  all.push(all.length === MOST_MARKS ? HELD : marks);
}

const NOTHING = JSON.stringify(NO_MARKS);
