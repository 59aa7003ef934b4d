import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, reference } from '../forms.ts';

const data = z.lazy(() => z.object({ person_ref: reference(), recorded_at: instant() }));

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.residents.death-recorded.v1',
  what: 'A system of the council learnt that a person has died.',
  data,
  classification: 'special',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices', 'keep-register'],
  owner: 'customer services',
  references: { person_ref: 'person' },
  subject: 'person_ref',
  door: true,
} satisfies Contract;
