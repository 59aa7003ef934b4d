import type { Notice, State } from '../notice.ts';
import type { AtNotify } from './at-notify.ts';

/** Where each state stands in the ledger. Every state stands in one place. */
const PLACE: Readonly<Record<State, 'delivered' | 'failed' | 'blocked' | 'expired' | 'cancelled' | 'open'>> = {
  planned: 'open',
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
export type Books = {
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
  /** Accepted, and Notify has not been asked about it yet since. */
  accepted_unasked: number;
  /** How many of the blocked each code holds. */
  held: Record<string, number>;
  /** The sum is right, and each notice's history leads from its planning to the state it is in. */
  balanced: boolean;
  /** The first faults found, if any. */
  faults: Fault[];
};

/** The ledger counted twice: from the notices, and from what GOV.UK Notify lists. It balances if both do, and agree. */
export type Ledger = Books & { notify: AtNotify | null };

export const ledgerWith = (books: Books, notify: AtNotify | null): Ledger => ({
  ...books,
  notify,
  balanced: books.balanced && notify?.agrees !== false,
});

export const noBooks: Books = sumOf(new Map());

/** Adds up notices by run. */
export async function ledgersByRun(notices: AsyncIterable<Notice>): Promise<{ all: Books; runs: Map<string, Books> }> {
  const all = adding();
  const runs = new Map<string, ReturnType<typeof adding>>();
  for await (const notice of notices) {
    all.add(notice);
    if (!runs.has(notice.run)) runs.set(notice.run, adding());
    runs.get(notice.run)!.add(notice);
  }
  return { all: all.sum(), runs: new Map([...runs].map(([id, books]) => [id, books.sum()])) };
}

/** Adds up notices. Pages of a scan may show the same notice twice while it changes: the newest version counts. */
export async function ledgerOf(notices: AsyncIterable<Notice>): Promise<Books> {
  const books = adding();
  for await (const notice of notices) books.add(notice);
  return books.sum();
}

type Seen = Pick<Notice, 'version' | 'state' | 'codes'> & { unasked: boolean; fault: Fault['fault'] | null };

function adding() {
  const seen = new Map<string, Seen>();
  return {
    add(notice: Notice): void {
      const { id, version, state, codes, asked } = notice;
      if ((seen.get(id)?.version ?? -1) >= version) return;
      const unasked = state === 'accepted' && asked === 0;
      seen.set(id, { version, state, codes: state === 'blocked' ? codes : [], unasked, fault: faultOf(notice) });
    },
    sum: () => sumOf(seen),
  };
}

function sumOf(seen: Map<string, Seen>): Books {
  const sums = { delivered: 0, failed: 0, blocked: 0, expired: 0, cancelled: 0, open: 0 };
  const open_by_state: Partial<Record<State, number>> = {};
  const faults: Fault[] = [];
  const held: Record<string, number> = {};
  let withheld = 0;
  let accepted_unasked = 0;
  for (const [notice, { state, codes, unasked, fault }] of seen) {
    if (fault !== null) faults.push({ notice, fault });
    if (!Object.hasOwn(PLACE, state)) continue;
    sums[PLACE[state]] += 1;
    if (PLACE[state] === 'open') open_by_state[state] = (open_by_state[state] ?? 0) + 1;
    if (state === 'withheld') withheld += 1;
    if (unasked) accepted_unasked += 1;
    for (const code of codes) held[code] = (held[code] ?? 0) + 1;
  }
  const sum = Object.values(sums).reduce((total, each) => total + each, 0);
  return {
    planned: seen.size,
    ...sums,
    open_by_state,
    withheld,
    accepted_unasked,
    held,
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
