import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, purpose, reference, words } from '../forms.ts';

const data = z.lazy(() =>
  z.object({
    person_ref: reference(),
    purpose: purpose(),
    agreed_at: instant(),
    /** Which wording they agreed to. */
    wording_version: reference(),
  }),
);

export type Data = z.infer<typeof data>;

const written = z.lazy(() => data.unwrap().extend({ email: words(320) }));

export type Written = z.infer<typeof written>;

export const contract = {
  type: 'council.residents.e-service-agreed.v1',
  what: 'A person agreed to have documents for a purpose by email.',
  data,
  written,
  classification: 'personal',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'customer services',
  references: { person_ref: 'person', wording_version: 'wording' },
  subject: 'person_ref',
  contact: ['email'],
  door: true,
  past: ['agreed_at'],
} satisfies Contract;
