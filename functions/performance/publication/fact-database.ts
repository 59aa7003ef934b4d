import { DatabaseSync } from 'node:sqlite';
import { type Cells, COLUMNS } from './cells.ts';

/** No council had digital figures before: an older day is a slip, and would make a history of many empty years. */
export const EARLIEST = '2000-01-01';

/** A database of cells, in memory or in a file that is kept from one run to the next. */
export type FactDatabase = {
  db: DatabaseSync;
  /** Puts the cells of a measure's day in place of those it had. */
  put: (cells: Iterable<Cells>) => void;
  close: () => void;
};

const tableOf = (measure: string): string => `all_${measure.replaceAll('-', '_')}`;
const quoted = (name: string): string => `"${name}"`;

/** node:sqlite binds every number as a double; these columns make whole ones whole again, as division in SQL needs. */
const NUMBERS = new Set([
  'contacts',
  'revision',
  'answers',
  'score',
  'cost_pence',
  'seconds',
  'days_to_service',
  'fallback',
  'rows',
  'rejected',
]);
const declared = (name: string): string => `${quoted(name)} ${NUMBERS.has(name) ? 'numeric' : 'text'}`;

/**
 * Opens a database with a table and a view for each measure: `all_contact` has every cell, the view `facts_contact`
 * those recorded up to the release's day.
 */
export function openFactDatabase(path = ':memory:'): FactDatabase {
  const db = new DatabaseSync(path);
  db.exec('pragma journal_mode = off; pragma synchronous = off; pragma temp_store = memory;');
  db.exec('create table if not exists release (as_of text not null, definition_version text not null)');
  db.exec(
    'create table if not exists inputs (measure text, day text, recorded text, facts integer, sha256 text, ' +
      'primary key (measure, day, recorded)) without rowid',
  );
  const inserts = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const deletes = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  for (const [measure, { columns, counted }] of Object.entries(COLUMNS)) {
    const table = tableOf(measure);
    const all = counted ? [...columns, counted] : columns;
    db.exec(`create table if not exists ${table} (${all.map(declared).join(', ')})`);
    db.exec(`create index if not exists ${table}_day on ${table} (day)`);
    db.exec(
      `create view if not exists facts_${measure.replaceAll('-', '_')} as ` +
        `select * from ${table} where recorded <= (select as_of from release) and day >= '${EARLIEST}'`,
    );
    inserts.set(measure, db.prepare(`insert into ${table} values (${all.map(() => '?').join(', ')})`));
    deletes.set(measure, db.prepare(`delete from ${table} where day = ?`));
  }
  const input = db.prepare('insert into inputs values (?, ?, ?, ?, ?)');
  const forget = db.prepare('delete from inputs where measure = ? and day = ?');
  const put = (cells: Iterable<Cells>): void => {
    db.exec('begin');
    for (const { measure, day, inputs, rows } of cells) {
      if (Number(forget.run(measure, day).changes) > 0) deletes.get(measure)!.run(day);
      for (const { recorded, facts, sha256 } of inputs) input.run(measure, day, recorded, facts, sha256);
      const insert = inserts.get(measure)!;
      for (const row of rows) insert.run(...row);
    }
    db.exec('commit');
  };
  return { db, put, close: () => db.close() };
}

/** The newest day on which a fact of the database was recorded; null if it has none. */
export const newestRecorded = ({ db }: FactDatabase): string | null =>
  (db.prepare('select max(recorded) as newest from inputs').get() as { newest: string | null }).newest;
