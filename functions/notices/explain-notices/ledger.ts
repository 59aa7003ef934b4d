import type { Key } from '../../shared/ids.ts';
import { type BookFault, faultOf, PLACE } from '../book-keeping.ts';
import type { Notice, State } from '../notice.ts';
import type { AtNotify } from './at-notify.ts';

/** How many faults a ledger names. */
const NAMED = 20;

type Fault = { notice: string; fault: BookFault };

/**
 * What became of every notice that was ever planned, which is every one that is there, and every one that a decision names:
 * planned = delivered + failed + blocked + expired + cancelled + open, and none is lost.
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
  /** Planned, and there no more. */
  lost: number;
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

/** With as many more planned and lost as a count has known of before. */
export const atLeast = (books: Books, planned: number): Books => {
  const fewer = Math.max(0, planned - books.planned);
  const lost = books.lost + fewer;
  return { ...books, planned: books.planned + fewer, lost, balanced: books.balanced && lost === 0 };
};

export const noBooks: Books = sumOf(new Map());

/** What decisions say must be there: notices, each with the run that named it last, and how to look for one of them. */
export type Named = { notices: ReadonlyMap<Key, string>; isThere: (id: Key) => Promise<boolean> };

const LOOKED_AT_ONCE = 25;

/**
 * Adds up notices, all of them and by run. Pages of a scan may show the same notice twice while it changes: the newest
 * version counts. One that a decision names counts as planned even where it is not there: then the sum does not come out.
 */
export async function ledgersByRun(
  notices: AsyncIterable<Notice>,
  named: Named = { notices: new Map(), isThere: async () => true },
): Promise<{ all: Books; runs: Map<string, Books> }> {
  const all = adding();
  const runs = new Map<string, ReturnType<typeof adding>>();
  const of = (run: string) => {
    if (!runs.has(run)) runs.set(run, adding());
    return runs.get(run)!;
  };
  for await (const notice of notices) {
    all.add(notice);
    of(notice.run).add(notice);
  }
  for (const [id, run] of await lost(named, all.has)) {
    all.lose(id);
    of(run).lose(id);
  }
  return { all: all.sum(), runs: new Map([...runs].map(([id, books]) => [id, books.sum()])) };
}

/** A scan may be a moment behind, so each that it did not show is looked for by itself. */
async function lost({ notices, isThere }: Named, has: (id: Key) => boolean): Promise<[Key, string][]> {
  const unseen = [...notices].filter(([id]) => !has(id));
  const gone: [Key, string][] = [];
  for (let i = 0; i < unseen.length; i += LOOKED_AT_ONCE) {
    const some = unseen.slice(i, i + LOOKED_AT_ONCE);
    const there = await Promise.all(some.map(([id]) => isThere(id)));
    gone.push(...some.filter((_, j) => !there[j]));
  }
  return gone;
}

type Seen = Pick<Notice, 'version' | 'codes'> & { state: State | null; unasked: boolean; fault: BookFault | null };

const LOST: Seen = { version: Number.POSITIVE_INFINITY, state: null, codes: [], unasked: false, fault: 'lost' };

function adding() {
  const seen = new Map<string, Seen>();
  return {
    add(notice: Notice): void {
      const { id, version, state, codes, asked } = notice;
      if ((seen.get(id)?.version ?? -1) >= version) return;
      const unasked = state === 'accepted' && asked === 0;
      seen.set(id, { version, state, codes: state === 'blocked' ? codes : [], unasked, fault: faultOf(notice) });
    },
    lose: (id: Key) => void seen.set(id, LOST),
    has: (id: Key) => seen.has(id),
    sum: () => sumOf(seen),
  };
}

function sumOf(seen: Map<string, Seen>): Books {
  const sums = { delivered: 0, failed: 0, blocked: 0, expired: 0, cancelled: 0, open: 0 };
  const open_by_state: Partial<Record<State, number>> = {};
  const faults: Fault[] = [];
  const held: Record<string, number> = {};
  let lost = 0;
  let withheld = 0;
  let accepted_unasked = 0;
  for (const [notice, { state, codes, unasked, fault }] of seen) {
    if (fault !== null) faults.push({ notice, fault });
    if (fault === 'lost') lost += 1;
    if (state === null || !Object.hasOwn(PLACE, state)) continue;
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
    lost,
    open_by_state,
    withheld,
    accepted_unasked,
    held,
    balanced: sum === seen.size && faults.length === 0,
    faults: faults.slice(0, NAMED),
  };
}
