import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Reject } from '../../reader/reject.ts';
import { endOf, SCRATCH_SETTINGS } from '../../reader/scratch-file.ts';

/** A row as it came. What is null could not be read. `refused` is 1 if the row has a fault. */
type ScratchRow = {
  seq: number;
  line: number;
  account: string | null;
  bill_year: string | null;
  person: string | null;
  refused: 0 | 1;
  raw: string;
};
type OfDebt = { account: string; bill_year: string; refused: 0 | 1 };

/** Why a row is refused, by the row's number. */
export type Refusal = { seq: number; reason: string; column: string | null };

const TABLES = `
  CREATE TABLE row (
    seq INTEGER PRIMARY KEY, line INTEGER, account TEXT, bill_year TEXT, person TEXT, refused INTEGER, raw TEXT
  );
  CREATE TABLE reject (seq INTEGER PRIMARY KEY, reason TEXT, field TEXT);
  CREATE TABLE waiting (seq INTEGER PRIMARY KEY)`;
const KNOWN = 'WHERE account IS NOT NULL AND bill_year IS NOT NULL';
const DEBTS = `SELECT account, bill_year FROM row ${KNOWN} GROUP BY account, bill_year`;

/**
 * A SQLite file beside the stream, so that rows of one account may lie far apart in a file of any size. It holds rows
 * as they came, personal data included, so `close` removes it.
 * @param path a file that may be written; one that is there is replaced.
 */
export function openScratch(path: string) {
  rmSync(path, { force: true });
  const db = new DatabaseSync(path);
  db.exec(SCRATCH_SETTINGS);
  db.exec(TABLES);
  const addRow = db.prepare('INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?)');
  const addReject = db.prepare('INSERT INTO reject VALUES (?, ?, ?)');
  const insertWaiting = db.prepare('INSERT INTO waiting VALUES (?)');
  const rawOf = db.prepare('SELECT raw FROM row WHERE seq = ?');
  db.exec('BEGIN');

  return {
    add({ seq, line, account, bill_year, person, refused, raw }: ScratchRow): void {
      addRow.run(seq, line, account, bill_year, person, refused, raw);
    },
    reject({ seq, reason, column }: Refusal): void {
      addReject.run(seq, reason, column);
    },
    /** Notes a row whose notice waits for its pay-by date. */
    addWaiting(seq: number): void {
      insertWaiting.run(seq);
    },
    /** Physical lines of such rows that were not refused: how many, and the first of them. */
    waiting(most: number): { rows: number; lines: number[] } {
      const from = 'FROM waiting JOIN row USING (seq) WHERE refused = 0';
      const { rows } = db.prepare(`SELECT count(*) AS rows ${from}`).get() as { rows: number };
      const first = db.prepare(`SELECT line ${from} ORDER BY seq LIMIT ?`).all(most) as { line: number }[];
      return { rows, lines: first.map(({ line }) => line) };
    },
    /** All rows are in: what follows goes by account and bill year. */
    sort(): void {
      db.exec('CREATE INDEX by_debt ON row (account, bill_year, seq, person, refused)');
    },
    /** Refuses rows that were taken for good ones, however many: they may be found while going through `shared`. */
    refuse(refusals: Iterable<Refusal>): void {
      for (const { seq, reason, column } of refusals) {
        addReject.run(seq, reason, column);
      }
      db.exec('UPDATE row SET refused = 1 WHERE refused = 0 AND seq IN (SELECT seq FROM reject)');
    },
    /** Accounts and bill years. */
    debts: (): number => (db.prepare(`SELECT count(*) AS n FROM (${DEBTS})`).get() as { n: number }).n,
    /** Rows that share their account and bill year with others, by debt and in the order of the file. */
    shared: () =>
      db
        .prepare(
          `SELECT seq, account, bill_year, person, refused FROM (${DEBTS} HAVING count(*) > 1)
           JOIN row USING (account, bill_year) ORDER BY account, bill_year, seq`,
        )
        .iterate() as Iterable<OfDebt & { seq: number; person: string | null }>,
    /** All rows whose account and bill year are known, in the same order, with their text: as arrays, which is quicker. */
    rows(): Iterable<[line: number, account: string, bill_year: string, refused: 0 | 1, raw: string]> {
      const all = db.prepare(
        `SELECT line, account, bill_year, refused, raw FROM row ${KNOWN} ORDER BY account, bill_year, seq`,
      );
      all.setReturnArrays(true);
      return all.iterate() as unknown as ReturnType<Scratch['rows']>;
    },
    raw: (seq: number): string => (rawOf.get(seq) as { raw: string }).raw,
    /** In the order of the file. */
    rejects: () =>
      db
        .prepare('SELECT line, field AS "column", reason, raw FROM reject JOIN row USING (seq) ORDER BY seq')
        .iterate() as Iterable<Reject>,
    ...endOf(db, path),
  };
}

export type Scratch = ReturnType<typeof openScratch>;
