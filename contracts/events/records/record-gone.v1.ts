import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { recordContract, recordData } from './record.ts';

const data = z.lazy(recordData);

export type Data = z.infer<typeof data>;

export const contract = {
  ...recordContract,
  type: 'council.records.record-gone.v1',
  what: 'A snapshot has no longer a record that the one before had.',
  data,
} satisfies Contract;
