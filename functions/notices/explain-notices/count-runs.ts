import type { Figures } from '../../../contracts/officers/runs.ts';
import { noSums, type RunSums, reconciles, runLine } from '../../../contracts/officers/sums.ts';
import type { Key } from '../../shared/ids.ts';
import { noticesNamed, statusOf } from '../ledger/book-keeping.ts';
import type { Notice, Run } from '../notice/notice.ts';
import type { DecisionStore, NoticeStore } from '../store/ports.ts';
import { everything, mapInGroups } from './pages.ts';

type Time = { remainingMs: () => number };
type Named = { decided: number; notices: Set<Key> };

/** Reads every decision of these runs, and all notices once. */
export async function countRuns(
  store: NoticeStore & DecisionStore,
  { runs, remainingMs }: { runs: Run[] } & Time,
): Promise<Map<string, Figures>> {
  const named = new Map<string, Named>();
  for (const { name } of runs) named.set(name, await namedBy(store, { run: name, remainingMs }));
  if (runs.length === 0) return new Map();
  const wanted = new Set([...named.values()].flatMap(({ notices }) => [...notices]));
  const now = await standing(store, { wanted, remainingMs });
  return new Map(runs.map((run) => [run.name, figuresOf(run, named.get(run.name)!, now)]));
}

async function namedBy(store: DecisionStore, { run, remainingMs }: { run: string } & Time): Promise<Named> {
  const named: Named = { decided: 0, notices: new Set() };
  for await (const decided of everything((after) => store.decisions(run, after), remainingMs)) {
    named.decided += decided.decisions.length;
    for (const id of noticesNamed(decided)) named.notices.add(id);
  }
  return named;
}

type Stands = Pick<Notice, 'state' | 'codes' | 'version'>;

/** Where these notices are now. A scan may be a moment behind, so each that it did not show is looked for by itself. */
async function standing(store: NoticeStore, { wanted, remainingMs }: { wanted: Set<Key> } & Time) {
  const now = new Map<Key, Stands>();
  for await (const { id, state, codes, version } of everything((after) => store.all(after), remainingMs)) {
    if (wanted.has(id) && (now.get(id)?.version ?? -1) < version) now.set(id, { state, codes, version });
  }
  const unseen = [...wanted].filter((id) => !now.has(id));
  for (const notice of await mapInGroups(unseen, (id) => store.get(id))) if (notice) now.set(notice.id, notice);
  return now;
}

/** A row without a notice of its own has nothing due: none is asked for, or an earlier file or row asked for it. */
function figuresOf(run: Run, { decided, notices }: Named, now: ReadonlyMap<Key, Stands>): Figures {
  const { rejected: unreadable } = run;
  const rows = run.rows ?? decided;
  const nothing_due = decided - notices.size;
  const undecided = rows - unreadable - decided;
  const sums: RunSums = { rows, unreadable, nothing_due, undecided, ...noSums(), notices: notices.size };
  const codes: Record<string, number> = {};
  for (const id of notices) {
    const notice = now.get(id);
    if (!notice) continue;
    sums[statusOf(notice.state)] += 1;
    for (const code of notice.state === 'blocked' ? notice.codes : []) codes[code] = (codes[code] ?? 0) + 1;
  }
  return { ...sums, codes, line: runLine(sums), reconciles: reconciles(sums) };
}
