import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { DoorEvent } from '../../../keyed-event.ts';
import type { Reject } from '../../reader/reject.ts';
import { endOf, SCRATCH_SETTINGS } from '../../reader/scratch-file.ts';

/** An event as it waits to be handed on: its contract is found again by its type. */
export type WaitingEvent = Omit<DoorEvent, 'contract'>;

/**
 * A SQLite file beside the stream: what good rows become, and why others were refused. It holds personal data, so `close` removes it.
 * @param path a file that may be written; one that is there is replaced.
 */
export function openRowsScratch(path: string) {
  rmSync(path, { force: true });
  const db = new DatabaseSync(path);
  db.exec(SCRATCH_SETTINGS);
  db.exec(`CREATE TABLE event (seq INTEGER PRIMARY KEY, json TEXT);
    CREATE TABLE reject (seq INTEGER PRIMARY KEY, line INTEGER, field TEXT, reason TEXT, says TEXT, raw TEXT);
    CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID`);
  const addEvent = db.prepare('INSERT INTO event VALUES (?, ?)');
  const addReject = db.prepare('INSERT INTO reject VALUES (?, ?, ?, ?, ?, ?)');
  const addSeen = db.prepare('INSERT OR IGNORE INTO seen VALUES (?)');
  db.exec('BEGIN');

  return {
    add(seq: number, { id, type, time, sequence, data }: DoorEvent): void {
      addEvent.run(seq, JSON.stringify({ id, type, time, sequence, data } satisfies WaitingEvent));
    },
    reject(seq: number, { line, column, reason, says, raw }: Reject): void {
      addReject.run(seq, line, column, reason, says ?? null, raw);
    },
    /** Whether an earlier row has this key. */
    isSeen: (key: string): boolean => addSeen.run(key).changes === 0,
    events: (): number => (db.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n,
    /** In the order of the file, without the first ones. */
    *from(skip: number): Generator<WaitingEvent> {
      const all = db.prepare('SELECT json FROM event ORDER BY seq LIMIT -1 OFFSET ?').iterate(skip);
      for (const { json } of all as Iterable<{ json: string }>) yield JSON.parse(json) as WaitingEvent;
    },
    /** In the order of the file. */
    rejects: () =>
      db
        .prepare('SELECT line, field AS "column", reason, says, raw FROM reject ORDER BY seq')
        .iterate() as Iterable<Reject>,
    ...endOf(db, path),
  };
}
