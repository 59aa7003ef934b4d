import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, reference } from '../forms.ts';
import { booking, bookingReference } from './booking.ts';

const data = z.lazy(() => z.object({ booking_ref: reference(), cancelled_at: instant() }));

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.waste.booking-cancelled.v1',
  what: 'A booked collection was cancelled.',
  data,
  classification: 'personal',
  emitters: ['waste-bookings', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'waste services',
  references: bookingReference,
  matter: { ...booking, occasion: [] },
  door: true,
  past: ['cancelled_at'],
} satisfies Contract;
