// Who is on the file of the night: people alone, couples, and strangers who share a number, with facts that come in about some.

import type { Random } from '../../simulate/random.ts';
import type { NightlyRow } from '../../support/nightly-file.ts';

/** Notify takes texts to its own test numbers and stores none, and with a test key two more fail. */
const NOTIFYS_OWN = ['900000', '900002', '900003', '900111', '900222'];
/** So many numbers belong to nobody; whoever comes after has an email. */
const NUMBERS = 1000;

/** What a council may learn of someone at any instant: which code it brings, and the event that tells it. */
export const FACTS = {
  payment: {
    code: 'S8',
    type: 'council.payments.payment-received.v1',
    data: ({ account_ref }: NightlyRow, at: string) => ({
      account_ref,
      bill_year: '2026-27',
      amount_pence: 100_00,
      paid_at: at,
    }),
  },
  hold: {
    code: 'S21',
    type: 'council.recovery.hold-applied.v1',
    data: ({ account_ref }: NightlyRow, at: string) => ({
      scope: 'account',
      account_ref,
      code: 'S21',
      from: at.slice(0, 10),
    }),
  },
  death: {
    code: 'S2',
    type: 'council.residents.death-recorded.v1',
    data: ({ person_ref }: NightlyRow, at: string) => ({ person_ref, recorded_at: at }),
  },
  'opt-out': {
    code: 'S13',
    type: 'council.residents.opt-out-recorded.v1',
    data: ({ person_ref, mobile }: NightlyRow, at: string) => ({
      person_ref,
      channel: mobile ? 'sms' : 'email',
      recorded_at: at,
    }),
  },
} as const;
const KINDS = Object.keys(FACTS) as FactKind[];
export type FactKind = keyof typeof FACTS;

/** One fact about one row. */
export type LateFact = { row: NightlyRow; kind: FactKind };

/** Those of whom exactly one is told: somebody alone, a couple (HOUSEHOLD), or two who share a number (S15). */
export type Household = { kind: 'alone' | 'couple' | 'sharing'; rows: NightlyRow[]; facts: LateFact[] };

/** What reaches somebody in a household. */
export const addressesOf = ({ rows }: Household): string[] =>
  rows.flatMap(({ mobile, email }) => mobile || email || []);

/** Whether nobody in it may be told any more once all its facts are known. */
export const allStopped = ({ rows, facts }: Household): boolean =>
  rows.every((row) => facts.some((fact) => fact.row === row));

/**
 * Households in which so many are to be told, in turn of every kind; of each sixth something becomes known, in turn too.
 * @param random decides about whom of two
 */
export function householdsOf(count: number, random: Random): Household[] {
  let people = 0;
  const person = (more: NightlyRow): NightlyRow => {
    const n = people++;
    const number = `900${String(n).padStart(3, '0')}`;
    const byText = n < NUMBERS && !NOTIFYS_OWN.includes(number);
    return {
      account_ref: `8${String(n).padStart(6, '0')}`,
      person_ref: `P${n}`,
      first_name: `Quill${n}`,
      last_name: `Featherstonehaugh${n}`,
      ...(byText ? { mobile: `07700 ${number}` } : { email: `featherstonehaugh${n}@residents.example` }),
      ...more,
    };
  };
  return Array.from({ length: count }, (_, i) => {
    const first = person({});
    const kind = i % 10 === 3 ? 'couple' : i % 10 === 7 && first['mobile'] ? 'sharing' : 'alone';
    const { account_ref = '', mobile = '' } = first;
    const shared: Record<typeof kind, NightlyRow | null> = {
      couple: { account_ref, liability_seq: '2' },
      sharing: { mobile },
      alone: null,
    };
    const second = shared[kind];
    const rows = second ? [first, person(second)] : [first];
    return {
      kind,
      rows,
      facts: i % 6 === 1 ? someFacts(KINDS[((i - 1) / 6) % KINDS.length]!, { kind, rows }, random) : [],
    };
  });
}

/** A fact about one of them or, of two, now and then about both; what is known of a couple's account concerns both. */
function someFacts(fact: FactKind, { kind, rows }: Omit<Household, 'facts'>, random: Random): LateFact[] {
  const ofAccount = fact === 'payment' || fact === 'hold';
  const about = kind === 'couple' && ofAccount ? rows : rows.filter((_, n) => n === 0 || random.chance(0.3));
  return about.map((row) => ({ row, kind: fact }));
}
