// What the contracts' texts say of events and JSON Schema does not, written once more for those who judge a door.
import { NOW } from './known.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
type Json = any;

/** References, which are trimmed before they are measured. */
export const REFERENCES = [
  ...['account_ref', 'person_ref', 'claim_ref', 'request_ref', 'booking_ref', 'lead_request_ref', 'arrangement_ref'],
  ...['decision_ref', 'suspension_ref', 'overpayment_ref', 'wording_version'],
];
/** Words and contact data, which are measured before they are trimmed, and must not be empty then. */
const WORDS = ['service_name', 'first_name', 'email', 'to', 'name', 'mobile', 'system', 'system_ref'];

/** Fields with an instant, of the envelope and of any data. */
export const TIMES = [
  ...['time', 'at', 'recorded_at', 'ended_at', 'paid_at', 'received_at', 'changed_at', 'moved_at', 'closed_at'],
  ...['booked_at', 'cancelled_at', 'agreed_at', 'chosen_at', 'linked_at', 'returned_at', 'target_at', 'new_target_at'],
];

/** Fields whose day or instant must have come, by what a type ends in. */
const PAST: Record<string, string[]> = {
  'contacts.contacts-counted.v1': ['from', 'to'],
  'contacts.contact-made.v1': ['at'],
  'contacts.day-covered.v1': ['on'],
  'contacts.satisfaction-answered.v1': ['on'],
  'recovery.document-issued.v1': ['issue_date'],
  'recovery.arrangement-missed.v1': ['missed_due'],
  'payments.direct-debit-failed.v1': ['due_date'],
  'benefits.claim-received.v1': ['received_on'],
  'benefits.evidence-requested.v1': ['sent_on'],
  'benefits.decision-made.v1': ['decided_on'],
  'benefits.payment-suspended.v1': ['suspended_on'],
  'benefits.overpayment-decided.v1': ['decided_on'],
  'requests.request-received.v1': ['received_at'],
  'requests.stage-changed.v1': ['changed_at'],
  'requests.target-moved.v1': ['moved_at'],
  'requests.request-closed.v1': ['closed_at'],
  'waste.collection-booked.v1': ['booked_at'],
  'waste.booking-cancelled.v1': ['cancelled_at'],
  'residents.identity-linked.v1': ['linked_at'],
  'residents.address-changed.v1': ['changed_at'],
  'residents.contact-changed.v1': ['changed_at'],
  'residents.e-service-agreed.v1': ['agreed_at'],
  'residents.e-service-withdrawn.v1': ['received_at'],
  'residents.format-chosen.v1': ['chosen_at'],
  'residents.letter-returned.v1': ['returned_at'],
};
const pastOf = (type: string) => PAST[type.replace(/^council\./, '')] ?? [];

const isObject = (json: Json): boolean => typeof json === 'object' && json !== null && !Array.isArray(json);
const isBlank = (json: Json): boolean => typeof json === 'string' && json.trim() === '';

/** Whether any word is only spaces; `to` may have lines of them. */
function hasBlankWord(data: Json): boolean {
  if (!isObject(data)) return false;
  const lines = isObject(data.to) && Array.isArray(data.to.lines) ? data.to.lines : [];
  return WORDS.some((name) => isBlank(data[name]) || isBlank(data.reporter?.[name])) || lines.some(isBlank);
}

const endsBeforeItBegins = ({ from, to }: Json): boolean =>
  typeof from === 'string' && typeof to === 'string' && to < from;

/** By what a type ends in: what must hold of its data. */
const RULES: [RegExp, (data: Json) => boolean][] = [
  [/\.hold-/, (data) => data[`${data.scope}_ref`] !== undefined && !endsBeforeItBegins(data)],
  [/(contact-made|day-covered)\.v1$/, ({ service }) => service !== 'all'],
  [/contacts-counted\.v1$/, (data) => !endsBeforeItBegins(data)],
  [
    /document-issued\.v1$/,
    ({ kind, pay_by, hearing_on }) =>
      kind === 'bill' || (kind === 'summons' ? hearing_on !== undefined : pay_by !== undefined),
  ],
  [
    /(document-issued|enforcement-planned)\.v1$/,
    ({ person_refs }) => !Array.isArray(person_refs) || new Set(person_refs).size === person_refs.length,
  ],
  [/request-closed\.v1$/, ({ outcome, lead_request_ref }) => outcome !== 'duplicate' || lead_request_ref !== undefined],
  [/contact-changed\.v1$/, ({ channel, to }) => (channel === 'post' ? isObject(to) : typeof to === 'string')],
];

/** @param data with its references trimmed */
export function ownRules(type: string, data: Json): boolean {
  const year = /^(\d{4})-(\d\d)$/.exec(typeof data.bill_year === 'string' ? data.bill_year : '');
  if (year && String(Number(year[1]) + 1).slice(-2) !== year[2]) return false;
  if (!type.includes('.hold-') && !type.includes('.contacts.') && hasBlankWord(data)) return false;
  if (RULES.some(([form, holds]) => form.test(type) && !holds(data))) return false;
  return pastOf(type).every((name) => typeof data[name] !== 'string' || Date.parse(data[name]) <= NOW);
}

/** References of data, trimmed. */
export function withTrimmedReferences(data: Json): Json {
  if (!isObject(data)) return data;
  const trimmed = (value: Json) => (typeof value === 'string' ? value.trim() : value);
  const same = { ...data };
  for (const name of REFERENCES) if (name in same) same[name] = trimmed(same[name]);
  if (Array.isArray(same.person_refs)) same.person_refs = same.person_refs.map(trimmed);
  return same;
}
