import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { checkHold, holdDoor, holdFields } from './hold.ts';

const data = z.lazy(() => holdFields().superRefine(checkHold));

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.hold-applied.v1',
  what: 'Recovery from a person or of an account, or what is told about a claim, was put on hold.',
  data,
  classification: 'special',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices', 'keep-register'],
  owner: 'revenues',
  ...holdDoor,
} satisfies Contract;
