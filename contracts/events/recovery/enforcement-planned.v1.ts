import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { billYear, day, personRefs, reference } from '../forms.ts';
import { debt } from './debt.ts';

const data = z.lazy(() =>
  z.object({
    account_ref: reference(),
    bill_year: billYear(),
    person_refs: personRefs(),
    referral_on: day(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.enforcement-planned.v1',
  what: 'A debt is to go to enforcement agents on a day.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'revenues',
  references: { account_ref: 'account', person_refs: 'person' },
  matter: { ...debt, people: 'person_refs', occasion: ['referral_on', 'person_refs'], open_until: ['referral_on'] },
  door: true,
} satisfies Contract;
