import type { About } from '../shared/matter.ts';
import type { Debt } from './register.ts';

/** A debt as what notices are about. */
export const aboutDebt = ({ debt, account, bill_year }: Debt): About => ({
  kind: 'debt',
  id: debt,
  account,
  bill_year,
});
