import type { LifeView } from '../../../contracts/officers/notices.ts';
import type { Decision, Notice } from '../notice/notice.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { decisionViews } from './runs.ts';

/** Runs that are looked through for a notice: a month of nights. */
const RUNS = 31;

/** What else its person and matter were told of has a life of its own. */
const isOf =
  ({ person, id }: Notice) =>
  (decision: Decision): boolean =>
    decision.person === person && (decision.notice_id === null || decision.notice_id === id);

/** The decisions about a notice's person and matter in the runs of the last month, and in the one that planned it. */
export async function decisionsAbout(
  { store, catalogue }: Pick<Deps, 'store' | 'catalogue'>,
  notice: Notice,
): Promise<LifeView['decisions']> {
  const runs = (await store.runs()).toSorted((a, b) => b.imported_at - a.imported_at);
  // What asked for it last may be no file, and so in no list of runs.
  const asked = new Set([...runs.slice(0, RUNS).map(({ name }) => name), notice.run]);
  const found = await mapInGroups([...asked], (run) => store.decision(run, notice.about.id));
  const its = found.flatMap((each) => (each ? [{ ...each, decisions: each.decisions.filter(isOf(notice)) }] : []));
  const files = new Map(runs.map(({ name, file }) => [name, file]));
  return (await decisionViews({ store, catalogue }, its)).map((each) => ({
    ...each,
    file: files.get(each.run) || null, // a day of events is a run without one
  }));
}
