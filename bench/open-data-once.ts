// Run by open-data.ts in a process of its own, so that its memory is its own: `node open-data-once.ts FOLDER plain|crier
// AS_OF`. `crier` publishes as the function does, pages and all, with folders in place of buckets. `plain` puts each fact into node:sqlite and runs the datasets' SQL: nothing is checked, settled, hidden or written.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Fact, Measure } from '../functions/performance/facts/fact.ts';
import { pages } from '../functions/performance/pages/pages.ts';
import { COLUMNS } from '../functions/performance/publication/cells.ts';
import { knownIn, makeTables } from '../functions/performance/publication/counted.ts';
import { readDefinitions } from '../functions/performance/publication/definitions.ts';
import { dayNumber } from '../functions/performance/publication/periods.ts';
import { inReadingOrder } from '../functions/performance/publication/rows.ts';
import { releaseFrom } from '../functions/performance/publish-datasets/make-release.ts';
import { publishDatasets } from '../functions/performance/publish-datasets/publish-datasets.ts';
import { councilOf, publisherOf } from '../infra/config/councils.ts';
import { foldersOf } from './folders.ts';

const DATASETS = join(import.meta.dirname, '..', 'functions', 'performance', 'datasets');
const [folder = '', way = '', AS_OF = ''] = process.argv.slice(2);
const definitions = await readDefinitions(DATASETS);
const counted = { facts: 0, rows: 0 };

/** Each measure's days, oldest first. */
function* days(): Generator<{ measure: Measure; day: string; objects: { key: string; body: string }[] }> {
  for (const measure of readdirSync(join(folder, 'facts')).sort() as Measure[]) {
    for (const day of readdirSync(join(folder, 'facts', measure)).sort()) {
      const names = readdirSync(join(folder, 'facts', measure, day));
      const objects = names.map((name) => {
        const key = `facts/${measure}/${day}/${name}`;
        return { key, body: readFileSync(join(folder, key), 'utf8') };
      });
      yield { measure, day, objects };
    }
  }
}

if (way === 'plain') plain();
else await crier();
process.stdout.write(
  JSON.stringify({ ...counted, cpu_seconds: cpuSeconds(), rss_mb: process.resourceUsage().maxRSS / 1024 }),
);

async function crier(): Promise<void> {
  const publisher = publisherOf(councilOf('stockton'));
  const { store, site, memory } = foldersOf(folder);
  const make = releaseFrom(store, memory, { definitions, publisher, councils: [publisher], pages });
  const release: typeof make = async (about) => {
    const made = await make(about);
    counted.rows = made.rows;
    return made;
  };
  const { kind } = await publishDatasets(
    { release, site, memory, notFound: Buffer.from(''), tell: () => {} },
    { asOf: AS_OF },
  );
  if (kind !== 'published') throw new Error(`the release of ${AS_OF} is ${kind}`);
}

function plain(): void {
  const db = new DatabaseSync(':memory:');
  db.exec(
    `create table release (as_of text, definition_version text); insert into release values ('${AS_OF}', '1.0.0')`,
  );
  db.exec('create table inputs (measure text, day text, recorded text, facts integer, sha256 text)');
  const types: Record<string, string> = {
    contacts: 'integer',
    answers: 'integer',
    score: 'integer',
    cost_pence: 'real',
  };
  const inserts = new Map<
    Measure,
    { columns: readonly string[]; run: (...values: (string | number | null)[]) => void }
  >();
  for (const [measure, { columns, counted: many }] of Object.entries(COLUMNS)) {
    const name = `facts_${measure.replaceAll('-', '_')}`;
    const all = [...columns, ...(many ? [many] : [])].map((column) => `"${column}" ${types[column] ?? ''}`);
    db.exec(`create table ${name} (${all.join()})`);
    const marks = [...columns.map(() => '?'), ...(many ? ['1'] : [])].join();
    const insert = db.prepare(`insert into ${name} values (${marks})`);
    inserts.set(measure as Measure, { columns, run: (...values) => insert.run(...values) });
  }
  db.exec('begin');
  let first = AS_OF;
  for (const { measure, day, objects } of days()) {
    if (day < first) first = day;
    const { columns, run } = inserts.get(measure)!;
    for (const { body } of objects) {
      for (const line of body.split('\n')) {
        if (line === '') continue;
        const fact = JSON.parse(line) as Fact & Record<string, string | number | null>;
        run(...columns.map((column) => fact[column] ?? null));
        counted.facts += 1;
      }
    }
  }
  db.exec('commit');
  db.prepare('insert into inputs values (?, ?, ?, 1, ?)').run('contact', first, first, '');
  // The periods and the rest that the SQL reads. The single contacts are counted below, in SQL, so they are put aside.
  db.exec(
    'alter table facts_contact rename to told; create table facts_contact (area, day, service, channel, contacts)',
  );
  makeTables(db, { known: knownIn(db, AS_OF, new Set()), asOf: dayNumber(AS_OF) });
  db.exec(`insert into counts
    select area, period, period_start, case when services.total then 'all' else service end,
      case when channels.total then 'all' else channel end, sum(contacts), null
    from (select area, period, period_start, service, channel, sum(contacts) as contacts from told
      join days on days.day = told.day group by 1, 2, 3, 4, 5)
    cross join totals as services cross join totals as channels group by 1, 2, 3, 4, 5`);
  for (const { name, sql, countsSql, tables } of inReadingOrder(definitions.datasets)) {
    for (const [table, rows] of Object.entries(tables)) {
      const columns = Object.keys(rows[0]!);
      db.exec(`create temp table ${table} (${columns.join()})`);
      const insert = db.prepare(`insert into ${table} values (${columns.map(() => '?').join()})`);
      for (const row of rows) insert.run(...Object.values(row));
    }
    if (countsSql !== null) db.exec(`create temp table protected as ${countsSql}`);
    db.exec(`create temp table "${name}" as ${sql}`);
    db.exec('drop table if exists temp.protected');
    counted.rows += (db.prepare(`select count(*) as rows from "${name}"`).get() as { rows: number }).rows;
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
