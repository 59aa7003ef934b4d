import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, purpose, reference } from '../forms.ts';

const data = z.lazy(() => z.object({ person_ref: reference(), purpose: purpose(), received_at: instant() }));

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.residents.e-service-withdrawn.v1',
  what: 'A person no longer agrees to have documents for a purpose by email.',
  data,
  classification: 'personal',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'customer services',
  references: { person_ref: 'person' },
  subject: 'person_ref',
  door: true,
  past: ['received_at'],
} satisfies Contract;
