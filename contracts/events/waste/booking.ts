/** What the facts about a booked collection have in common, in their contracts. */
export const booking = { kind: 'booking', ref: 'booking_ref' } as const;
export const bookingReference = { booking_ref: { matter: 'booking' } } as const;
