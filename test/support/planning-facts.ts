import type { PlanFact } from '../../functions/notices/plan-notices/plan-fact.ts';
import type { Debt } from '../../functions/register/debt.ts';
import type { RegisterFact } from '../../functions/register/register.ts';
import { addressKey, aRow } from './builders.ts';
import { testKey } from './register.ts';

// The debts of which tests of plan-notices tell, and the facts about them.

export const account = testKey('account', 'A1');
export const person = testKey('person', 'P1');
export const number = addressKey('+447700900001');
export const mail = addressKey('sam@example.org');
/** The partner on the same debt, with a number of their own. */
export const second = (more = {}) =>
  aRow({ person_ref: 'P2', line: 3, liability_seq: 2, mobile: '07700 900002', email: '', ...more });
export const couple = (more = {}) => [aRow(), second(more)];

export const snapshotOf = ({ debt, run }: Debt): PlanFact => ({
  kind: 'matter',
  matter: { kind: 'debt', id: debt },
  run,
  of_file: true,
});
export const later = (debt: Debt, run: string, days: number): Debt => ({
  ...debt,
  run,
  extracted_at: debt.extracted_at + days * 24 * 3_600_000,
});
export const hold = (at: number, ended_at: number | null = null): RegisterFact => ({
  kind: 'hold',
  subject: { account },
  hold: testKey('hold', 'h'),
  at,
  value: { code: 'S6', bill_year: null, from: '2026-09-01', to: null, review_on: null, ended_at, source: 'benefits' },
});
export const holdTold: PlanFact = { kind: 'told', subject: { account } };
export const holdEnded: PlanFact = { kind: 'ended', subject: { account } };
