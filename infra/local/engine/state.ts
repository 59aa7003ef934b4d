// What the engine keeps in the data folder beside fauxqs and dynalite: generated secrets, and whether it ended cleanly.

import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type SavedState = {
  secrets: Record<string, string>;
  closedCleanly: boolean;
  /** CloudFront KeyValueStores by ARN. The version changes with every write. */
  keyValues: Record<string, { version: string; items: Record<string, string> }>;
  /** When each schedule was last due, or first seen: epoch milliseconds by logical id. */
  schedules: Record<string, number>;
  /** Which folder this was written in: a copy of it is another. */
  folder: string | null;
};

export type State = {
  saved: SavedState;
  /** Whether the folder has the state of an earlier engine. */
  resumed: boolean;
  /** Whether that engine's folder was another one, of which this is a copy. */
  copied: boolean;
  /** From now on it is a folder of its own. */
  settle(): void;
  save(change: Partial<SavedState>): void;
};

/** Without a folder, state lives as long as the engine. @throws if the file is not JSON. */
export function openState(dataDir?: string): State {
  const file = dataDir && join(dataDir, 'engine.json');
  let saved: SavedState = { secrets: {}, closedCleanly: false, keyValues: {}, schedules: {}, folder: null };
  const resumed = Boolean(file && existsSync(file));
  if (file && resumed) {
    try {
      saved = { ...saved, ...JSON.parse(readFileSync(file, 'utf8')) };
    } catch {
      throw new Error(`${file} is not readable as JSON. Start with another --data folder, or delete this one.`);
    }
  }
  const folder = dataDir === undefined ? null : identityOf(dataDir);
  const save = (change: Partial<SavedState>) => {
    saved = { ...saved, ...change };
    if (!file) return;
    // Written beside and renamed: a kill leaves the old file or the new one.
    writeFileSync(`${file}.new`, JSON.stringify(saved), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    resumed,
    copied: saved.folder !== null && saved.folder !== folder,
    settle: () => save({ folder }),
    get saved() {
      return saved;
    },
    save,
  };
}

/** What a copy of the folder does not take along: where a file lies that is written once, and since when. */
function identityOf(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'folder');
  if (!existsSync(file)) writeFileSync(file, '');
  const { ino, birthtimeMs } = statSync(file);
  return `${ino} ${Math.floor(birthtimeMs)}`;
}
