// What the engine keeps in the data folder beside fauxqs and dynalite: generated secrets, and whether it ended cleanly.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type SavedState = {
  secrets: Record<string, string>;
  closedCleanly: boolean;
  /** CloudFront KeyValueStores by ARN. The version changes with every write. */
  keyValues: Record<string, { version: string; items: Record<string, string> }>;
  /** When each schedule was last due, or first seen: epoch milliseconds by logical id. */
  schedules: Record<string, number>;
};

export type State = {
  saved: SavedState;
  /** Whether the folder has the state of an earlier engine. */
  resumed: boolean;
  save(change: Partial<SavedState>): void;
};

/** Without a folder, state lives as long as the engine. @throws if the file is not JSON. */
export function openState(dataDir?: string): State {
  const file = dataDir && join(dataDir, 'engine.json');
  let saved: SavedState = { secrets: {}, closedCleanly: false, keyValues: {}, schedules: {} };
  const resumed = Boolean(file && existsSync(file));
  if (file && resumed) {
    try {
      saved = { ...saved, ...JSON.parse(readFileSync(file, 'utf8')) };
    } catch {
      throw new Error(`${file} is not readable as JSON. Start with another --data folder, or delete this one.`);
    }
  }
  return {
    resumed,
    get saved() {
      return saved;
    },
    save: (change) => {
      saved = { ...saved, ...change };
      if (!file) return;
      mkdirSync(dataDir, { recursive: true });
      // Written beside and renamed: a kill leaves the old file or the new one.
      writeFileSync(`${file}.new`, JSON.stringify(saved), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
