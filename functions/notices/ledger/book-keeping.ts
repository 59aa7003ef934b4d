import type { Status } from '../../../contracts/officers/sums.ts';
import type { BookFault } from '../../../contracts/officers/words.ts';
import type { Key } from '../../shared/ids.ts';
import type { MatterDecision, Notice, Run, State } from '../notice/notice.ts';

/** Where each state stands in the ledger. Every state stands in one place. */
export const PLACE: Readonly<Record<State, 'delivered' | 'failed' | 'blocked' | 'expired' | 'cancelled' | 'open'>> = {
  planned: 'open',
  sending: 'open',
  uncertain: 'open',
  accepted: 'open',
  // Not for good: the next channel may still be tried.
  failed: 'open',
  refused: 'open',
  'set-aside': 'open',
  delivered: 'delivered',
  exhausted: 'failed',
  blocked: 'blocked',
  expired: 'expired',
  cancelled: 'cancelled',
  withheld: 'cancelled',
};

const STATUS_OF: Readonly<Record<(typeof PLACE)[State], Status>> = {
  delivered: 'delivered',
  failed: 'failed',
  blocked: 'held',
  expired: 'too_late',
  cancelled: 'cancelled',
  open: 'open',
};

/** Where a notice in this state stands, as officers name it. */
export const statusOf = (state: State): Status => STATUS_OF[PLACE[state]];

const FIRST: readonly State[] = ['planned', 'blocked', 'expired', 'cancelled'];

/** A notice's own book-keeping: it begins where notices begin, and ends where the notice says it is. */
export function faultOf({ state, history }: Notice): BookFault | null {
  if (!Object.hasOwn(PLACE, state)) return 'unknown-state';
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return 'no-history';
  if (!FIRST.includes(first.state)) return 'first-step';
  return last.state === state ? null : 'last-step';
}

/**
 * The notices that a decision stands for. They are written before it is, so each must be there. What S19 left as it was
 * planned before is named by the decision that planned it.
 */
export const noticesNamed = ({ decisions }: MatterDecision): Key[] =>
  decisions.flatMap(({ notice_id, codes }) => (notice_id && !codes.includes('S19') ? [notice_id] : []));

const HALF_A_DAY_MS = 12 * 3_600_000;

/**
 * Runs whose decisions no count has compared with their notices yet: imported since the last one began, or so shortly before
 * it that not all of them had been made. A year's decisions are too many to read them all again.
 */
export const runsSince = (runs: readonly Run[], last_count: number): string[] =>
  runs.filter(({ imported_at }) => imported_at > last_count - HALF_A_DAY_MS).map(({ name }) => name);
