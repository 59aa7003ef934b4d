import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { billYear, day, reference } from '../forms.ts';
import { debt } from './debt.ts';

const data = z.lazy(() =>
  z.object({
    account_ref: reference(),
    bill_year: billYear(),
    person_ref: reference(),
    arrangement_ref: reference(),
    missed_due: day(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.arrangement-missed.v1',
  what: 'A payment of an arrangement was not made on its day.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'revenues',
  references: { account_ref: 'account', person_ref: 'person', arrangement_ref: 'arrangement' },
  matter: { ...debt, people: 'person_ref', occasion: ['arrangement_ref', 'missed_due', 'person_ref'] },
  door: true,
  past: ['missed_due'],
} satisfies Contract;
