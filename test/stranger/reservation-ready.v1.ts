import * as z from 'zod';
import type { Contract } from '../../contracts/envelope.ts';
import { day, reference } from '../../contracts/events/forms.ts';

const data = z.lazy(() =>
  z.object({
    reservation_ref: reference(),
    person_ref: reference(),
    ready_on: day(),
    collect_by: day(),
    slip: z.object({ key: z.string().min(1).max(200), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.library.reservation-ready.v1',
  what: 'A book that a reader has reserved is ready for collection.',
  data,
  classification: 'personal',
  emitters: ['library', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'libraries',
  references: { reservation_ref: { matter: 'reservation' }, person_ref: 'person' },
  matter: {
    kind: 'reservation',
    ref: 'reservation_ref',
    people: 'person_ref',
    occasion: [],
    open_until: ['collect_by'],
  },
  documents: ['slip'],
  door: true,
  past: ['ready_on'],
} satisfies Contract;
