import type { Contract } from './envelope.ts';
import { contract as claimReceived } from './events/benefits/claim-received.v1.ts';
import { contract as decisionMade } from './events/benefits/decision-made.v1.ts';
import { contract as evidenceReceived } from './events/benefits/evidence-received.v1.ts';
import { contract as evidenceRequested } from './events/benefits/evidence-requested.v1.ts';
import { contract as overpaymentDecided } from './events/benefits/overpayment-decided.v1.ts';
import { contract as paymentSuspended } from './events/benefits/payment-suspended.v1.ts';
import { contract as contactMade } from './events/contacts/contact-made.v1.ts';
import { contract as contactsCounted } from './events/contacts/contacts-counted.v1.ts';
import { contract as dayCovered } from './events/contacts/day-covered.v1.ts';
import { contract as satisfactionAnswered } from './events/contacts/satisfaction-answered.v1.ts';
import { contract as fileImported } from './events/intake/file-imported.v1.ts';
import { contract as fileRefused } from './events/intake/file-refused.v1.ts';
import { contract as noticeBlocked } from './events/notices/notice-blocked.v1.ts';
import { contract as noticeCancelled } from './events/notices/notice-cancelled.v1.ts';
import { contract as noticeDelivered } from './events/notices/notice-delivered.v1.ts';
import { contract as noticeExpired } from './events/notices/notice-expired.v1.ts';
import { contract as noticeFailed } from './events/notices/notice-failed.v1.ts';
import { contract as noticeHoldOver } from './events/notices/notice-hold-over.v1.ts';
import { contract as noticeMadeWay } from './events/notices/notice-made-way.v1.ts';
import { contract as noticePlanned } from './events/notices/notice-planned.v1.ts';
import { contract as noticeSent } from './events/notices/notice-sent.v1.ts';
import { contract as noticeServed } from './events/notices/notice-served.v1.ts';
import { contract as directDebitFailed } from './events/payments/direct-debit-failed.v1.ts';
import { contract as paymentReceived } from './events/payments/payment-received.v1.ts';
import { contract as smokeTestBegun } from './events/platform/smoke-test-begun.v1.ts';
import { contract as recordAdded } from './events/records/record-added.v1.ts';
import { contract as recordChanged } from './events/records/record-changed.v1.ts';
import { contract as recordGone } from './events/records/record-gone.v1.ts';
import { contract as accountSnapshotted } from './events/recovery/account-snapshotted.v1.ts';
import { contract as arrangementAgreed } from './events/recovery/arrangement-agreed.v1.ts';
import { contract as arrangementMissed } from './events/recovery/arrangement-missed.v1.ts';
import { contract as documentIssued } from './events/recovery/document-issued.v1.ts';
import { contract as enforcementPlanned } from './events/recovery/enforcement-planned.v1.ts';
import { contract as holdApplied } from './events/recovery/hold-applied.v1.ts';
import { contract as holdOverruled } from './events/recovery/hold-overruled.v1.ts';
import { contract as holdReleased } from './events/recovery/hold-released.v1.ts';
import { contract as requestClosed } from './events/requests/request-closed.v1.ts';
import { contract as requestReceived } from './events/requests/request-received.v1.ts';
import { contract as requestReopened } from './events/requests/request-reopened.v1.ts';
import { contract as stageChanged } from './events/requests/stage-changed.v1.ts';
import { contract as targetMoved } from './events/requests/target-moved.v1.ts';
import { contract as addressChanged } from './events/residents/address-changed.v1.ts';
import { contract as contactChanged } from './events/residents/contact-changed.v1.ts';
import { contract as deathRecorded } from './events/residents/death-recorded.v1.ts';
import { contract as eServiceAgreed } from './events/residents/e-service-agreed.v1.ts';
import { contract as eServiceWithdrawn } from './events/residents/e-service-withdrawn.v1.ts';
import { contract as formatChosen } from './events/residents/format-chosen.v1.ts';
import { contract as identityLinked } from './events/residents/identity-linked.v1.ts';
import { contract as letterReturned } from './events/residents/letter-returned.v1.ts';
import { contract as optOutRecorded } from './events/residents/opt-out-recorded.v1.ts';
import { contract as replyReceived } from './events/residents/reply-received.v1.ts';
import { contract as bookingCancelled } from './events/waste/booking-cancelled.v1.ts';
import { contract as collectionBooked } from './events/waste/collection-booked.v1.ts';

/** Every fact that may stand on the bus: its emitters, its consumers, its owner and what care it needs. */
export const catalogue: Contract[] = [
  fileImported,
  fileRefused,
  accountSnapshotted,
  holdApplied,
  holdReleased,
  holdOverruled,
  paymentReceived,
  documentIssued,
  arrangementAgreed,
  arrangementMissed,
  enforcementPlanned,
  directDebitFailed,
  claimReceived,
  evidenceRequested,
  evidenceReceived,
  decisionMade,
  paymentSuspended,
  overpaymentDecided,
  requestReceived,
  stageChanged,
  targetMoved,
  requestClosed,
  requestReopened,
  collectionBooked,
  bookingCancelled,
  identityLinked,
  addressChanged,
  contactChanged,
  eServiceAgreed,
  eServiceWithdrawn,
  formatChosen,
  optOutRecorded,
  deathRecorded,
  letterReturned,
  replyReceived,
  recordAdded,
  recordChanged,
  recordGone,
  noticePlanned,
  noticeBlocked,
  noticeSent,
  noticeServed,
  noticeDelivered,
  noticeFailed,
  noticeExpired,
  noticeCancelled,
  noticeHoldOver,
  noticeMadeWay,
  contactsCounted,
  contactMade,
  dayCovered,
  satisfactionAnswered,
  smokeTestBegun,
];

/** The contract of a type, or undefined if there is none. */
export const contractOf = (type: string): Contract | undefined => catalogue.find((each) => each.type === type);
