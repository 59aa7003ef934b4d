import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { reference } from '../forms.ts';
import { claim, claimReference } from './claim.ts';

const data = z.lazy(() =>
  z.object({
    claim_ref: reference(),
    request_ref: reference(),
    /** Whether nothing of it is missing any more. */
    complete: z.boolean(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.benefits.evidence-received.v1',
  what: 'Evidence for a claim was received, all that was asked for or some of it.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'benefits',
  references: { ...claimReference, request_ref: 'evidence' },
  matter: { ...claim, occasion: ['request_ref', 'complete'] },
  door: true,
} satisfies Contract;
