import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant } from '../forms.ts';
import { ALL_SERVICES, contactChannel, service } from './contact.ts';

const data = z.lazy(() =>
  z.object({
    service: service.refine((name) => name !== ALL_SERVICES, 'must be one service: all is for totals'),
    channel: contactChannel,
    at: instant(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.contacts.contact-made.v1',
  what: 'A resident reached the council once. It does not say who.',
  data,
  classification: 'internal',
  emitters: ['contact-centre', 'receive-events'],
  consumers: ['record-facts'],
  owner: 'customer services',
  door: true,
  past: ['at'],
} satisfies Contract;
