import type { HoldCode } from '../../contracts/codes.ts';
import type { Key } from '../shared/ids.ts';

/**
 * What the register knows, as its readers see it. The register is the only place where contact data rests.
 *
 * Dates are London days, `YYYY-MM-DD`; instants are milliseconds since 1970; money is pence.
 */

/** Marks on a row that hold the whole debt: they count for every liable person, from refused rows too. */
export type DebtMarks = {
  /** Breathing space: null where none is noted; `unreadable` counts as in force. */
  breathing_from: string | null | 'unreadable';
  breathing_to: string | null | 'unreadable';
  insolvency: boolean;
  arrangement_kept: boolean;
  dispute: boolean;
  exemption_pending: boolean;
  cts_claim_pending: boolean;
  direct_debit_live: boolean;
  hold: boolean;
  /** `unreadable` counts as in force. */
  hold_until: string | null | 'unreadable';
};

/** One liable person on one account for one bill year, as the newest extract has it. */
export type DebtRow = DebtMarks & {
  /** Physical line in the extract. */
  line: number;
  account_ref: string;
  person_ref: string;
  person: Key;
  liability_seq: number;
  first_name: string;
  /** As the back office holds them, trimmed; empty where there is none. */
  mobile: string;
  email: string;
  mobile_verified_at: string | null;
  email_verified_at: string | null;
  sms_opt_out: boolean;
  email_opt_out: boolean;
  stage_code: 'NONE' | 'REM1' | 'REM2' | 'FINAL' | 'SUMMONS' | 'LO' | 'AGENT';
  stage_date: string | null;
  pay_by: string | null;
  balance_pence: number;
  overdue_pence: number;
  missed_instalment_date: string | null;
  last_payment_date: string | null;
  /** Instant up to which payments are in this row's balance. */
  payments_posted_to: number;
  deceased: boolean;
  vulnerable: boolean;
  safe_contact: boolean;
  gone_away: boolean;
  appointee: boolean;
  agent: boolean;
};

/** All liable persons of one account and bill year, from one extract. */
export type Debt = {
  /** Keyed hash of account_ref and bill_year. */
  debt: Key;
  account: Key;
  bill_year: string;
  extract_id: string;
  /** Instant at which the extract was taken: the register moves only forward along it. */
  extracted_at: number;
  rows: DebtRow[];
  /** Marks of rows that were refused: they hold the debt all the same. */
  refused: DebtMarks[];
};

/** A hold that a system or an officer applied by an event. In force from `from` to `to`, both included, unless ended. */
export type Hold = {
  code: HoldCode;
  /** Only this bill year, or all of them where null. */
  bill_year: string | null;
  from: string;
  to: string | null;
  review_on: string | null;
  /** Instant at which it was released, or null. */
  ended_at: number | null;
  source: string;
  /** Names it: a keyed hash of its source and of what it holds. */
  hold: Key;
  /** The officer who ended it although its source has not, or null. */
  ended_by: { officer: string; reason: string; at: number } | null;
  /** Instant at which the register stored its newest word on it. */
  stored_at: number;
};

/** What a source tells of a hold. */
export type HoldTold = Omit<Hold, 'hold' | 'ended_by' | 'stored_at'>;

export type Payment = {
  bill_year: string;
  amount_pence: number;
  paid_on: string;
  reversal: boolean;
  source: string;
  stored_at: number;
};

/** What was told of an account by events. */
export type AccountFacts = { holds: Hold[]; payments: Payment[] };

/** What was told of a person by events. `stored_at` is when the register stored it. */
export type PersonFacts = {
  holds: Hold[];
  /** Instants at which the opt-outs were recorded. */
  opt_outs: Partial<Record<'sms' | 'email', { recorded_at: number; stored_at: number }>>;
  death: { recorded_at: number; stored_at: number } | null;
};

/** What replies told of an address (a number or an email). STOP opts it out, WRONG makes it useless. */
export type AddressFacts = {
  stopped: { at: number; stored_at: number } | null;
  wrong: { at: number; stored_at: number } | null;
};

/** The newest extract that was imported: what S17 looks at when a notice is released or sent. */
export type NewestExtract = { extract_id: string; extracted_at: number; payments_posted_to: number };

/** One debt with everything that decides whether and how its liable persons are reached, read consistently. */
export type DebtView = {
  debt: Debt;
  account: AccountFacts;
  /** By person key: every liable person on the debt. */
  persons: Map<Key, PersonFacts>;
  /** By address key: every mobile and email on the debt's rows. */
  addresses: Map<Key, AddressFacts>;
  newest: NewestExtract | null;
};

/** What notices and sync read of the register. */
export type ReadRegister = {
  /** Consistent reads throughout. Null if the debt is not known. */
  debt(debt: Key): Promise<DebtView | null>;
  /** Debts (of any bill year) of one account, or on which one person is liable, newest known first. */
  debtsOf(subject: { account: Key } | { person: Key }): Promise<Key[]>;
};

export type Stored = 'stored' | 'already' | 'stale';

/** What became of a fact, and when the word that is in force now was stored. `known` is that word, where this one is older. */
export type Kept = { stored: Stored; stored_at: number; known?: Readonly<Record<string, unknown>> };

/** What the doors hand in. Every write is conditional and moves only forward; each may be repeated. */
export type WriteRegister = {
  /** `stale` if the register has this debt from a newer extract. An equal `extracted_at` is stored. */
  debt(debt: Debt): Promise<Stored>;
  newestExtract(extract: NewestExtract): Promise<Stored>;
  /** Facts from events, in one shape; `at` is the source's own order, and counts among the words of that source only. */
  fact(fact: RegisterFact): Promise<Kept>;
};

type EndedByOfficer = Omit<NonNullable<Hold['ended_by']>, 'at'>;

/** A fact about an account, a person or an address. `at` is the instant the source gives it, which orders it. */
export type RegisterFact =
  | { kind: 'hold'; subject: { account: Key } | { person: Key }; hold: Key; at: number; value: HoldTold }
  | { kind: 'hold-ended'; subject: { account: Key } | { person: Key }; hold: Key; at: number; value: EndedByOfficer }
  | { kind: 'payment'; subject: { account: Key }; payment: Key; at: number; value: Omit<Payment, 'stored_at'> }
  | { kind: 'opt-out'; subject: { person: Key }; channel: 'sms' | 'email'; source: string; at: number }
  | { kind: 'death'; subject: { person: Key }; source: string; at: number }
  | { kind: 'reply'; subject: { address: Key }; word: 'STOP' | 'START' | 'WRONG'; at: number };
