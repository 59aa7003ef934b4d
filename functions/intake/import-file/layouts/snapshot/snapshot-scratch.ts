import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Reject } from '../../reader/reject.ts';
import { endOf, SCRATCH_SETTINGS } from '../../reader/scratch-file.ts';
import { changedColumns, recut } from './digests.ts';

/** A row of a snapshot: its key is null where it cannot be read, its digests where the row is refused. */
type SnapshotRow = { seq: number; line: number; ref: string | null; digests: string | null; raw: string };

export type Change =
  | { kind: 'added' | 'gone'; ref: string; columns?: undefined }
  | { kind: 'changed'; ref: string; columns: string[] };

export type Changes = { added: number; changed: number; gone: number; same: number };

/** The digests of the last snapshot, and of which columns they are. */
type Before = { path: string; columns: readonly string[] };

const RECORDS = 'record (ref TEXT PRIMARY KEY, digests TEXT) WITHOUT ROWID';
const TAKEN = 'digests IS NOT NULL';

/**
 * A SQLite file beside the stream, in which a snapshot is compared with the last one. It holds personal data, so `close` removes it.
 * @param path a file that may be written; one that is there is replaced.
 * @param columns the compared ones
 */
export function openSnapshotScratch(path: string, columns: readonly string[]) {
  rmSync(path, { force: true });
  const db = new DatabaseSync(path);
  db.exec(SCRATCH_SETTINGS);
  db.exec(`CREATE TABLE row (seq INTEGER PRIMARY KEY, line INTEGER, ref TEXT, digests TEXT, raw TEXT);
    CREATE TABLE reject (seq INTEGER PRIMARY KEY, field TEXT, reason TEXT)`);
  const addRow = db.prepare('INSERT INTO row VALUES (?, ?, ?, ?, ?)');
  const addReject = db.prepare('INSERT INTO reject VALUES (?, ?, ?)');
  const count = (from: string): number => (db.prepare(`SELECT count(*) AS n FROM ${from}`).get() as { n: number }).n;
  const refs = (from: string) => db.prepare(`SELECT ref ${from} ORDER BY ref`).iterate() as Iterable<{ ref: string }>;
  db.exec('BEGIN');

  const ADDED = `FROM row WHERE ${TAKEN} AND ref NOT IN (SELECT ref FROM before.record)`;
  const GONE = 'FROM before.record WHERE ref NOT IN (SELECT ref FROM row WHERE ref IS NOT NULL)';
  /** From a file of which a key cannot be read, or comes twice, nothing is gone. */
  let isSure = true;

  function* changed(): Generator<Extract<Change, { kind: 'changed' }>> {
    const differing = db
      .prepare(
        `SELECT ref, before.record.digests AS was, row.digests AS is_now FROM row JOIN before.record USING (ref)
         WHERE row.${TAKEN} AND row.digests <> before.record.digests ORDER BY ref`,
      )
      .iterate() as Iterable<{ ref: string; was: string; is_now: string }>;
    for (const { ref, was, is_now } of differing) {
      const names = changedColumns(columns, was, is_now);
      if (names.length > 0) yield { kind: 'changed', ref, columns: names };
    }
  }

  return {
    add({ seq, line, ref, digests, raw }: SnapshotRow): void {
      addRow.run(seq, line, ref, digests, raw);
    },
    reject(seq: number, { column, reason }: Pick<Reject, 'column' | 'reason'>): void {
      addReject.run(seq, column, reason);
    },
    /** All rows are in: those of one key refuse each other, whatever their order. @param column the last of the key */
    refuseTwice(column: string): void {
      db.exec('CREATE INDEX by_ref ON row (ref, digests)');
      const twice = 'SELECT ref FROM row WHERE ref IS NOT NULL GROUP BY ref HAVING count(*) > 1';
      isSure = count('row WHERE ref IS NULL') === 0 && count(`(${twice})`) === 0;
      db.prepare(`INSERT OR IGNORE INTO reject SELECT seq, ?, 'duplicate' FROM row WHERE ref IN (${twice})`).run(
        column,
      );
      db.exec(`UPDATE row SET digests = NULL WHERE ${TAKEN} AND seq IN (SELECT seq FROM reject)`);
    },
    /** What it is compared with; nothing before the first. */
    compareWith(before: Before | null): void {
      db.exec('COMMIT');
      db.prepare('ATTACH ? AS before').run(before?.path ?? ':memory:');
      if (before === null) db.exec(`CREATE TABLE before.${RECORDS}`);
      else if (before.columns.join() !== columns.join()) {
        db.function('recut', (digests) => recut(String(digests), before.columns, columns));
        db.exec('UPDATE before.record SET digests = recut(digests)');
      }
    },
    taken: (): number => count(`row WHERE ${TAKEN}`),
    counts(): Changes {
      const added = count(`(SELECT ref ${ADDED})`);
      let changes = 0;
      for (const _ of changed()) changes += 1;
      const gone = isSure ? count(`(SELECT ref ${GONE})`) : 0;
      return { added, changed: changes, gone, same: count(`row WHERE ${TAKEN}`) - added - changes };
    },
    /** In an order that the same files always give. */
    *changes(): Generator<Change> {
      for (const { ref } of refs(ADDED)) yield { kind: 'added', ref };
      yield* changed();
      if (isSure) for (const { ref } of refs(GONE)) yield { kind: 'gone', ref };
    },
    /**
     * Writes the digests that the next snapshot is compared with. A record of which a refused row speaks stays as it was, and where
     * nothing is gone, all that was there stays.
     * @returns how many records that are
     */
    writeRecords(to: string): number {
      rmSync(to, { force: true });
      db.prepare('ATTACH ? AS after').run(to);
      db.exec('PRAGMA after.journal_mode = OFF; PRAGMA after.synchronous = OFF');
      const stay = isSure ? 'WHERE ref IN (SELECT ref FROM row WHERE digests IS NULL)' : 'WHERE TRUE';
      db.exec(`CREATE TABLE after.${RECORDS};
        INSERT INTO after.record SELECT ref, digests FROM row WHERE ${TAKEN} ORDER BY ref;
        INSERT OR IGNORE INTO after.record SELECT ref, digests FROM before.record ${stay}`);
      const records = count('after.record');
      db.exec('DETACH after');
      return records;
    },
    /** In the order of the file. */
    rejects: () =>
      db
        .prepare('SELECT line, field AS "column", reason, raw FROM reject JOIN row USING (seq) ORDER BY seq')
        .iterate() as Iterable<Reject>,
    ...endOf(db, path),
  };
}
