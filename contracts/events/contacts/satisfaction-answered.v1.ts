import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day } from '../forms.ts';
import { contactChannel, service } from './contact.ts';

const data = z.lazy(() =>
  z.object({
    service,
    channel: contactChannel,
    /** 1 is very dissatisfied, 5 very satisfied. */
    score: z.int().min(1).max(5),
    /** A London day. */
    on: day(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.contacts.satisfaction-answered.v1',
  what: 'A resident said how satisfied they were. It does not say who, and holds no words of theirs.',
  data,
  classification: 'internal',
  emitters: ['contact-centre', 'receive-events'],
  consumers: ['record-facts'],
  owner: 'customer services',
  door: true,
  past: ['on'],
} satisfies Contract;
