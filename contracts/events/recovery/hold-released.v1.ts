import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant } from '../forms.ts';
import { checkHold, holdDoor, holdFields } from './hold.ts';

const data = z.lazy(() => holdFields().extend({ ended_at: instant() }).superRefine(checkHold));

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.hold-released.v1',
  what: 'A hold was ended.',
  data,
  classification: 'special',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices', 'keep-register'],
  owner: 'revenues',
  ...holdDoor,
} satisfies Contract;
