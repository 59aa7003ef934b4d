import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { code, instant, reference } from '../forms.ts';
import { request, requestReference } from './request.ts';

const data = z.lazy(() =>
  z
    .object({
      request_ref: reference(),
      outcome: z.enum(['fixed', 'no-further-action', 'not-councils-responsibility', 'duplicate', 'cancelled']),
      closed_at: instant(),
      /** The request that this one is a duplicate of. */
      lead_request_ref: reference().optional(),
      /** Whose it is instead: a code that the council puts into words. */
      responsible: code().optional(),
    })
    .superRefine(({ outcome, lead_request_ref }, context) => {
      if (outcome === 'duplicate' && lead_request_ref === undefined)
        context.addIssue({
          code: 'custom',
          path: ['lead_request_ref'],
          message: 'is required when outcome is "duplicate"',
        });
    }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.requests.request-closed.v1',
  what: 'A service request was closed.',
  data,
  classification: 'personal',
  emitters: ['service-requests', 'receive-events', 'receive-requests', 'follow-back-offices'],
  consumers: ['plan-notices', 'keep-requests'],
  owner: 'customer services',
  references: { ...requestReference, lead_request_ref: { matter: 'request' } },
  matter: { ...request, occasion: ['closed_at'] },
  door: true,
  past: ['closed_at'],
} satisfies Contract;
