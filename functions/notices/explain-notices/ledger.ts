import type { Notice, State } from '../notice.ts';

/** Where each state stands in the ledger. Every state stands in one place. */
const PLACE: Readonly<Record<State, 'delivered' | 'failed' | 'blocked' | 'expired' | 'cancelled' | 'open'>> = {
  planned: 'open',
  released: 'open',
  sending: 'open',
  uncertain: 'open',
  accepted: 'open',
  // Not for good: the next channel may still be tried.
  failed: 'open',
  refused: 'open',
  delivered: 'delivered',
  exhausted: 'failed',
  blocked: 'blocked',
  expired: 'expired',
  cancelled: 'cancelled',
  withheld: 'cancelled',
};

const FIRST: readonly State[] = ['planned', 'blocked', 'expired'];

/** How many faults a ledger names. */
const NAMED = 20;

type Fault = { notice: string; fault: 'unknown-state' | 'no-history' | 'first-step' | 'last-step' };

/**
 * What became of every notice that was ever planned:
 * planned = delivered + failed + blocked + expired + cancelled + open.
 */
export type Ledger = {
  planned: number;
  delivered: number;
  /** For good: no channel is left. */
  failed: number;
  blocked: number;
  expired: number;
  /** Withheld ones included. */
  cancelled: number;
  open: number;
  open_by_state: Partial<Record<State, number>>;
  withheld: number;
  /** The sum is right, and each notice's history leads from its planning to the state it is in. */
  balanced: boolean;
  /** The first faults found, if any. */
  faults: Fault[];
};

/** Adds up notices. Pages of a scan may show the same notice twice while it changes: the newest version counts. */
export async function ledgerOf(notices: AsyncIterable<Notice>): Promise<Ledger> {
  const seen = new Map<string, { version: number; state: State; fault: Fault['fault'] | null }>();
  for await (const notice of notices) {
    if ((seen.get(notice.id)?.version ?? -1) >= notice.version) continue;
    seen.set(notice.id, { version: notice.version, state: notice.state, fault: faultOf(notice) });
  }
  const sums = { delivered: 0, failed: 0, blocked: 0, expired: 0, cancelled: 0, open: 0 };
  const open_by_state: Partial<Record<State, number>> = {};
  const faults: Fault[] = [];
  let withheld = 0;
  for (const [notice, { state, fault }] of seen) {
    if (fault !== null) faults.push({ notice, fault });
    if (!Object.hasOwn(PLACE, state)) continue;
    sums[PLACE[state]] += 1;
    if (PLACE[state] === 'open') open_by_state[state] = (open_by_state[state] ?? 0) + 1;
    if (state === 'withheld') withheld += 1;
  }
  const sum = Object.values(sums).reduce((total, each) => total + each, 0);
  return {
    planned: seen.size,
    ...sums,
    open_by_state,
    withheld,
    balanced: sum === seen.size && faults.length === 0,
    faults: faults.slice(0, NAMED),
  };
}

/** A notice's own book-keeping: it begins where notices begin, and ends where the notice says it is. */
function faultOf({ state, history }: Notice): Fault['fault'] | null {
  if (!Object.hasOwn(PLACE, state)) return 'unknown-state';
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return 'no-history';
  if (!FIRST.includes(first.state)) return 'first-step';
  return last.state === state ? null : 'last-step';
}
