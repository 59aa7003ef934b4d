import type { PlanFact } from '../../functions/notices/plan-notices/plan-fact.ts';
import { contactOf } from '../../functions/register/contacts.ts';
import type { Debt, DebtRow } from '../../functions/register/debt.ts';
import type { NewestExtract, RegisterFact } from '../../functions/register/register.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { aDebt, anExtract, aRow, TUESDAY_TEN } from '../support/builders.ts';
import { testKey } from '../support/register.ts';
import type { Random } from './random.ts';

/** What a fact stops: which notices, on which channel if not on all, and by which code. */
export type Stops = { code: string; account?: Key; person?: Key; address?: Key; channel?: 'sms' };

/** One fact as a source tells it: what the register is given, and what then goes over the bus. */
export type Fact = {
  what: string;
  fact: RegisterFact;
  told: PlanFact;
  stops: Stops | null;
  /** The fact that takes this one back, told some time later. */
  ended?: Fact;
};

/** The people of one schedule, and what becomes known of them. */
export type World = {
  extracts: { newest: NewestExtract; debts: Debt[] }[];
  facts: Fact[];
  /** Notices that the first extract asks for. */
  notices: number;
};

const HOUR_MS = 3_600_000;
/** So that it is noticed wherever it turns up. */
export const FIRST_NAME = 'Zoelinthq';
export const SHARED = '+447700900099';

/** How many accounts are a couple's, and in how many worlds people share a number. */
type Closeness = { couples: number; sharing: number };

/** A few accounts: singles, couples, and people who share a number; and facts about some of them. */
export function worldFrom(random: Random, close: Closeness = { couples: 0.25, sharing: 0.35 }): World {
  const debts: Debt[] = [];
  const accounts = random.int(2, 5);
  const sharing = random.chance(close.sharing);
  for (let n = 1; n <= accounts; n += 1) {
    const people = random.chance(close.couples) ? [`P${n}`, `P${n}b`] : [`P${n}`];
    const rows = people.map((person_ref, i) =>
      aRow({
        account_ref: `A${n}`,
        person_ref,
        first_name: FIRST_NAME,
        liability_seq: i + 1,
        line: n * 2 + i,
        mobile: sharing && random.chance(0.5) ? SHARED : `07700 9000${10 + 2 * n + i}`,
        email: random.chance(0.9) ? `${person_ref}@example.org`.toLowerCase() : '',
      }),
    );
    debts.push(aDebt(rows));
  }
  const extracts = [{ newest: anExtract(), debts }];
  if (random.chance(0.3)) extracts.push(laterExtract(random, { debts, sharing }));
  const facts = debts.flatMap((debt, i) => (random.chance(0.5) ? [factAbout(random, debt, i + 1)] : []));
  return { extracts, facts, notices: debts.reduce((sum, { rows }) => sum + rows.length, 0) };
}

/** An extract that supersedes the first: most say the same again, some have a new number, some no longer owe. */
function laterExtract(
  random: Random,
  { debts, sharing }: { debts: Debt[]; sharing: boolean },
): World['extracts'][number] {
  const newest = anExtract({ run: 'CT-2', extracted_at: TUESDAY_TEN - HOUR_MS });
  const change = (row: DebtRow): DebtRow => {
    const dice = random.next();
    if (dice < 0.2) return { ...row, stage_code: 'SUMMONS' };
    if (dice < 0.3 && sharing) return withMobile(row, SHARED);
    return dice < 0.5 ? withMobile(row, `07700 9005${10 + row.line}`) : row;
  };
  const again = debts.map((debt) => ({
    ...debt,
    run: newest.run,
    extracted_at: newest.extracted_at,
    rows: debt.rows.map(change),
  }));
  return { newest, debts: again };
}

const withMobile = (row: DebtRow, mobile: string): DebtRow => {
  const { sms = { verified_at: null } } = row.contacts;
  return { ...row, contacts: { ...row.contacts, sms: { ...sms, ...contactOf('sms', mobile, testKey) } } };
};

/** The keyed hash of a number in full. */
export const addressOf = (number: string): Key => testKey('address', number);
/** The number in full. */
export const mobileOf = ({ contacts: { sms } }: DebtRow): string => sms?.to ?? '';

export function factAbout(random: Random, { account, rows }: Debt, n: number): Fact {
  const row = random.pick(rows);
  const { person } = row;
  const at = TUESDAY_TEN - 3 * HOUR_MS;
  const address = addressOf(mobileOf(row));
  const value = { bill_year: null, from: '2026-09-29', to: null, review_on: null, ended_at: null, source: 'test' };
  const told = (subject: Extract<PlanFact, { kind: 'told' }>['subject']): PlanFact => ({ kind: 'told', subject });
  const reply = (word: 'STOP' | 'WRONG', code: string): Fact => ({
    what: `${word} from the number`,
    fact: { kind: 'reply', subject: { address }, word, at },
    told: told({ address }),
    stops: { code, address, channel: 'sms' },
  });
  const hold = (code: 'S21' | 'S1', subject: { account: Key } | { person: Key }): Fact => ({
    what: `a hold ${code}`,
    fact: { kind: 'hold', subject, hold: testKey('hold', `${n} ${code}`), at, value: { ...value, code } },
    told: told(subject),
    stops: { code, account },
  });
  return random.pick<() => Fact>([
    () => ({
      what: 'a payment',
      fact: {
        kind: 'payment',
        subject: { account },
        payment: testKey('event', `pay${n}`),
        at,
        value: { bill_year: '2026-27', amount_pence: 100, paid_on: '2026-09-29', reversal: false, source: 'test' },
      },
      told: told({ account }),
      stops: { code: 'S8', account },
    }),
    () => hold('S21', { account }),
    () => hold('S1', { person }),
    () => released(hold('S21', { account })),
    () => ({
      what: 'a death',
      fact: { kind: 'death', subject: { person }, source: 'revenues', at },
      told: told({ person }),
      stops: { code: 'S2', person },
    }),
    () => ({
      what: 'an opt-out',
      fact: { kind: 'opt-out', subject: { person }, channel: 'sms', source: 'revenues', at },
      told: told({ person }),
      stops: { code: 'S13', person, channel: 'sms' },
    }),
    () => reply('STOP', 'S13'),
    () => reply('WRONG', 'S12'),
  ])();
}

/** The same hold, and its release a while later by the source's own time. */
function released(applied: Fact): Fact {
  const { fact } = applied;
  if (fact.kind !== 'hold' || !('account' in fact.subject))
    throw new Error('only a hold on an account is released here');
  const at = fact.at + 1_000;
  return {
    ...applied,
    ended: {
      what: `${applied.what} ended`,
      fact: { ...fact, at, value: { ...fact.value, ended_at: at } },
      told: { kind: 'ended', subject: fact.subject },
      stops: null,
    },
  };
}
