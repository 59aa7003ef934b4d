import type { Books, Ledger, Ledgers } from '../../../contracts/officers/ledger.ts';
import { type Answer, iso, ok, problem, Refused } from '../../shared/http/answer.ts';
import type { Key } from '../../shared/ids.ts';
import { runsSince } from '../ledger/book-keeping.ts';
import type { CountRecord } from '../ledger/notify-count.ts';
import { booksOf } from '../ledger/tally.ts';
import type { Run } from '../notice/notice.ts';
import { atNotify } from './at-notify.ts';
import type { Deps } from './deps.ts';
import { atLeast, ledgersByRun, ledgerWith, noBooks } from './ledger.ts';
import { everything } from './pages.ts';
import { findRun, namedIn } from './runs.ts';

type Asked = { query: Readonly<Record<string, string | undefined>>; remainingMs: () => number };
/** Notices added up: when, if not for this answer. */
type Sums = { all: Books; runs: ReadonlyMap<string, Books>; as_of: string | null };

/**
 * Of everything, of one run (`?run=`), or of everything and each run by itself (`?by=run`): one read of all notices. Where
 * that takes too long for an answer, as the last count added them up.
 * @throws Refused (503) where there is no such count
 */
export async function ledger(deps: Deps, { query, remainingMs }: Asked): Promise<Answer> {
  const { store, counts, alarm } = deps;
  const { run: asked, by } = query;
  if (by !== undefined && by !== 'run') throw new Refused(problem(400, 'bad-query', 'by must be "run".', '?by'));
  const run = asked === undefined ? null : await findRun(store, asked);
  const counted = await counts.read();
  const { all, runs, as_of } = await addedUp(deps, { run, counted, remainingMs }).catch((error: unknown) => {
    const kept = error instanceof Refused ? asCounted(counted, run) : null;
    if (kept === null) throw error;
    return kept;
  });
  const of = (id: string) => ledgerWith(runs.get(id) ?? noBooks, { as_of, notify: atNotify(counted, id) });
  const sums = run === null ? ledgerWith(all, { as_of, notify: atNotify(counted, null) }) : of(run.name);
  if (!sums.balanced) alarm('ledger-unbalanced', { lost: sums.lost, faults: sums.faults, notify: sums.notify });
  const byRun = (): Record<string, Ledger> => Object.fromEntries([...runs.keys()].map((id) => [id, of(id)]));
  return ok(by === 'run' ? ({ ...sums, runs: byRun() } satisfies Ledgers) : sums);
}

type Wanted = { run: Run | null; counted: CountRecord; remainingMs: () => number };

async function addedUp({ store }: Deps, { run, counted, remainingMs }: Wanted): Promise<Sums> {
  const { last } = counted;
  const compared = run ? [run.name] : runsSince(await store.runs(), last?.started_at ?? 0);
  // Notices are written before the decisions that name them: read in this order, each that is named is there by then.
  const notices = await namedIn(store, { runs: compared, remainingMs });
  const isThere = async (id: Key) => (await store.get(id)) !== null;
  const known = last?.books?.planned ?? 0;
  const scan = everything((after) => store.all(after), remainingMs, known);
  const { all, runs } = await ledgersByRun(scan, { notices, isThere });
  return { all: atLeast(all, known), runs, as_of: null };
}

/** What the last count knows; null if there is none, or it does not know this run. */
function asCounted({ last }: CountRecord, run: Run | null): Sums | null {
  if (!last?.books || !('total' in last.books)) return null;
  const { total, runs, found } = last.books;
  if (run && !(run.imported_at < last.started_at && Object.hasOwn(runs, run.name))) return null;
  return {
    all: booksOf(total, found),
    runs: new Map(Object.entries(runs).map(([id, tally]) => [id, booksOf(tally, [])])),
    as_of: iso(last.started_at),
  };
}
