import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day, instant, reference } from '../forms.ts';
import { booking, bookingReference } from './booking.ts';

const data = z.lazy(() =>
  z.object({ booking_ref: reference(), person_ref: reference(), collect_on: day(), booked_at: instant() }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.waste.collection-booked.v1',
  what: 'A collection of waste was booked for a day.',
  data,
  classification: 'personal',
  emitters: ['waste-bookings', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'waste services',
  references: { ...bookingReference, person_ref: 'person' },
  matter: { ...booking, people: 'person_ref', occasion: ['collect_on', 'person_ref'], open_until: ['collect_on'] },
  door: true,
  past: ['booked_at'],
} satisfies Contract;
