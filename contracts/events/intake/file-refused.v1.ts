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
    run: runName().nullable(),
    refused_at: instant(),
    rows: z.int().min(0),
    /** Reason codes such as `trailer-sum` or `column-missing:balance`. */
    reasons: z.array(z.string().regex(/^[a-z0-9-]+(:[a-z0-9_]+)?$/, 'must be a code such as trailer-sum')).min(1),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.intake.file-refused.v1',
  what: 'A nightly file was refused as a whole: nothing of it was used.',
  data,
  classification: 'internal',
  emitters: ['import-file'],
  consumers: ['record-facts'],
  owner: 'intake',
} satisfies Contract;
