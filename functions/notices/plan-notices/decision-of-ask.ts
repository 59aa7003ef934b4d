import { occasionAsTold } from '../families/told-asks.ts';
import { type Decision, type Notice, STOPPED_UNSENT } from '../notice/notice.ts';
import { type AskRequest, isTold, type WithCandidate } from './ask-request.ts';
import type { Plan } from './notice-of-plan.ts';

// What is kept of a decision, for the run that asked.

export function decisionOn({ asked, view, candidate }: AskRequest, more: Partial<Decision>): Decision {
  const { matter } = view;
  return {
    line: asked.line ?? null,
    matter_ref: matter.ref,
    person_ref: matter.people.find(({ person }) => person === asked.person)?.ref ?? '',
    person: asked.person,
    bill_year: matter.about.bill_year ?? null,
    notice_type: candidate?.type ?? null,
    ...(candidate &&
      isTold(candidate) && { kind: matter.about.kind, occasion: occasionAsTold(candidate.occasion, view) }),
    outcome: 'none',
    variant: null,
    codes: [],
    reason: null,
    due_at: null,
    notice_id: null,
    ...more,
  };
}

export const plannedAs = (request: AskRequest, notice: Notice) => {
  const { id, channel, variant, due_at } = notice;
  const planned = { outcome: channel, variant, due_at, notice_id: id, ...weighsOf(request) };
  return { decision: decisionOn(request, planned), notice };
};

/** What the brake weighs a notice by. */
function weighsOf({ candidate }: AskRequest): Pick<Decision, 'asks_pence' | 'act_by'> {
  const { asks_pence, document, entry } = candidate ?? {};
  const act_by = entry?.duty === 'statutory' ? document?.act_by : null;
  return { ...(asks_pence !== undefined && { asks_pence }), ...(act_by && { act_by }) };
}

export const stoppedAs = (request: WithCandidate, notice: Notice, { codes, reason }: Plan) => ({
  decision: decisionOn(request, { codes, reason, notice_id: request.candidate.id }),
  notice,
});

/** What was decided on a notice, whatever has become of it since. */
export const asItStands = (request: WithCandidate, notice: Notice) =>
  STOPPED_UNSENT.includes(notice.state)
    ? stoppedAs(request, notice, { state: 'blocked', codes: notice.codes, reason: notice.reason })
    : plannedAs(request, notice);
