import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, keyed } from '../forms.ts';

const data = z.lazy(() =>
  z.object({
    /** Keyed hash of the number or email that replied. */
    address: keyed(),
    /** What the reply asks for; the reply itself is kept nowhere. */
    word: z.enum(['STOP', 'START', 'WRONG', 'NO', 'OTHER']),
    received_at: instant(),
    /** The id of the reply at GOV.UK Notify, where its text can be read. */
    notify_id: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/, 'must be an id of GOV.UK Notify')
      .optional(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.residents.reply-received.v1',
  what: 'Someone replied to a text.',
  data,
  classification: 'personal',
  emitters: ['receive-notify'],
  consumers: ['plan-notices'],
  owner: 'customer services',
  unreadable: ['address'],
} satisfies Contract;
