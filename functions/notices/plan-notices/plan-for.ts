import type { Code } from '../../../contracts/codes.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import { doesNotGo } from '../notice/document-of-cover.ts';
import { isWaiting } from '../notice/has-gone.ts';
import type { Notice } from '../notice/notice.ts';
import type { WithCandidate } from './ask-request.ts';
import { inTheWay, takeClaim } from './claims.ts';
import type { Deps } from './deps.ts';
import type { Plan } from './notice-of-plan.ts';

const blockedBy = (codes: Code[], over_on: string | null = null): Plan => ({
  state: 'blocked',
  codes: codes.sort(),
  reason: null,
  ...(over_on && { over_on }),
});
const because = (state: 'blocked' | 'cancelled' | 'expired', reason: Reason): Plan => ({ state, codes: [], reason });

/**
 * What is to become of a notice, in the order of the format page of events, section 4. Asks what needs to know of other notices:
 * whether the document of a cover goes, and, only if no other code applies, HOUSEHOLD and S15.
 */
export async function planFor(deps: Deps, request: WithCandidate, existing: Notice | null): Promise<Plan> {
  const { candidate, behind } = request;
  const { entry, codes, fault, no_way, way } = candidate;
  const waits = existing !== null && isWaiting(existing);
  const ended = endedBy(request, waits);
  if (ended) return ended;
  if (codes.length > 0) return blockedBy(codes, candidate.over_on);
  if (!(await documentGoes(deps, request))) return because('blocked', 'document-not-sent');
  if (fault) return because('blocked', fault);

  const expired = candidate.expired || (candidate.too_old && !waits);
  const others: Code[] = no_way ? [no_way] : [];
  if (behind) others.push('HOUSEHOLD');
  if (way && !no_way && entry.cap !== null) {
    const takes = others.length === 0 && !expired;
    const free = takes ? await takeClaim(deps, request, existing) : !(await inTheWay(deps, request));
    if (!free) others.push('S15');
  }
  if (others.length > 0) return blockedBy(others);
  return expired ? because('expired', 'expired') : { state: 'planned', codes: [], reason: null };
}

/** What waits since before its moment is not asked for anew when that has passed. */
function endedBy({ candidate: { ended } }: WithCandidate, waits: boolean): Plan | null {
  if (!ended || (ended === 'moment-passed' && waits)) return null;
  return because(ended === 'no-reporter' ? 'blocked' : 'cancelled', ended);
}

/** Whether the document of which a cover or a reminder speaks goes, or has gone, to the same person. */
async function documentGoes({ store }: Deps, { candidate: { speaks_of } }: WithCandidate): Promise<boolean> {
  if (!speaks_of) return true;
  const document = await store.get(speaks_of);
  return document !== null && !doesNotGo(document);
}
