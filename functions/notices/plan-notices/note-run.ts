import type { Run } from '../notice/notice.ts';
import type { DecisionStore, NoticeStore } from '../store/ports.ts';

/** Puts a day of a source's events on record as a run. */
export type NoteRun = (run: Run) => Promise<void>;

/** Once by each process: a day has many events. */
export function notingRuns(store: Pick<DecisionStore, 'noteRun'> & Pick<NoticeStore, 'openRun'>): NoteRun {
  const noted = new Set<string>();
  return async (run) => {
    if (noted.has(run.name)) return;
    await store.noteRun(run);
    await store.openRun(run.name);
    noted.add(run.name);
  };
}

/** @param now the instant at which the first of its events was decided on */
export const dayOfEvents = (name: string, now: number): Run => ({
  name,
  file: '',
  source: name.slice(0, -'-YYYY-MM-DD'.length),
  imported_at: now,
  rows: null,
  rejected: 0,
});
