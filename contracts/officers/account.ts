import * as z from 'zod';
import type { Code } from '../codes.ts';
import type { HoldView } from './holds.ts';
import type { NoticeView } from './notices.ts';
import type { DecisionView } from './runs.ts';
import type { Stage } from './words.ts';

/** `POST /officers/explain`. A POST, so that account numbers stay out of logged addresses. */
export const accountNamed = z.object({ account_ref: z.string().trim().min(1).max(200) });
export type AccountNamed = z.input<typeof accountNamed>;

/**
 * Everything about one account, claim, request or booking: an account's debts as the newest extract has them, its notices with
 * their histories (newest first), and what each row or event of the last month's runs led to.
 */
export type AccountView = {
  account_ref: string;
  /** What that is the number of: `debt` of an account, else `claim`, `request`, `booking`. */
  kind: string;
  debts: DebtSeen[];
  /** Of what is no account: holds on it, and on its people. Those of an account stand with its debts. */
  holds: HoldView[];
  notices: NoticeView[];
  decisions: DecisionView[];
};

/** What officers see of a debt. No names, numbers or addresses. */
export type DebtSeen = {
  bill_year: string;
  run: string;
  extracted_at: string;
  people: DebtorSeen[];
  /** Marks of rows that were refused hold the debt all the same. */
  refused_rows: MarkSeen[][];
  holds: HoldView[];
  payments: { amount_pence: number; paid_on: string; reversal: boolean; source: string }[];
};

type DebtorSeen = {
  person_ref: string;
  liability_seq: number;
  stage_code: Stage;
  stage_date: string | null;
  missed_instalment_date: string | null;
  balance_pence: number;
  overdue_pence: number;
  last_payment_date: string | null;
  mobile: ContactSeen;
  email: ContactSeen;
  marks: MarkSeen[];
  holds: HoldView[];
  death_recorded_at: string | null;
};

/** Whether there is a number or address that can be used, not which. */
export type ContactSeen = { usable: boolean; verified_at: string | null; opted_out: boolean };

/** A mark of the nightly file, and the code that it may bring. */
export type MarkSeen = { code: Code; words: string; from: string | null; to: string | null };
