import { firstLookAt } from '../notice/document-of-cover.ts';
import { type Decision, type Notice, UNCLAIMED } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import { contextAt } from '../rules/context.ts';
import { asPlanned } from '../rules/documents.ts';
import type { Look } from '../rules/look.ts';
import { lookAgain } from '../rules/look-again.ts';
import { enterAndPut, toRelease } from '../steps/agenda.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import { giveBackOld, waits } from './address-of-notice.ts';
import type { WithCandidate } from './ask-request.ts';
import { noteWait } from './claims.ts';
import { asItStands, plannedAs, stoppedAs } from './decision-of-ask.ts';
import type { Deps } from './deps.ts';
import { noticeOfPlan, type Plan } from './notice-of-plan.ts';
import { planFor } from './plan-for.ts';

type Anew = { decision: Decision; notice: Notice | null };

/**
 * Decides again for a notice that an event asks for and that has not gone yet (format page of events, section 4, Again): it is
 * stopped, or goes another way, or at another time. What has gone stays as it is, and so does what waits to go another way because one
 * channel failed. Null if another function moved the notice meanwhile.
 */
export async function planAnew(deps: Deps, request: WithCandidate, existing: Notice): Promise<Anew | null> {
  if (existing.state === 'blocked' && hasFailed(existing)) return goOn(deps, request, existing);
  if (existing.state !== 'planned' || hasFailed(existing)) return asItStands(request, existing);
  const plan = await planFor(deps, request, existing);
  if (plan.state !== 'planned') return stop(deps, request, { existing, plan });
  if (isAsPlanned(request, existing)) return plannedAs(request, existing);
  const notice = noticeOfPlan(plan, { ...request, existing });
  await noteWait(deps, request);
  if (!(await enterAndPut(deps.store, notice, toRelease(deps.catalogue, notice, firstLookAt(notice))))) return null;
  await giveBackOld(deps, request, { plan, existing });
  return plannedAs(request, notice);
}

/**
 * What was held on its way to another channel, since one had failed, goes on there once nothing holds it, under the rules of the moment and
 * with new dates. What holds it now may be something else, with another last day.
 */
async function goOn(deps: Deps, request: WithCandidate, existing: Notice): Promise<Anew | null> {
  const { view, now } = request;
  const found = lookAgain(existing, view, { ...contextAt(now, deps), looks: asPlanned(existing.document?.bytes) });
  if (found.kind !== 'go' && found.kind !== 'wait') {
    const plan = planOf(found);
    return isHeldSo(existing, plan) ? asItStands(request, existing) : stop(deps, request, { existing, plan });
  }
  const { channel, address, variant, served } = found.recipient;
  const due_at = found.kind === 'wait' ? found.due_at : now;
  const changes = { ...UNCLAIMED, uncertain_since: null, asked: 0, due_at, channel, address, variant, ...served };
  const notice = become(existing, 'planned', { at: now, by: 'plan-notices', reason: 'next-channel' }, changes);
  return (await enterAndPut(deps.store, notice, toRelease(deps.catalogue, notice, firstLookAt(notice))))
    ? plannedAs(request, notice)
    : null;
}

const planOf = (found: Exclude<Look, { kind: 'go' | 'wait' }>): Plan => ({
  ...{ codes: [], reason: null },
  ...found,
  state: found.kind,
});

const isHeldSo = ({ state, codes, reason, over_on }: Notice, plan: Plan): boolean =>
  state === plan.state && codes.join() === plan.codes.join() && reason === plan.reason && over_on === plan.over_on;

const hasFailed = ({ attempts }: Notice): boolean =>
  Object.values(attempts).some(({ outcome }) => outcome !== undefined);

async function stop(
  deps: Deps,
  request: WithCandidate,
  { existing, plan }: { existing: Notice; plan: Plan },
): Promise<Anew | null> {
  const { codes, reason, over_on } = plan;
  const found = {
    blocked: { kind: 'blocked', codes, ...(reason && { reason }), ...(over_on && { over_on }) },
    cancelled: { kind: 'cancelled', reason: reason ?? 'trigger-ended' },
    expired: { kind: 'expired' },
  } as const;
  const as = found[plan.state as keyof typeof found];
  if (!(await stopUnsent(deps, existing, { found: as, by: 'plan-notices' }))) return null;
  if (codes.join() === 'S15' && !(await waits(deps, request))) return null;
  const notice = await deps.store.get(existing.id);
  return stoppedAs(request, notice ?? existing, plan);
}

/** What is due already stays due as it was; what was put off for a reason stays put off. */
function isAsPlanned({ candidate, now }: WithCandidate, existing: Notice): boolean {
  const { way, variant, last_day, due_at, document, served, run } = candidate;
  const sameTime =
    existing.due_at === due_at || (due_at <= now && (existing.due_at <= now || existing.reason !== null));
  return (
    sameTime &&
    existing.channel === way?.channel &&
    existing.address === way.address &&
    existing.variant === variant &&
    existing.last_day === last_day &&
    existing.run === run &&
    existing.document?.sha256 === document?.sha256 &&
    existing.issued_on === served?.issued_on &&
    (existing.act_by ?? null) === (document?.act_by ?? null)
  );
}
