import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, reference } from '../forms.ts';
import { request, requestReference } from './request.ts';

const data = z.lazy(() =>
  z.object({
    request_ref: reference(),
    stage: z.enum(['assessed', 'booked', 'in-progress']),
    changed_at: instant(),
    target_at: instant().optional(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.requests.stage-changed.v1',
  what: 'A service request came to its next stage.',
  data,
  classification: 'personal',
  emitters: ['service-requests', 'receive-events', 'receive-requests', 'follow-back-offices'],
  consumers: ['plan-notices', 'keep-requests'],
  owner: 'customer services',
  references: { ...requestReference },
  matter: { ...request, occasion: ['stage'], open_until: ['target_at'] },
  door: true,
  past: ['changed_at'],
} satisfies Contract;
