import type { Key } from '../../shared/ids.ts';
import { claimOf } from '../notice/claim.ts';
import { isFree } from '../notice/has-gone.ts';
import type { Notice } from '../notice/notice.ts';
import { announcement } from '../steps/announce.ts';
import { giveBackAddresses } from '../steps/give-back-addresses.ts';
import type { WithCandidate } from './ask-request.ts';
import { claimFor, inTheWay } from './claims.ts';
import type { Deps } from './deps.ts';
import type { Plan } from './notice-of-plan.ts';

// Which notice has an address for its week (S15), which notices wait for it, and how it comes free again.

/** The address from when it was planned before, if the function that stopped it has not given it back yet. */
export async function giveBackOld(
  deps: Deps,
  { candidate }: WithCandidate,
  { plan, existing }: { plan: Plan; existing: Notice },
): Promise<void> {
  const keeps = plan.state === 'planned' ? (claimFor(candidate) ?? candidate.way?.address) : undefined;
  if (await giveBackAddresses(deps.store, existing, keeps)) await makeWay(deps, existing);
}

/**
 * An address that an earlier try took for this notice before it died is not needed any more. What that try would have
 * written has this version at most, so a worker that still goes on loses. `false` if another function moved the notice.
 */
export async function giveBackTaken(
  { store }: Deps,
  { candidate }: WithCandidate,
  { notice, anew }: { notice: Notice; anew: boolean },
): Promise<boolean> {
  const last = anew ? notice : { ...notice, version: notice.version + 1 };
  if (!anew && !(await store.annotate(last))) return false;
  const claim = claimFor(candidate);
  if (claim) await store.giveBackAddress(claim, last);
  return true;
}

/** Tells that notices which wait for this one may be looked at again. */
export const makeWay = ({ publish, council, now }: Deps, notice: Notice): Promise<void> =>
  publish([announcement('made-way', notice, { council, at: now() })]);

/**
 * Puts on record that a notice waits for the one that has its address. `false` if that one has made way by now: it may
 * have told of it before any notice was seen to wait.
 */
export async function waits(deps: Deps, asked: WithCandidate): Promise<boolean> {
  const { store } = deps;
  const { candidate, now } = asked;
  const found = await inTheWay(deps, asked);
  if (!found) return false;
  const { holder, claim } = found;
  await store.waitFor(holder, candidate.id, now);
  const has = await store.get(holder);
  // Its stop has not been followed up yet, or the function that took it this address died before it said so.
  if (has && !uses(has, claim)) {
    const free = await store.giveBackAddress(claim, has);
    // Taken for what it was to become, by a planner that died, or that is about to write it and then decides anew.
    if (!free && isFree(has)) await giveBackTaken(deps, asked, { notice: has, anew: false });
  }
  return (await inTheWay(deps, asked))?.holder === holder;
}

const uses = (notice: Notice, claim: Key): boolean =>
  !isFree(notice) &&
  (claimOf(notice) === claim || Object.values(notice.attempts).some((attempt) => attempt.address === claim));
