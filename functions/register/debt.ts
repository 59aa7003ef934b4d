import { digest, type Key } from '../shared/ids.ts';
import type { About } from '../shared/matter.ts';
import type {
  AddressFacts,
  Matter,
  MatterFacts,
  MatterPerson,
  MatterView,
  NewestExtract,
  PersonFacts,
} from './register.ts';

// A debt: what every liable person of one council tax account owes for one bill year. The register keeps it as any matter,
// with its contact data among its people; here is how it comes apart and together again.

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
  contacts: MatterPerson['contacts'];
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
  run: string;
  /** Instant at which the extract was taken: the register moves only forward along it. */
  extracted_at: number;
  rows: DebtRow[];
  /** Marks of rows that were refused: they hold the debt all the same. */
  refused: DebtMarks[];
};

/** A debt with everything that decides whether and how its liable persons are reached. */
export type DebtView = {
  debt: Debt;
  account: MatterFacts;
  /** By person key: every liable person on the debt. */
  persons: Map<Key, PersonFacts>;
  /** By address key: every mobile and email on the debt's rows. */
  addresses: Map<Key, AddressFacts>;
  newest: NewestExtract | null;
};

/** A debt is named by its account, which is a keyed hash already: a plain digest hides as much, and costs a third. */
export const debtKey = (account: Key, bill_year: string): Key => digest('debt', account, bill_year) as Key;

/** A debt as what notices are about. */
export const aboutDebt = ({ debt, account, bill_year }: Pick<Debt, 'debt' | 'account' | 'bill_year'>): About => ({
  kind: 'debt',
  id: debt,
  account,
  bill_year,
});

/** A row without who it is: that stands among the people of the matter, in the same order. */
type Row = Omit<DebtRow, 'account_ref' | 'person' | 'person_ref' | 'first_name' | 'contacts'>;

/** Marks of a row that says nothing which would hold its debt. */
export const NO_MARKS = {
  breathing_from: null,
  breathing_to: null,
  insolvency: false,
  arrangement_kept: false,
  dispute: false,
  exemption_pending: false,
  cts_claim_pending: false,
  direct_debit_live: false,
  hold: false,
  hold_until: null,
} as const satisfies DebtMarks;

/** What most rows do not say is left out: most debts fit in the kilobyte that DynamoDB bills as one unit. */
const UNSAID = {
  ...NO_MARKS,
  stage_date: null,
  pay_by: null,
  missed_instalment_date: null,
  last_payment_date: null,
  deceased: false,
  vulnerable: false,
  safe_contact: false,
  gone_away: false,
  appointee: false,
  agent: false,
} satisfies Partial<Row>;
type StoredRow = Omit<Row, keyof typeof UNSAID> & Partial<Row>;
type State = { rows: StoredRow[]; refused: DebtMarks[] };

const UNSAID_OF: Readonly<Record<string, unknown>> = UNSAID;
/** Who it is. */
const WHO: ReadonlySet<string> = new Set(['account_ref', 'person', 'person_ref', 'first_name', 'contacts']);
function stored(row: DebtRow): StoredRow {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(row) as (keyof DebtRow)[])
    if (!WHO.has(name) && row[name] !== UNSAID_OF[name]) kept[name] = row[name];
  return kept as StoredRow;
}

/** A debt as the register keeps it. */
export function matterOfDebt(debt: Debt): Matter<State> {
  const people: MatterPerson[] = [];
  const rows = debt.rows.map((row) => {
    const { person, person_ref, first_name, contacts } = row;
    people.push({ person, ref: person_ref, first_name, contacts });
    return stored(row);
  });
  const { run, extracted_at, refused } = debt;
  const ref = debt.rows[0]?.account_ref ?? '';
  return { about: aboutDebt(debt), ref, run, told_at: extracted_at, people, state: { rows, refused } };
}

/** The debt that a matter of kind `debt` is. Every rule asks for it, one right after the other of the same matter. */
export const debtIn: (matter: Matter) => Debt = lastOf(debtOf);

function debtOf({ about, ref, run, told_at, people, state }: Matter): Debt {
  const { rows, refused } = state as State;
  return {
    debt: about.id,
    account: about.account as Key,
    bill_year: about.bill_year as string,
    run,
    extracted_at: told_at,
    rows: rows.map((row, i) => ({ ...UNSAID, ...row, account_ref: ref, ...liable(people[i] as MatterPerson) })),
    refused,
  };
}

const liable = ({ ref, ...person }: MatterPerson) => ({ ...person, person_ref: ref });

export const debtViewOf = ({ matter, told, people, addresses, newest }: MatterView): DebtView => ({
  debt: debtIn(matter),
  account: told,
  persons: people,
  addresses,
  newest,
});

/** Remembers the last answer, of the very same thing. */
function lastOf<Asked extends object, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  let last: { asked: Asked; answer: Answer } | undefined;
  return (asked) => {
    if (last?.asked !== asked) last = { asked, answer: answer(asked) };
    return last.answer;
  };
}
