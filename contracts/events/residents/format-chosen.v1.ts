import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, reference } from '../forms.ts';

const data = z.lazy(() =>
  z.object({
    person_ref: reference(),
    format: z.enum(['standard', 'large-print', 'braille', 'audio', 'easy-read']),
    language: z.enum(['en', 'cy']),
    chosen_at: instant(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.residents.format-chosen.v1',
  what: 'A person chose in which format and language letters are to come.',
  data,
  classification: 'special',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'customer services',
  references: { person_ref: 'person' },
  subject: 'person_ref',
  door: true,
  past: ['chosen_at'],
} satisfies Contract;
