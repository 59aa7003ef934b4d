import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { reference } from '../forms.ts';

/** What every fact of a snapshot says. */
export const recordData = () =>
  z.object({
    /** The layout of the snapshot. */
    layout: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'must be the name of a layout'),
    record_ref: reference(),
    /** The number of the snapshot among those that were taken: the baseline is 1. */
    snapshot: z.int().min(1).max(999_999_999_999_999),
  });

export const recordContract = {
  classification: 'personal',
  emitters: ['import-file'],
  consumers: [],
  owner: 'ICT',
  references: { record_ref: 'record' },
  subject: 'record_ref',
} as const satisfies Partial<Contract>;
