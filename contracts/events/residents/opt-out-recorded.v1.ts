import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, optOutChannel, reference } from '../forms.ts';

const data = z.lazy(() => z.object({ person_ref: reference(), channel: optOutChannel(), recorded_at: instant() }));

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.residents.opt-out-recorded.v1',
  what: 'A person asked not to be reached by a channel.',
  data,
  classification: 'personal',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: ['plan-notices', 'keep-register'],
  owner: 'customer services',
  references: { person_ref: 'person' },
  subject: 'person_ref',
  door: true,
} satisfies Contract;
