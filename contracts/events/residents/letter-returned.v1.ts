import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant } from '../forms.ts';

const LETTER = /^[\w-]{22}\.letter$/;

const data = z.lazy(() =>
  z.object({
    /** What GOV.UK Notify knows the letter by: its list of returned letters has it, and so does the notice. */
    reference: z.string().regex(LETTER, 'must be the reference of a letter, such as 22 characters and .letter'),
    returned_at: instant(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.residents.letter-returned.v1',
  what: 'A letter came back: nobody of that name lives at its address.',
  data,
  classification: 'personal',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: ['track-notices'],
  owner: 'customer services',
  door: true,
  past: ['returned_at'],
} satisfies Contract;
