import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { fileLayout, instant, runName, systemName } from '../forms.ts';

const data = z.lazy(() =>
  z.object({
    /** The object's key in the inbox. */
    file: z.string().min(1).max(1024),
    /** The layout in `contracts/files/` that it was read by; `recovery-extract` where it is left out. */
    layout: fileLayout().optional(),
    /** Whose files these are, by its layout; left out for an extract. */
    source: systemName().optional(),
    /** Null for a file without a readable one, such as a file without rows. */
    run: runName().nullable(),
    /** The newest of its rows; null if it has none. */
    extracted_at: instant().nullable(),
    payments_posted_to: instant().nullable(),
    imported_at: instant(),
    rows: z.int().min(0),
    taken: z.int().min(0),
    rejected: z.int().min(0),
    debts: z.int().min(0),
    /** Sum of the balances of all rows, credits and refused ones too, as the trailer has it. */
    sum_pence: z.int(),
    /** How many rows were refused for which reason. */
    reject_reasons: z.record(z.string().regex(/^[a-z-]+$/, 'must be a code such as bad-date'), z.int().min(1)),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.intake.file-imported.v1',
  what: 'A nightly file was taken: all of its good rows are in the register and on the bus.',
  data,
  classification: 'internal',
  emitters: ['import-file'],
  consumers: ['plan-notices', 'record-facts'],
  owner: 'intake',
} satisfies Contract;
