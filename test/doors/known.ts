// What a door and the tests that fire at it both know: its clock, and the tokens that may come in.

/** The clock of the doors for events and callbacks. */
export const NOW = Date.parse('2026-09-29T10:00:00Z');
/** The clock of the inbox. */
export const NIGHT = Date.parse('2026-09-29T03:30:00Z');
/** What Notify calls back with. */
export const NOTIFY_TOKEN = 'token-of-notify';

/** The types that other systems may send. */
export const TYPES = [
  'council.payments.payment-received.v1',
  'council.recovery.hold-applied.v1',
  'council.recovery.hold-released.v1',
  'council.residents.opt-out-recorded.v1',
  'council.residents.death-recorded.v1',
  'council.contacts.contacts-counted.v1',
  'council.contacts.contact-made.v1',
  'council.contacts.day-covered.v1',
  'council.contacts.satisfaction-answered.v1',
];
const NEVER_AT_DOOR = 'council.intake.file-imported.v1';
export const SOURCES = { tester: { types: [...TYPES, NEVER_AT_DOOR] } };
export const TOKENS = { tester: 'token-of-the-tester' };
