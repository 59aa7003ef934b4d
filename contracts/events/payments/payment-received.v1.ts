import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { billYear, day, instant, keyed, pence, reference } from '../forms.ts';

const data = z.lazy(() =>
  z.object({
    account_ref: reference(),
    bill_year: billYear(),
    amount_pence: pence(),
    /** The instant, or the London day, on which it was paid. */
    paid_at: z.union([instant(), day()], { error: 'must be a time with an offset, or a day (YYYY-MM-DD)' }),
    /** True if it takes back an earlier payment. */
    reversal: z.boolean().optional(),
    /** Keyed hash that names the payment. Crier's door sets it; what a source writes here is ignored. */
    payment: keyed().optional(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.payments.payment-received.v1',
  what: 'A payment was received for an account, or taken back.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices', 'keep-register'],
  owner: 'revenues',
  references: { account_ref: 'account' },
  subject: 'account_ref',
  names: { field: 'payment', by: ['id'] },
  door: true,
} satisfies Contract;
