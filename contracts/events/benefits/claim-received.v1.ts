import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day, reference, scheme } from '../forms.ts';
import { claim, claimReference } from './claim.ts';

const data = z.lazy(() =>
  z.object({
    claim_ref: reference(),
    scheme: scheme(),
    person_ref: reference(),
    received_on: day(),
    /** When it is to be decided. */
    answer_by: day(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.benefits.claim-received.v1',
  what: 'A claim for Housing Benefit or Council Tax Support was received.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'benefits',
  references: { ...claimReference, person_ref: 'person' },
  matter: {
    ...claim,
    people: 'person_ref',
    occasion: ['scheme', 'received_on', 'person_ref'],
    open_until: ['answer_by'],
  },
  door: true,
  past: ['received_on'],
} satisfies Contract;
