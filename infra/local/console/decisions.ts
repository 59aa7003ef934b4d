import type { DecisionView } from '../../../contracts/officers/runs.ts';
import type { Officers } from '../start/officers.ts';
import { kept } from './kept.ts';

/** Decisions, kept for a while: reading a large run takes long, and a page may be asked for often. */
export type Decisions = {
  all(): Promise<DecisionView[]>;
  ofRun(run: string): Promise<DecisionView[]>;
};

/**
 * Reads decisions through the officers' API: those of one run, or of all.
 * @param time milliseconds that only go up.
 */
export function decisionsFrom(officers: Officers, time: () => number): Decisions {
  const read = async (run: string) => {
    const all: DecisionView[] = [];
    for await (const page of officers.decisions(run)) for (const each of page) all.push(each);
    return all;
  };
  const all = kept(async () => {
    const found: DecisionView[] = [];
    for (const { name } of await officers.runs()) for (const each of await read(name)) found.push(each);
    return found;
  }, time);
  const runs = new Map<string, ReturnType<typeof kept<DecisionView[]>>>();
  return {
    all: () => all.get(),
    ofRun: (run) => {
      if (!runs.has(run))
        runs.set(
          run,
          kept(() => read(run), time),
        );
      return runs.get(run)!.get();
    },
  };
}
