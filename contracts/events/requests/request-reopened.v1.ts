import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, keyed, reference } from '../forms.ts';
import { requestReference } from './request.ts';

const data = z.lazy(() =>
  z.object({
    request_ref: reference(),
    /** The notice that told of its end. */
    notice: keyed(),
    /** When whoever reported it answered that it is not right. */
    replied_at: instant(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.requests.request-reopened.v1',
  what: 'Whoever reported something answered NO to the text that it is closed, within five days.',
  data,
  classification: 'personal',
  emitters: ['plan-notices'],
  consumers: [],
  owner: 'customer services',
  references: requestReference,
} satisfies Contract;
