import type { Key } from '../../shared/ids.ts';
import { type Notice, STOPPED_UNSENT, wasSent } from '../notice/notice.ts';
import { announcement } from '../steps/announce.ts';
import { giveBackAddresses } from '../steps/give-back-addresses.ts';
import type { WithCandidate } from './ask-request.ts';
import type { Deps } from './deps.ts';
import type { Plan } from './notice-of-plan.ts';

// Which notice has an address for its week (S15), which notices wait for it, and how it comes free again.

/** Whether its dedupe key and its address are free again: stopped, and nothing of it was ever at Notify (S19). */
export const isFree = (notice: Notice): boolean => STOPPED_UNSENT.includes(notice.state) && !wasSent(notice);

/** Whether it waits to go out, or for an officer. */
export const isWaiting = ({ state }: Notice): boolean => state === 'planned' || state === 'set-aside';

/** The address from when it was planned before, if the function that stopped it has not given it back yet. */
export async function giveBackOld(
  deps: Deps,
  { candidate: { way } }: WithCandidate,
  { plan, existing }: { plan: Plan; existing: Notice },
): Promise<void> {
  const keeps = plan.state === 'planned' ? way?.address : undefined;
  if (await giveBackAddresses(deps.store, existing, keeps)) await makeWay(deps, existing);
}

/**
 * An address that an earlier try took for this notice before it died is not needed any more. What that try would have
 * written has this version at most, so a worker that still goes on loses. `false` if another function moved the notice.
 */
export async function giveBackTaken(
  { store }: Deps,
  { candidate: { way } }: WithCandidate,
  { notice, anew }: { notice: Notice; anew: boolean },
): Promise<boolean> {
  const last = anew ? notice : { ...notice, version: notice.version + 1 };
  if (!anew && !(await store.annotate(last))) return false;
  if (way) await store.giveBackAddress(way.address, last);
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
  const { id, way } = candidate;
  const holder = way && (await store.addressHolder(way.address, now));
  if (!holder) return false;
  await store.waitFor(holder, id, now);
  const has = await store.get(holder);
  // Its stop has not been followed up yet, or the function that took it this address died before it said so.
  if (has && !uses(has, way.address)) {
    const free = await store.giveBackAddress(way.address, has);
    // Taken for what it was to become, by a planner that died, or that is about to write it and then decides anew.
    if (!free && isFree(has)) await giveBackTaken(deps, asked, { notice: has, anew: false });
  }
  return (await store.addressHolder(way.address, now)) === holder;
}

const uses = (notice: Notice, address: Key): boolean =>
  !isFree(notice) &&
  (notice.address === address || Object.values(notice.attempts).some((attempt) => attempt.address === address));
