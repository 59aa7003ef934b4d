import { createHash, type Hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Measure } from '../facts/fact.ts';
import { COLUMNS } from './cells.ts';
import { EARLIEST } from './fact-database.ts';
import { dateOf } from './periods.ts';
import { startOf } from './protect/periods.ts';
import type { Days } from './settle/types.ts';

/** Hashes of the facts of each financial year (its first day), by measure. */
export type FactsByYear = ReadonlyMap<string, ReadonlyMap<Measure, string>>;

/** Measures whose facts tell of one notice together, whenever each was told. */
const OF_NOTICES = (Object.keys(COLUMNS) as Measure[]).filter((measure) => COLUMNS[measure].columns.includes('notice'));
const tableOf = (measure: Measure): string => measure.replaceAll('-', '_');

/**
 * What facts a year's rows rest on: those of its days, and what other years tell of the same notices, which is put aside
 * in `astray_…` tables.
 */
export function factsByYear(db: DatabaseSync): FactsByYear {
  const years = new Map<string, Map<Measure, Hash>>();
  const add = (year: string, measure: Measure, line: string): void => {
    const own = years.get(year) ?? new Map<Measure, Hash>();
    years.set(year, own);
    const hash = own.get(measure) ?? createHash('sha256');
    own.set(measure, hash.update(line));
  };
  const inputs = db
    .prepare(
      `select measure, day, recorded, facts, sha256 from inputs
       where recorded <= (select as_of from release) and day >= '${EARLIEST}' order by 1, 2, 3`,
    )
    .iterate() as Iterable<{ measure: Measure; day: string; recorded: string; facts: number; sha256: string }>;
  for (const { measure, day, recorded, facts, sha256 } of inputs)
    add(startOf('year', day), measure, `${day} ${recorded} ${facts} ${sha256}\n`);
  for (const measure of OF_NOTICES) for (const [year, line] of astray(db, measure)) add(year, measure, line);
  return new Map(
    [...years].map(([year, own]) => [year, new Map([...own].map(([measure, hash]) => [measure, hash.digest('hex')]))]),
  );
}

/** Notices told of in more years than one: each of these years rests on what the others tell. */
function* astray(db: DatabaseSync, measure: Measure): Generator<[year: string, line: string]> {
  const table = `astray_${tableOf(measure)}`;
  const view = `main.facts_${tableOf(measure)}`;
  db.exec(`drop table if exists temp.${table}`);
  db.exec(
    `create temp table ${table} as select * from ${view} where notice in
       (select notice from ${view} group by notice
        having substr(min(day), 1, 4) - (substr(min(day), 6, 2) < '04') <> substr(max(day), 1, 4) - (substr(max(day), 6, 2) < '04'))`,
  );
  const rows = db.prepare(`select * from temp.${table}`).all() as { notice: string; day: string }[];
  const byNotice = [...Map.groupBy(rows, ({ notice }) => notice)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, own] of byNotice) {
    const told = own.map((row) => JSON.stringify(Object.values(row))).sort();
    for (const year of new Set(own.map(({ day }) => startOf('year', day)))) yield [year, told.join('\n')];
  }
}

/** The measures whose facts some SQL names. */
export const measuresIn = (sql: string): Measure[] =>
  (Object.keys(COLUMNS) as Measure[]).filter((measure) => new RegExp(`\\bfacts_${tableOf(measure)}\\b`).test(sql));

/**
 * Puts the facts of a year's days, and what other years tell of the same notices, in place of all facts: in tables that
 * stand before the views of the same names.
 */
export function narrowFacts(db: DatabaseSync, { first, last }: Days, measures: readonly Measure[]): void {
  widenFacts(db);
  const [from, to] = [dateOf(first), dateOf(last)];
  for (const measure of measures) {
    const name = `facts_${tableOf(measure)}`;
    db.exec(`create temp table ${name} as select * from main.${name} where day between '${from}' and '${to}'`);
    if (!OF_NOTICES.includes(measure)) continue;
    const others = `temp.astray_${tableOf(measure)}`;
    db.exec(
      `insert into temp.${name} select * from ${others} where day not between '${from}' and '${to}'
         and notice in (select notice from ${others} where day between '${from}' and '${to}')`,
    );
  }
}

/** All facts are there again. */
export function widenFacts(db: DatabaseSync): void {
  for (const measure of Object.keys(COLUMNS) as Measure[])
    db.exec(`drop table if exists temp.facts_${tableOf(measure)}`);
}
