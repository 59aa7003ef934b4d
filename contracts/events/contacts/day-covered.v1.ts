import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day } from '../forms.ts';
import { ALL_SERVICES, service } from './contact.ts';

const data = z.lazy(() =>
  z.object({
    /** Left out: every service that the source tells of. */
    service: service
      .refine((name) => name !== ALL_SERVICES, 'must be one service: leave it out to cover all that you tell of')
      .optional(),
    /** A London day. */
    on: day(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.contacts.day-covered.v1',
  what: 'A source has told every contact and answer of a day that it knows of: where it told none, there was none.',
  data,
  classification: 'public',
  emitters: ['contact-centre', 'receive-events'],
  consumers: ['record-facts'],
  owner: 'customer services',
  door: true,
  past: ['on'],
} satisfies Contract;
