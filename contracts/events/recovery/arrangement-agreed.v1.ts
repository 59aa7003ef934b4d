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
    first_due: day(),
    asked_by_resident: z.boolean(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.arrangement-agreed.v1',
  what: 'A payment arrangement was agreed with a person.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'revenues',
  references: { account_ref: 'account', person_ref: 'person', arrangement_ref: 'arrangement' },
  matter: { ...debt, people: 'person_ref', occasion: ['arrangement_ref', 'person_ref'], open_until: ['first_due'] },
  door: true,
} satisfies Contract;
