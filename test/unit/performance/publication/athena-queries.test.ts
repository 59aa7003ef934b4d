import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { FACT_TABLES } from '../../../../functions/performance/facts/table.ts';
import { cellsOfAll } from '../../../../functions/performance/publication/cells.ts';
import { knownIn, makeTables } from '../../../../functions/performance/publication/counted.ts';
import { openFactDatabase } from '../../../../functions/performance/publication/fact-database.ts';
import { dateOf, dayNumber } from '../../../../functions/performance/publication/periods.ts';
import { savedQueries } from '../../../../infra/capabilities/performance-queries.ts';
import { answer, aYear, definitions, notSent, stage } from '../../../support/publication.ts';

// There is no Athena here. The queries run on SQLite, with Trino's functions of dates made for it and three places
// rewritten: what they count is tested, and not that Trino takes every word of them.

const AS_OF = '2026-06-20';
const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };

function trinoLike(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  const text = (value: unknown) => String(value);
  db.function('date_trunc', { deterministic: true }, (unit, day) => {
    const [year, month] = [Number(text(day).slice(0, 4)), Number(text(day).slice(5, 7))];
    const months = MONTHS[text(unit)]!;
    return dateOf(Date.UTC(year, Math.floor((month - 1) / months) * months, 1) / 86_400_000);
  });
  db.function('date_add', { deterministic: true }, (unit, count, day) => {
    if (unit === 'day') return dateOf(dayNumber(text(day)) + Number(count));
    const date = new Date(dayNumber(text(day)) * 86_400_000);
    const wanted = new Date(
      Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + Number(count) * MONTHS[text(unit)]!, 1),
    );
    const last = new Date(Date.UTC(wanted.getUTCFullYear(), wanted.getUTCMonth() + 1, 0)).getUTCDate();
    wanted.setUTCDate(Math.min(date.getUTCDate(), last));
    return wanted.toISOString().slice(0, 10);
  });
  db.function('date_diff', { deterministic: true }, (_, from, to) => dayNumber(text(to)) - dayNumber(text(from)));
  return db;
}

const once = (sql: string, part: RegExp, by: string): string => {
  expect(sql.match(new RegExp(part, 'g'))).toHaveLength(1);
  return sql.replace(part, by);
};

function onSqlite(sql: string): string {
  const dated = once(
    sql,
    /date\(current_timestamp at time zone 'Europe\/London'\)/,
    `'${dateOf(dayNumber(AS_OF) + 1)}'`,
  );
  return once(
    dated,
    /unnest\(sequence\(date\('(.*)'\), date\(as_of\), interval '1' day\)\) as calendar\(each\)/,
    "(select each from calendar where each between '$1' and (select as_of from release)) as calendar",
  );
}

const late = { recorded: '2026-06-25' };
const facts = [
  ...aYear(),
  ...['2025-03-31', '2025-04-01', '2026-02-28', '2026-03-31', '2026-04-01', '2026-06-06', '2026-06-07', AS_OF].flatMap(
    (day, i) => [
      answer(day, 1 + (i % 5)),
      stage(day, 'sent', { notice: `n${i}` }),
      stage(day, i % 2 ? 'delivered' : 'failed', { notice: `n${i}` }),
      notSent(day, { notice: `x${i}` }),
    ],
  ),
  { ...answer('2026-05-05', 3), ...late },
];
const again = facts.slice(-9).map((fact) => ({ ...fact, recorded: '2026-06-26' }));

describe('a saved query counts what a release counts', () => {
  const queries = savedQueries();

  test.each(queries.map(({ name, sql }) => [name, sql] as const))('%s', (name, sql) => {
    const database = openFactDatabase();
    database.put(cellsOfAll([...facts, ...again]));
    database.db.prepare('insert into release values (?, ?)').run(AS_OF, '1.0.0');
    makeTables(database.db, { known: knownIn(database.db, AS_OF, new Set()), asOf: dayNumber(AS_OF) });
    const { countsSql } = definitions.datasets.find((each) => each.name === name)!;
    expect(sql).toContain(countsSql!.trimEnd());
    const lines = (db: DatabaseSync, query: string) =>
      db
        .prepare(query)
        .all()
        .map((row) => JSON.stringify(row))
        .sort();

    const db = trinoLike();
    db.exec('create table calendar (each text)');
    const calendar = db.prepare('insert into calendar values (?)');
    for (let day = dayNumber('2012-04-01'); day <= dayNumber('2027-01-01'); day += 1) calendar.run(dateOf(day));
    for (const [measure, columns] of Object.entries(FACT_TABLES)) {
      const names = [...Object.keys(columns), 'day'];
      const table = measure.replaceAll('-', '_');
      const types: Record<string, string> = { int: 'integer', bigint: 'integer', double: 'real' };
      const typed = names.map((each) => `"${each}" ${types[columns[each as keyof typeof columns] ?? ''] ?? 'text'}`);
      db.exec(`create table ${table} (${typed.join(', ')})`);
      const insert = db.prepare(`insert into ${table} values (${names.map(() => '?').join(', ')})`);
      for (const fact of [...facts, ...again]) {
        if (fact.measure !== measure) continue;
        const told = fact as unknown as Record<string, string | number | null>;
        insert.run(...names.map((each) => told[each] ?? null));
      }
    }
    const counted = lines(database.db, countsSql!);
    expect(counted.length).toBeGreaterThan(20);
    expect(lines(db, onSqlite(sql))).toEqual(counted);
  });

  test('is there for every dataset whose folder does not say why not', () => {
    const folder = new URL('../../../../functions/performance/datasets/', import.meta.url);
    const noted = definitions.datasets.filter(({ name }) => existsSync(new URL(`${name}/athena.md`, folder)));
    for (const { name } of noted)
      expect(readFileSync(new URL(`${name}/athena.md`, folder), 'utf8')).toMatch(/^There is no saved query in Athena/);
    expect([...noted, ...queries].map(({ name }) => name).sort()).toEqual(definitions.datasets.map(({ name }) => name));
    expect(queries.map(({ name }) => name)).toEqual(['notices', 'satisfaction']);
  });
});
