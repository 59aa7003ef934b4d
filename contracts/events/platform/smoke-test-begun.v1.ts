import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { SMOKE_TEST } from '../../smoke-test.ts';
import { instant, reference, words } from '../forms.ts';

const data = z.lazy(() => z.object({ check_ref: reference(), begun_at: instant() }));

export type Data = z.infer<typeof data>;

const written = z.lazy(() =>
  data.unwrap().extend({
    /** Whose phone the test goes to: it must be on the stage's list. */
    tester: z.object({ mobile: words(320) }),
  }),
);

export const contract = {
  type: 'council.platform.smoke-test-begun.v1',
  what: 'Somebody tests that Crier works from end to end, with a text to themselves.',
  data,
  written,
  classification: 'personal',
  emitters: ['import-file'],
  consumers: ['plan-notices'],
  owner: 'ICT operations',
  references: { check_ref: { matter: SMOKE_TEST } },
  matter: { kind: SMOKE_TEST, ref: 'check_ref', reported: true, reporter: 'tester', occasion: [], open_until: [] },
  contact: ['tester'],
  door: true,
  past: ['begun_at'],
} satisfies Contract;
