import type { MatterEvent } from '../../../register/register.ts';
import { addDays, londonInstant } from '../../../shared/calendar/london.ts';
import type { DocumentAsked } from '../family.ts';
import { type AskOf, dataOf, type Telling, withCover } from '../told-asks.ts';

// What events about a claim ask for (format page of events, section 3).

type Named = { key: string; sha256: string };
type Scheme = 'hb' | 'cts';
type ClaimReceived = { received_on: string; answer_by: string };
type EvidenceRequested = { scheme: Scheme; request_ref: string; due_by: string; document: Named };
type EvidenceReceived = { request_ref: string; complete: boolean };
type DecisionMade = {
  scheme: Scheme;
  decision_ref: string;
  decision: 'awarded' | 'changed' | 'refused' | 'ended';
  decided_on: string;
  schedule9_complete: boolean;
  document: Named;
};
type PaymentSuspended = { suspension_ref: string; reply_by: string; document: Named };
type OverpaymentDecided = { overpayment_ref: string; decided_on: string; document: Named };

/** How long a text may say that a decision was sent: as long as it can be disputed. */
const DISPUTE_DAYS = 28;
const REMINDED_BEFORE_DAYS = [14, 5] as const;

const documentOf = (type: string, occasion: string, document: DocumentAsked): AskOf => ({
  type: `${type}.document`,
  occasion,
  last_day: null,
  document,
});

function evidenceRequested(told: MatterEvent): AskOf[] {
  const { scheme, request_ref, due_by, document } = dataOf<EvidenceRequested>(told);
  const reply = { ...document, kind: 'benefit-reply', act_by: due_by, complete: true, scheme } as const;
  const asked = documentOf('ben.evidence.requested', request_ref, reply);
  return [
    ...withCover(asked, { last_day: due_by }),
    ...REMINDED_BEFORE_DAYS.map(
      (days): AskOf => ({
        type: 'ben.evidence.reminder',
        occasion: `${request_ref}/${days}`,
        last_day: due_by,
        not_before: londonInstant(addDays(due_by, -days), '00:00'),
        passes: 'day',
        needs: { type: asked.type, occasion: request_ref },
      }),
    ),
  ];
}

const decisionType = ({ scheme, decision }: DecisionMade): string => {
  if (scheme === 'cts') return 'cts.decision.made';
  return decision === 'awarded' || decision === 'refused' ? 'hb.decision.made' : 'hb.award.changed';
};

const isComplete = (newer: MatterEvent, asking: MatterEvent): boolean => {
  if (newer.type !== 'council.benefits.evidence-received.v1') return false;
  const { request_ref, complete } = dataOf<EvidenceReceived>(newer);
  return complete && request_ref === dataOf<EvidenceRequested>(asking).request_ref;
};

export const telling: Telling = {
  asks: {
    'council.benefits.claim-received.v1': (told) => {
      const { received_on, answer_by } = dataOf<ClaimReceived>(told);
      return [{ type: 'ben.claim.received', occasion: received_on, last_day: answer_by }];
    },
    'council.benefits.evidence-requested.v1': evidenceRequested,
    'council.benefits.decision-made.v1': (told) => {
      const made = dataOf<DecisionMade>(told);
      const complete = made.schedule9_complete;
      const document = { ...made.document, kind: 'decision', act_by: null, complete } as const;
      const last_day = addDays(made.decided_on, DISPUTE_DAYS);
      return withCover(documentOf(decisionType(made), made.decision_ref, document), { last_day });
    },
    'council.benefits.payment-suspended.v1': (told) => {
      const { suspension_ref, reply_by, document: named } = dataOf<PaymentSuspended>(told);
      const document = { ...named, kind: 'benefit-reply', act_by: reply_by, complete: true } as const;
      return withCover(documentOf('hb.payment.suspended', suspension_ref, document), { last_day: reply_by });
    },
    'council.benefits.overpayment-decided.v1': (told) => {
      const { overpayment_ref, decided_on, document: named } = dataOf<OverpaymentDecided>(told);
      const document = { ...named, kind: 'decision', act_by: null, complete: true } as const;
      const last_day = addDays(decided_on, DISPUTE_DAYS);
      return withCover(documentOf('hb.overpayment.decided', overpayment_ref, document), { last_day });
    },
  },
  ended: {
    'ben.claim.received': () => true,
    'ben.evidence.requested.document': isComplete,
    'ben.evidence.requested': isComplete,
    // Once it is decided nothing is needed any more.
    'ben.evidence.reminder': (newer, asking) =>
      isComplete(newer, asking) || newer.type === 'council.benefits.decision-made.v1',
  },
};
