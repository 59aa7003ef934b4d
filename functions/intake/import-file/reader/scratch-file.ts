import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

// No rollback journal and no wait for the disk: an import that dies reads the file again from its start. Large pages, because
// all is written once and read once.
export const SCRATCH_SETTINGS = `PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16000; PRAGMA temp_store = FILE`;

/** What a scratch file with a table `reject` tells of refused rows, and its end. */
export const endOf = (db: DatabaseSync, path: string) => ({
  /** How many rows were refused for which reason. */
  reasons: (): Record<string, number> => {
    const counts = db.prepare('SELECT reason, count(*) AS n FROM reject GROUP BY reason ORDER BY reason').all();
    return Object.fromEntries(counts.map(({ reason, n }) => [reason, n]));
  },
  close: (): void => {
    if (db.isOpen) db.close();
    rmSync(path, { force: true });
  },
});
