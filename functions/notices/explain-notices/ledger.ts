import type { Books, Fault, Ledger } from '../../../contracts/officers/ledger.ts';
import { noticesLine, sumsOf } from '../../../contracts/officers/sums.ts';
import type { Key } from '../../shared/ids.ts';
import { addTo, booksOf, type Line, lineOf, noTally } from '../ledger/tally.ts';
import type { Notice } from '../notice/notice.ts';

export const ledgerWith = (books: Books, { notify, as_of }: Pick<Ledger, 'notify' | 'as_of'>): Ledger => ({
  ...books,
  as_of,
  line: noticesLine(sumsOf(books)),
  notify,
  balanced: books.balanced && notify?.agrees !== false,
});

/** With as many more planned and lost as a count has known of before. */
export const atLeast = (books: Books, planned: number): Books => {
  const fewer = Math.max(0, planned - books.planned);
  const lost = books.lost + fewer;
  return { ...books, planned: books.planned + fewer, lost, balanced: books.balanced && lost === 0 };
};

export const noBooks: Books = booksOf(noTally(), []);

type Seen = Line & { version: number; run: string };

/** What decisions say must be there: notices, each with the run that named it last, and how to look for one of them. */
export type Named = { notices: ReadonlyMap<Key, string>; isThere: (id: Key) => Promise<boolean> };

const LOOKED_AT_ONCE = 25;

/**
 * Adds up notices, all of them and by run. One that a decision names counts as planned even where it is not there: then the
 * sum does not come out.
 */
export async function ledgersByRun(
  notices: AsyncIterable<Notice>,
  named: Named = { notices: new Map(), isThere: async () => true },
): Promise<{ all: Books; runs: Map<string, Books> }> {
  const seen = new Map<Key, Seen>();
  for await (const notice of notices) {
    const { id, version, run } = notice;
    // Pages of a scan may show the same notice twice while it changes: the newest version counts.
    if ((seen.get(id)?.version ?? -1) < version) seen.set(id, { version, run, ...lineOf(notice) });
  }
  const all = adding();
  const runs = new Map<string, ReturnType<typeof adding>>();
  const of = (run: string) => {
    if (!runs.has(run)) runs.set(run, adding());
    return runs.get(run)!;
  };
  // A notice that several files asked for is of the one whose decisions are compared with it, else of the newest.
  const runOf = (id: Key, line: Seen) => named.notices.get(id) ?? line.run;
  for (const [id, line] of seen) for (const sums of [all, of(runOf(id, line))]) sums.add(id, line);
  for (const [id, run] of await lost(named, seen)) for (const sums of [all, of(run)]) sums.lose(id);
  return { all: all.books(), runs: new Map([...runs].map(([id, sums]) => [id, sums.books()])) };
}

/** A scan may be a moment behind, so each that it did not show is looked for by itself. */
async function lost({ notices, isThere }: Named, seen: ReadonlyMap<Key, unknown>): Promise<[Key, string][]> {
  const unseen = [...notices].filter(([id]) => !seen.has(id));
  const gone: [Key, string][] = [];
  for (let i = 0; i < unseen.length; i += LOOKED_AT_ONCE) {
    const some = unseen.slice(i, i + LOOKED_AT_ONCE);
    const there = await Promise.all(some.map(([id]) => isThere(id)));
    gone.push(...some.filter((_, j) => !there[j]));
  }
  return gone;
}

function adding() {
  const tally = noTally();
  const faults: Fault[] = [];
  return {
    add(notice: Key, line: Line): void {
      addTo(tally, line);
      if (line.fault !== null) faults.push({ notice, fault: line.fault });
    },
    lose(notice: Key): void {
      tally.lost += 1;
      faults.push({ notice, fault: 'lost' });
    },
    books: (): Books => booksOf(tally, faults),
  };
}
