import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day, documentName, reference } from '../forms.ts';
import { claim, claimReference } from './claim.ts';

const data = z.lazy(() =>
  z.object({
    claim_ref: reference(),
    person_ref: reference(),
    suspension_ref: reference(),
    suspended_on: day(),
    reply_by: day(),
    document: documentName(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.benefits.payment-suspended.v1',
  what: 'Payment of a benefit was suspended.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'benefits',
  references: { ...claimReference, person_ref: 'person', suspension_ref: 'suspension' },
  matter: { ...claim, people: 'person_ref', occasion: ['suspension_ref', 'person_ref'], open_until: ['reply_by'] },
  documents: ['document'],
  door: true,
  past: ['suspended_on'],
} satisfies Contract;
