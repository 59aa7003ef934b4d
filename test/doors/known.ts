// What a door and the tests that fire at it both know: its clock, and the tokens that may come in.

/** The clock of the doors for events and callbacks. */
export const NOW = Date.parse('2026-09-29T10:00:00Z');
/** The clock of the inbox. */
export const NIGHT = Date.parse('2026-09-29T03:30:00Z');
/** What Notify calls back with. */
export const NOTIFY_TOKEN = 'token-of-notify';

/** The types that other systems may send. */
export const TYPES = [
  ...['document-issued', 'arrangement-agreed', 'arrangement-missed', 'enforcement-planned'].map(named('recovery')),
  ...['hold-applied', 'hold-released'].map(named('recovery')),
  ...['payment-received', 'direct-debit-failed'].map(named('payments')),
  ...['claim-received', 'evidence-requested', 'evidence-received'].map(named('benefits')),
  ...['decision-made', 'payment-suspended', 'overpayment-decided'].map(named('benefits')),
  ...['request-received', 'stage-changed', 'target-moved', 'request-closed'].map(named('requests')),
  ...['collection-booked', 'booking-cancelled'].map(named('waste')),
  ...['identity-linked', 'address-changed'].map(named('residents')),
  ...['contact-changed', 'e-service-agreed', 'e-service-withdrawn', 'format-chosen'].map(named('residents')),
  ...['opt-out-recorded', 'death-recorded', 'letter-returned'].map(named('residents')),
  ...['contacts-counted', 'contact-made', 'day-covered', 'satisfaction-answered'].map(named('contacts')),
];
function named(domain: string) {
  return (fact: string) => `council.${domain}.${fact}.v1`;
}
const NEVER_AT_DOOR = 'council.intake.file-imported.v1';
export const SOURCES = { tester: { types: [...TYPES, NEVER_AT_DOOR] } };
export const TOKENS = { tester: 'token-of-the-tester' };
