import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { code, instant, reference, words } from '../forms.ts';
import { report } from './report.ts';
import { request, requestReference } from './request.ts';

const data = z.lazy(() =>
  z.object({
    request_ref: reference(),
    service_code: code(),
    received_at: instant(),
    target_at: instant().optional(),
  }),
);

export type Data = z.infer<typeof data>;

const written = z.lazy(() =>
  data.unwrap().extend({
    /** As residents know it. */
    service_name: words(60),
    /** Who reported it, and how to tell them. */
    reporter: z
      .object({ name: words(320).optional(), mobile: words(320).optional(), email: words(320).optional() })
      .optional(),
    /** What they say and where it is: for whoever deals with it. */
    report: report().optional(),
  }),
);

export const contract = {
  type: 'council.requests.request-received.v1',
  what: 'A resident reported something to the council.',
  data,
  written,
  classification: 'personal',
  emitters: ['service-requests', 'receive-events', 'receive-requests'],
  consumers: ['plan-notices', 'keep-requests'],
  owner: 'customer services',
  references: { ...requestReference },
  matter: {
    ...request,
    reporter: 'reporter',
    words: ['service_name', 'report'],
    occasion: [],
    open_until: ['target_at'],
  },
  contact: ['service_name', 'reporter', 'report'],
  door: true,
  past: ['received_at'],
} satisfies Contract;
