import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { protect } from './protect/protect.ts';
import type { Memory } from './protect/types.ts';
import type { Dataset, PublishedDataset, Row } from './types.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What one dataset comes to, in some years or in all. */
export type Made = {
  rows: Row[];
  memory: Memory | undefined;
  /** How many small counts nothing can hide any more, since what gives them away is public already. */
  exposed: number;
};

type Before = { rows: Row[]; memory: Memory };

/**
 * Runs a dataset's SQL: counts, then the hiding of small ones, then the published rows, which are left in a table of
 * the dataset's name if another one reads them.
 */
export function makeRows(
  db: DatabaseSync,
  dataset: Dataset,
  { asOf, before, isRead }: { asOf: string; before: Before; isRead: boolean },
): Made {
  const { name, definition } = dataset;
  db.prepare('update release set definition_version = ?').run(definition.version);
  for (const [table, rows] of Object.entries(dataset.tables)) fill(db, table, Object.keys(rows[0] ?? {}), rows);
  let memory: Memory | undefined;
  let exposed = 0;
  if (dataset.countsSql !== null) {
    const counted = query(db, dataset.countsSql, name);
    const { protect: spec } = definition;
    const safe = spec && protect({ rows: counted.rows, spec, asOf, before });
    memory = safe?.memory;
    exposed = safe?.exposed.length ?? 0;
    fill(db, 'protected', counted.columns, safe?.rows ?? counted.rows);
  }
  const { columns, rows } = query(db, dataset.sql, name);
  const wanted = dataset.metadata.tableSchema.columns.map((column) => column.name);
  if (columns.join() !== wanted.join())
    throw new Error(`dataset ${name}: its SQL gives the columns ${columns.join()}, its metadata ${wanted.join()}`);
  if (isRead) fill(db, name, columns, rows);
  db.exec('drop table if exists temp.protected');
  return { rows, memory, exposed };
}

function query(db: DatabaseSync, sql: string, name: string): { columns: string[]; rows: Row[] } {
  try {
    const statement = db.prepare(sql);
    const columns = statement.columns().map((column) => String(column.name));
    statement.setReturnArrays(true);
    const rows: Row[] = [];
    for (const values of statement.iterate() as unknown as Iterable<Row[string][]>) rows.push(rowOf(columns, values));
    return { columns, rows };
  } catch (error) {
    throw new Error(`dataset ${name}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Objects of one shape whose texts are shared: a long history has the same few codes in hundreds of thousands of rows, and
 * node:sqlite makes a new text, and an object of no shape, for each.
 */
function rowOf(columns: readonly string[], values: readonly Row[string][]): Row {
  const row: Row = {};
  for (let place = 0; place < columns.length; place += 1) {
    const value = values[place]!;
    row[columns[place]!] = typeof value === 'string' ? shared(value) : value;
  }
  return row;
}

const TEXTS = new Map<string, string>();
const MOST_TEXTS = 50_000;

function shared(text: string): string {
  const known = TEXTS.get(text);
  if (known !== undefined) return known;
  if (TEXTS.size >= MOST_TEXTS) TEXTS.clear();
  TEXTS.set(text, text);
  return text;
}

export function fill(db: DatabaseSync, table: string, columns: readonly string[], rows: readonly Row[]): void {
  const place = `temp.${quoted(table)}`;
  const declared = columns.map((column) => `${quoted(column)} ${typeIn(rows, column)}`);
  db.exec(`drop table if exists ${place}; create temp table ${quoted(table)} (${declared.join()})`);
  db.exec('begin');
  const insert = db.prepare(`insert into ${place} values (${columns.map(() => '?').join()})`);
  for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null));
  db.exec('commit');
}

/** node:sqlite binds every number as a double; a numeric column makes whole ones whole again. */
const typeIn = (rows: readonly Row[], column: string): string =>
  rows.some((row) => typeof row[column] === 'string') ? 'text' : 'numeric';

/** Which facts a dataset is made from: how many, of which days, and a SHA-256, the same wherever the same facts are. */
export function inputsOf(db: DatabaseSync, measures: readonly string[]): PublishedDataset['inputs'] {
  const hash = createHash('sha256');
  let facts = 0;
  let from = '';
  let to = '';
  const found = db
    .prepare(
      'select measure, day, recorded, facts, sha256 from inputs where recorded <= (select as_of from release) order by 1, 2, 3',
    )
    .iterate() as Iterable<{ measure: string; day: string; recorded: string; facts: number; sha256: string }>;
  for (const one of found) {
    if (!measures.includes(one.measure)) continue;
    hash.update(`${one.measure} ${one.day} ${one.recorded} ${one.facts} ${one.sha256}\n`);
    facts += one.facts;
    if (from === '' || one.day < from) from = one.day;
    if (one.day > to) to = one.day;
  }
  const counted = measures.includes('contacts-counted') ? lastDayCounted(db) : '';
  return { facts, from, to: counted > to ? counted : to, sha256: hash.digest('hex') };
}

/** A count is kept under the first of its days, and tells of all up to its last. Empty if there is none. */
function lastDayCounted(db: DatabaseSync): string {
  const found = db
    .prepare('select max("to") as day from facts_contacts_counted where recorded <= (select as_of from release)')
    .get() as { day: string | null };
  return found.day ?? '';
}

/** The measures that a dataset goes back to, also by way of those that it reads. */
export function measuresOf(dataset: Dataset, all: readonly Dataset[]): string[] {
  const { measures, reads } = dataset.definition;
  const read = reads.flatMap((name) => measuresOf(all.find((each) => each.name === name)!, all));
  return [...new Set([...measures, ...read])].sort();
}

/** In an order in which each comes after those that it reads, by `order` else. */
export function inReadingOrder(datasets: readonly Dataset[]): Dataset[] {
  const left = [...datasets].sort((a, b) => a.definition.order - b.definition.order || (a.name < b.name ? -1 : 1));
  const done: Dataset[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ definition }) =>
      definition.reads.every((name) => done.some((each) => each.name === name)),
    );
    if (next < 0)
      throw new Error(`datasets read each other or none that there is: ${left.map(({ name }) => name).join(', ')}`);
    done.push(...left.splice(next, 1));
  }
  return done;
}
