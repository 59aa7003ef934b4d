import type { DatabaseSync } from 'node:sqlite';
import type { Measure } from '../facts/fact.ts';
import { fillTables, type Known, makeTables, noTables, yearsOf } from './counted.ts';
import { type CountedByYear, countedByYear, hashed } from './counted-by-year.ts';
import { coveredIn } from './coverage.ts';
import { factsByYear, measuresIn, narrowFacts, widenFacts } from './facts-by-year.ts';
import { measured, type Part, partsOf, rowsIn } from './parts.ts';
import { dateOf, dayNumber, FINAL_AFTER_DAYS } from './periods.ts';
import { fill, inReadingOrder, makeRows } from './rows.ts';
import { yearsBetween } from './settle/settle.ts';
import type { Days } from './settle/types.ts';
import { standingOf } from './standing.ts';
import type { Block, Counted, Dataset, Former, Row } from './types.ts';

/**
 * A block is one dataset's rows of one financial year: the longest period that is published, so no total, no hiding and
 * no notice joins two of them but by what `digestsOf` puts into a block's digest. A block whose digest is that of the
 * former release stands as it was published; the others are made again.
 */
export type Settings = {
  db: DatabaseSync;
  asOf: string;
  known: Known;
  datasets: readonly Dataset[];
  /** Columns of which the codes are listed. */
  listed: readonly string[];
  before: Former | null;
  /** Names the code: other code may make other rows of the same facts. */
  code: string;
};

/** Called with the former and the new rows of each block that was made again, while its tables are there. */
export type Compare = (dataset: Dataset, was: readonly Row[], is: readonly Row[]) => void;

/** One dataset, block by block. Years by their first day, '' for all in one. */
export type Blocks = {
  dataset: Dataset;
  blocks: Record<string, Block>;
  parts: Map<string, Part[]>;
  /** The former release's files, where not a block was made again. */
  files: { csv: Uint8Array; json: Uint8Array } | null;
  computed: { year: string; rows: number }[];
};

/** Makes the blocks of all datasets, those of former releases again where they have changed. */
export function blocksOf(settings: Settings, compare: Compare): { all: Blocks[]; counted: Record<string, Counted> } {
  const { db, asOf, known, datasets, before, code } = settings;
  const ordered = inReadingOrder(datasets);
  const byYear = datasetsByYear(ordered);
  const standing = new Map(
    ordered.map((dataset) => [dataset.name, standingOf(dataset, { before, byYear: byYear.includes(dataset) })]),
  );
  const all = new Map(
    ordered.map((dataset) => [
      dataset.name,
      { dataset, blocks: {}, parts: new Map(), files: null, computed: [] } as Blocks,
    ]),
  );
  const years = new Map(yearsOf(known, dayNumber(asOf)).map((days) => [dateOf(days.first), days]));
  for (const { years: former } of standing.values())
    for (const year of former) if (year !== '') years.set(year, yearsBetween(dayNumber(year), dayNumber(year))[0]!);
  const facts = factsByYear(db);
  const settled = countedByYear({ db, asOf, known, facts, former: before?.state.counted ?? {}, code }, years);
  const make = (dataset: Dataset, year: string, digest: string): void => {
    const own = standing.get(dataset.name)!;
    const was = { rows: own.rows(year), memory: own.memory(year) };
    const isRead = datasets.some(({ definition }) => definition.reads.includes(dataset.name));
    const made = makeRows(db, dataset, { asOf, before: was, isRead });
    compare(dataset, was.rows, made.rows);
    const days = years.get(year);
    const parts = partsOf(dataset, made.rows, days ? { first: year, last: dateOf(days.last) } : null);
    const into = all.get(dataset.name)!;
    put(into, year, { ...blockOf(made, { settings, parts }), digest }, parts);
    into.computed.push({ year, rows: made.rows.length });
  };

  for (const [year, days] of [...years].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const digests = digestsOf({ ...settings, ordered: byYear, facts: facts.get(year), settled, year, days });
    const changed = new Set<string>();
    for (const { name, definition } of byYear) {
      const stands = standing.get(name)!.block(year)?.digest === digests.get(name);
      if (!stands || definition.reads.some((each) => changed.has(each))) changed.add(name);
    }
    const todo = byYear.filter(({ name }) => changed.has(name));
    if (todo.length > 0) {
      narrowFacts(db, days, measuresIn(todo.map(sqlOf).join()));
      const figures = todo.some(readsCounts) ? settled.figuresOf(year) : [];
      fillTables(db, { known, asOf: dayNumber(asOf), figures, days });
    }
    for (const dataset of byYear) {
      const own = standing.get(dataset.name)!;
      if (changed.has(dataset.name)) make(dataset, year, digests.get(dataset.name)!);
      else {
        put(all.get(dataset.name)!, year, own.block(year)!, own.parts(year));
        if (todo.some(({ definition }) => definition.reads.includes(dataset.name)))
          fill(
            db,
            dataset.name,
            dataset.metadata.tableSchema.columns.map(({ name }) => name),
            rowsIn(own.parts(year)),
          );
      }
    }
    settled.forget(year);
  }

  widenFacts(db);
  const whole = ordered.filter((dataset) => !byYear.includes(dataset));
  // A dataset without periods needs no tables of them, which would take as long as the history is.
  if (whole.some(({ definition }) => definition.key.includes('period')))
    makeTables(db, { known, asOf: dayNumber(asOf) });
  else noTables(db);
  for (const dataset of whole) make(dataset, '', '');
  for (const blocks of all.values())
    if (blocks.computed.length === 0 && blocks.parts.size > 0) blocks.files = standing.get(blocks.dataset.name)!.files;
  return { all: [...all.values()], counted: settled.counted() };
}

