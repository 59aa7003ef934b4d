import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day, instant, postalAddress, reference } from '../forms.ts';

const data = z.lazy(() =>
  z.object({
    person_ref: reference(),
    /** The day on which they move, which may lie ahead. */
    move_date: day(),
    changed_at: instant(),
  }),
);

const written = z.lazy(() => data.unwrap().extend({ to: postalAddress() }));

export type Written = z.infer<typeof written>;

export const contract = {
  type: 'council.residents.address-changed.v1',
  what: 'A person told of the address that they move to.',
  data,
  written,
  classification: 'personal',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'customer services',
  order: 'newest',
  told_of: { of: 'post' },
  references: { person_ref: 'person' },
  subject: 'person_ref',
  contact: ['to'],
  door: true,
  past: ['changed_at'],
} satisfies Contract;
