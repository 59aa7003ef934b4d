import type { Run } from '../notice/notice.ts';
import type { DecisionStore, NoticeStore } from '../store/ports.ts';

/** Puts a day of a source's events on record as a run. */
export type NoteRun = (run: Run) => Promise<void>;

/** Once by each process, which decides on several of a day's events at a time. */
export function notingRuns(store: Pick<DecisionStore, 'noteRun'> & Pick<NoticeStore, 'openRun'>): NoteRun {
  const noted = new Map<string, Promise<void>>();
  const note = async (run: Run): Promise<void> => {
    await store.noteRun(run);
    await store.openRun(run.name);
  };
  return async (run) => {
    const noting = noted.get(run.name) ?? note(run);
    noted.set(run.name, noting);
    try {
      await noting;
    } catch (error) {
      noted.delete(run.name);
      throw error;
    }
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
