import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stored } from '../notify/store.ts';

const PATIENCE = 10; // writing takes at most a tenth of the time
const QUICK_MS = 4;

/**
 * Keeps the sandbox's state in a folder. The real Notify forgets nothing when a machine dies: what it stores is in
 * `sandbox.journal` before it answers, and once in a while everything is in `sandbox.json`, and the journal empty.
 * Statuses since then come about again by themselves, and their receipts a second time.
 */
export function stateKeeper(folder: string) {
  const path = join(folder, 'sandbox.json');
  const journal = join(folder, 'sandbox.journal');
  let took = 0;
  let timer: NodeJS.Timeout | undefined;
  const save = (state: unknown) => {
    clearTimeout(timer);
    timer = undefined;
    const started = performance.now();
    writeFileSync(`${path}.new`, JSON.stringify(state));
    renameSync(`${path}.new`, path);
    writeFileSync(journal, ''); // after a kill right before this, what is in both counts once
    took = performance.now() - started;
  };
  return {
    save,
    /** @throws Error if the files are not what was written there. */
    read: (): { state?: unknown; storedSince: Stored[] } => ({
      ...(existsSync(path) ? { state: JSON.parse(readFileSync(path, 'utf8')) } : {}),
      storedSince: existsSync(journal) ? readJournal(readFileSync(journal, 'utf8')) : [],
    }),
    stored: (stored: Stored) => appendFileSync(journal, `${JSON.stringify(stored)}\n`),
    changed(state: () => unknown) {
      if (timer) return;
      if (took <= QUICK_MS) save(state());
      else timer = setTimeout(() => save(state()), took * PATIENCE);
    },
  };
}

/** A last line without its end was cut off by a kill, before any caller had an answer. */
const readJournal = (text: string): Stored[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Stored);
