import type { Notice } from '../notice/notice.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { type DecisionView, decisionViews } from './runs.ts';
import type { noticeView } from './views.ts';

/** Runs that are looked through for a notice: a month of nights. */
const RUNS = 31;

type Decided = DecisionView & { file: string | null };

/** The life of one notice: from the row of a file to the last receipt. */
export type LifeView = ReturnType<typeof noticeView> & {
  /** Null where no row is kept any more. */
  account_ref: string | null;
  /** How often Notify was asked about its present message after it was accepted. */
  asked: number;
  /** What each file's row led to for this notice, newest first, with the file and the line in it. */
  decisions: Decided[];
};

/** The decisions about a notice's person and matter in the runs of the last month, and in the one that planned it. */
export async function decisionsAbout(
  { store, catalogue }: Pick<Deps, 'store' | 'catalogue'>,
  notice: Notice,
): Promise<Decided[]> {
  const runs = (await store.runs()).toSorted((a, b) => b.imported_at - a.imported_at);
  // What asked for it last may be no file, and so in no list of runs.
  const asked = new Set([...runs.slice(0, RUNS).map(({ extract_id }) => extract_id), notice.run]);
  const found = await mapInGroups([...asked], (run) => store.decision(run, notice.about.id));
  const its = found.flatMap((each) =>
    each ? [{ ...each, decisions: each.decisions.filter(({ person }) => person === notice.person) }] : [],
  );
  const files = new Map(runs.map(({ extract_id, file }) => [extract_id, file]));
  return (await decisionViews({ store, catalogue }, its)).map((each) => ({
    ...each,
    file: files.get(each.extract_id) ?? null,
  }));
}
