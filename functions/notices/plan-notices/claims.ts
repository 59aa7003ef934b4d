import type { Key } from '../../shared/ids.ts';
import { capOf } from '../catalogue/types.ts';
import { claimOn, claimsBeside, isTooNear } from '../notice/claim.ts';
import type { Notice } from '../notice/notice.ts';
import { ON_TIME_MS } from '../notice/timing.ts';
import type { WithCandidate } from './ask-request.ts';
import type { Deps } from './deps.ts';

/** What a candidate takes of its address (S15); null where its type has no cap, or it has no address. */
export const claimFor = ({ way, entry: { cap }, due_at }: WithCandidate['candidate']): Key | null =>
  way && cap ? claimOn(cap, way.address, due_at) : null;

/**
 * Before a text is planned that does not have the whole number to itself: whoever answers STOP or WRONG is found by what they
 * wait for.
 */
export async function noteWait(
  { store }: Pick<Deps, 'store'>,
  { candidate }: Pick<WithCandidate, 'candidate'>,
): Promise<void> {
  const { way } = candidate;
  if (way?.channel === 'sms' && claimFor(candidate) !== way.address) await store.waitAt(way.address, candidate);
}

/** A notice that is in the way of another, and what it has taken. */
export type InTheWay = { holder: Key; claim: Key };

/** Who is in the way of a candidate: whoever has what it would take, or is due too near to it. */
export async function inTheWay(
  { store }: Pick<Deps, 'store'>,
  { candidate, now }: Pick<WithCandidate, 'candidate' | 'now'>,
): Promise<InTheWay | null> {
  const { id, way, due_at, entry } = candidate;
  const claim = claimFor(candidate);
  if (!claim || !way || !entry.cap) return null;
  const holder = await store.addressHolder(claim, now);
  if (holder && holder !== id) return { holder, claim };
  for (const beside of claimsBeside(entry.cap, way.address, due_at)) {
    const other = await store.addressHolder(beside, now);
    const notice = other && other !== id ? await store.get(other) : null;
    if (notice && isTooNear(entry.cap, notice.due_at, due_at)) return { holder: notice.id, claim: beside };
  }
  return null;
}

/** The week begins when the notice goes out: what goes out late takes it again then (announce-sent.ts). */
export async function takeClaim(
  deps: Pick<Deps, 'store'>,
  request: Pick<WithCandidate, 'candidate' | 'now'>,
  existing: Notice | null,
): Promise<boolean> {
  const { candidate, now } = request;
  const claim = claimFor(candidate);
  const cap = capOf(candidate.entry);
  if (!claim || cap === null) return true;
  const taker = { id: candidate.id, version: (existing?.version ?? 0) + 1 };
  const until = Math.max(now, candidate.due_at) + cap + ON_TIME_MS;
  if (!(await deps.store.takeAddress(claim, taker, until, now))) return false;
  if (candidate.entry.cap?.from === 'planning' || !(await inTheWay(deps, request))) return true;
  await deps.store.giveBackAddress(claim, taker);
  return false;
}