/** Datasets that are made by year: what reads one that is not, or is read by such a one, is not either. */
function datasetsByYear(ordered: readonly Dataset[]): Dataset[] {
  let found = ordered.filter(({ definition }) => definition.by === 'year');
  for (;;) {
    const names = new Set(found.map(({ name }) => name));
    const left = found.filter(
      ({ name, definition }) =>
        definition.reads.every((each) => names.has(each)) &&
        ordered.every((other) => names.has(other.name) || !other.definition.reads.includes(name)),
    );
    if (left.length === found.length) return found;
    found = left;
  }
}

const sqlOf = ({ sql, countsSql }: Dataset): string => `${sql}\n${countsSql ?? ''}`.replaceAll(/--.*/g, '');
const readsCovered = (dataset: Dataset): boolean => /\bcovered\b/.test(sqlOf(dataset));
const readsCounts = (dataset: Dataset): boolean => /\bcounts\b/.test(sqlOf(dataset));

function put({ blocks, parts }: Blocks, year: string, block: Block, own: Part[]): void {
  blocks[year] = block;
  parts.set(year, own);
}

function blockOf(
  { rows, memory, exposed }: ReturnType<typeof makeRows>,
  { settings, parts }: { settings: Settings; parts: readonly Part[] },
): Omit<Block, 'digest'> {
  const codes: Block['codes'] = {};
  for (const column of ['area_code', ...settings.listed]) {
    if (!rows[0] || !Object.hasOwn(rows[0], column)) continue;
    codes[column] = [...new Set(rows.map((row) => String(row[column])))].sort();
  }
  let from = '';
  for (const { period_start: start } of rows)
    if (typeof start === 'string' && (from === '' || start < from)) from = start;
  return {
    parts: parts.map(measured),
    ...{ exposed, codes, from },
    memory: memory ? Buffer.from(JSON.stringify(memory)) : null,
  };
}

const coveringOf = (db: DatabaseSync, telling: Known['telling'], days: Days) => {
  const [first, last] = [dateOf(days.first), dateOf(days.last)];
  const within = telling.filter(({ first_day, last_day }) => first_day <= last && last_day >= first);
  const clipped = within.map(({ first_day, last_day, ...of }) => [
    of,
    first_day > first ? first_day : first,
    last_day < last ? last_day : last,
  ]);
  return hashed(clipped, coveredIn(db, days));
};

/** All that a block's rows rest on but the former release, by dataset. */
function digestsOf(
  input: Settings & {
    ordered: readonly Dataset[];
    facts: ReadonlyMap<Measure, string> | undefined;
    settled: CountedByYear;
    year: string;
    days: Days;
  },
): Map<string, string> {
  const { ordered, facts, settled, year, days, known, listed } = input;
  const asOf = dayNumber(input.asOf);
  // Later on nothing of the year ends, and nothing becomes final.
  const upTo = Math.min(asOf, days.last + FINAL_AFTER_DAYS);
  const hasPeriods = known.from !== null && known.from <= days.first;
  const digests = new Map<string, string>();
  for (const dataset of ordered) {
    const measures = measuresIn(sqlOf(dataset));
    const begins = known.begins
      .filter(({ day }) => dayNumber(day) <= days.last)
      .map(({ measure, area, day }) => [measure, area, Math.max(dayNumber(day), days.first)]);
    const counts = readsCounts(dataset) ? settled.digest(year) : null;
    const covered =
      readsCovered(dataset) && known.telling.length > 0 ? coveringOf(input.db, known.telling, days) : null;
    const { definition, sql, countsSql, metadata, tables } = dataset;
    digests.set(
      dataset.name,
      hashed(
        ...[input.code, year, upTo, hasPeriods, begins, counts, covered, listed],
        measures.map((measure) => facts?.get(measure) ?? null),
        [definition, sql, countsSql, metadata.tableSchema, tables],
        definition.reads.map((each) => digests.get(each)),
      ),
    );
  }
  return digests;
}
