import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day, documentName, reference } from '../forms.ts';
import { claim, claimReference } from './claim.ts';

const data = z.lazy(() =>
  z.object({
    claim_ref: reference(),
    person_ref: reference(),
    overpayment_ref: reference(),
    decided_on: day(),
    document: documentName(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.benefits.overpayment-decided.v1',
  what: 'An overpayment of benefit was decided.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'benefits',
  references: { ...claimReference, person_ref: 'person', overpayment_ref: 'overpayment' },
  matter: { ...claim, people: 'person_ref', occasion: ['overpayment_ref', 'person_ref'] },
  documents: ['document'],
  door: true,
  past: ['decided_on'],
} satisfies Contract;
