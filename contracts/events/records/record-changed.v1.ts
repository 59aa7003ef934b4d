import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { recordContract, recordData } from './record.ts';

const data = z.lazy(() =>
  recordData().extend({
    /** Names of the compared columns that differ, in the layout's order. Never their values. */
    columns: z.array(z.string().min(1).max(100)).min(1).max(200),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  ...recordContract,
  type: 'council.records.record-changed.v1',
  what: 'Compared columns of a record differ from those of the snapshot before.',
  data,
} satisfies Contract;
