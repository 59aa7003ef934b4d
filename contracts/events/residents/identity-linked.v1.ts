import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, reference, words } from '../forms.ts';

const data = z.lazy(() => z.object({ person_ref: reference(), linked_at: instant() }));

const written = z.lazy(() =>
  data.unwrap().extend({
    /** The system's name: of a subscriber, that of its entry. */
    system: words(100),
    /** What the system calls this person. */
    system_ref: words(100),
  }),
);

export type Written = z.infer<typeof written>;

export const contract = {
  type: 'council.residents.identity-linked.v1',
  what: 'It was told what another system calls a person.',
  data,
  written,
  classification: 'personal',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: [],
  owner: 'customer services',
  references: { person_ref: 'person' },
  subject: 'person_ref',
  contact: ['system', 'system_ref'],
  door: true,
  past: ['linked_at'],
} satisfies Contract;
