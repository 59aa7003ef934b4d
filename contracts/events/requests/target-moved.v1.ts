import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, reference } from '../forms.ts';
import { request, requestReference } from './request.ts';

const data = z.lazy(() => z.object({ request_ref: reference(), new_target_at: instant(), moved_at: instant() }));

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.requests.target-moved.v1',
  what: 'A service request will be done at another time than was said.',
  data,
  classification: 'personal',
  emitters: ['service-requests', 'receive-events', 'receive-requests'],
  consumers: ['plan-notices', 'keep-requests'],
  owner: 'customer services',
  references: { ...requestReference },
  matter: { ...request, occasion: ['new_target_at'], open_until: ['new_target_at'] },
  door: true,
  past: ['moved_at'],
} satisfies Contract;
