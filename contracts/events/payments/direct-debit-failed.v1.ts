import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { billYear, day, reference } from '../forms.ts';
import { debt } from '../recovery/debt.ts';

const data = z.lazy(() =>
  z.object({
    account_ref: reference(),
    bill_year: billYear(),
    person_ref: reference(),
    due_date: day(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.payments.direct-debit-failed.v1',
  what: 'A payment by Direct Debit failed.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'revenues',
  references: { account_ref: 'account', person_ref: 'person' },
  matter: { ...debt, people: 'person_ref', occasion: ['due_date', 'person_ref'] },
  door: true,
  past: ['due_date'],
} satisfies Contract;
