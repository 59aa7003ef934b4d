import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { fillTables, type Known, makeTables, noTables, singlesIn, yearsOf } from './counted.ts';
import { factsByYear, measuresIn, narrowFacts, widenFacts } from './facts-by-year.ts';
import { sha256 } from './files/names.ts';
import { type Part, partsOf, rowsIn } from './parts.ts';
import { dateOf, dayNumber, FINAL_AFTER_DAYS } from './periods.ts';
import { fill, inReadingOrder, makeRows } from './rows.ts';
import { historyIn } from './settle/history.ts';
import { allNotAll, ownFigures, withTotals, yearsBetween } from './settle/settle.ts';
import type { Days, Figure } from './settle/types.ts';
import { standingOf } from './standing.ts';
import type { Block, Counted, Dataset, Former, Row } from './types.ts';

/**
 * A block is one dataset's rows of one financial year: the longest period that is published, so no total, no hiding and
 * no notice joins two of them but by what `digestsOf` puts into a block's digest. A block whose digest is that of the
 * former release stands as it was published; the others are made again.
 *
 * To be raised when the code makes other rows of the same facts: all blocks are then made again.
 */
const FORM = 1;

export type Settings = {
  db: DatabaseSync;
  asOf: string;
  known: Known;
  datasets: readonly Dataset[];
  services: ReadonlySet<string>;
  /** Columns of which the codes are listed. */
  listed: readonly string[];
  before: Former | null;
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

const hashed = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Makes the blocks of all datasets, those of former releases again where they have changed. */
export function blocksOf(settings: Settings, compare: Compare): { all: Blocks[]; counted: Record<string, Counted> } {
  const { db, asOf, known, datasets, before } = settings;
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
  const settled = countedByYear(settings, years);
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
    const digests = digestsOf({ ...settings, ordered: byYear, settled, year, days });
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
  if (whole.some(({ definition }) => definition.key.includes('period'))) makeTables(db, asOf, settings.services);
  else noTables(db);
  for (const dataset of whole) make(dataset, '', '');
  for (const blocks of all.values())
    if (blocks.computed.length === 0) blocks.files = standing.get(blocks.dataset.name)!.files;
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
    parts: parts.map(({ area, period, csv, json }) => ({ area, period, csv: csv.length, json: json.length })),
    ...{ exposed, codes, from },
    memory: memory ? Buffer.from(JSON.stringify(memory)) : null,
  };
}

/** What each year's counts come to, computed for those years that changed and when somebody asks. */
function countedByYear({ db, asOf, known, before }: Settings, years: ReadonlyMap<string, Days>) {
  const facts = factsByYear(db);
  const as = dayNumber(asOf);
  const series = new Map([...years].map(([year, days]) => [year, historyIn(known.history, days)]));
  const made = new Map<string, ReturnType<typeof ownFigures>>();
  const own = (year: string) => {
    const days = years.get(year)!;
    if (!made.has(year))
      made.set(year, ownFigures({ series: series.get(year)!, singles: singlesIn(db, days), asOf: as, days }));
    return made.get(year)!;
  };
  const sums = new Map(
    [...years].map(([year, days]) => {
      const of = facts.get(year);
      return [
        year,
        hashed(FORM, Math.min(as, days.last), of?.get('contact'), of?.get('contacts-counted'), series.get(year)),
      ];
    }),
  );
  // Only a council's own total can show that services are not all.
  const hasOwnTotal = known.history.series.some(({ service }) => service === 'all');
  const shown = (year: string) => {
    const former = before?.state.counted[year];
    if (former?.facts === sums.get(year)) return former!.notAll;
    return hasOwnTotal ? own(year).notAll : {};
  };
  const shownBy = new Map([...years.keys()].map((year) => [year, shown(year)]));
  const notAll = allNotAll(shownBy.values());
  const digests = new Map([...sums].map(([year, sum]) => [year, hashed(sum, notAll)]));
  const counted = new Map<string, Counted>();
  for (const [year, digest] of digests) {
    const former = before?.state.counted[year];
    if (former?.digest === digest) counted.set(year, former);
  }
  const count = (year: string): void => {
    if (counted.has(year)) return;
    const [sum, digest] = [sums.get(year)!, digests.get(year)!];
    counted.set(year, { facts: sum, notAll: shownBy.get(year)!, digest, flags: own(year).problems });
  };
  return {
    facts,
    digest: (year: string) => digests.get(year)!,
    figuresOf: (year: string): Figure[] => {
      count(year);
      return withTotals(own(year).figures, { series: series.get(year)!, notAll });
    },
    forget: (year: string) => {
      count(year);
      made.delete(year);
    },
    counted: () => Object.fromEntries(counted),
  };
}

/** All that a block's rows rest on but the former release, by dataset. */
function digestsOf(
  input: Settings & {
    ordered: readonly Dataset[];
    settled: ReturnType<typeof countedByYear>;
    year: string;
    days: Days;
  },
): Map<string, string> {
  const { ordered, settled, year, days, known, listed } = input;
  const asOf = dayNumber(input.asOf);
  // Later on nothing of the year ends, and nothing becomes final.
  const upTo = Math.min(asOf, days.last + FINAL_AFTER_DAYS);
  const hasPeriods = known.from !== null && known.from <= days.first;
  const facts = settled.facts.get(year);
  const digests = new Map<string, string>();
  for (const dataset of ordered) {
    const measures = measuresIn(sqlOf(dataset));
    const begins = known.begins
      .filter(({ day }) => dayNumber(day) <= days.last)
      .map(({ measure, area, day }) => [measure, area, Math.max(dayNumber(day), days.first)]);
    const counts = readsCounts(dataset) ? settled.digest(year) : null;
    const { definition, sql, countsSql, metadata, tables } = dataset;
    digests.set(
      dataset.name,
      hashed(
        ...[FORM, year, upTo, hasPeriods, begins, counts, listed],
        measures.map((measure) => facts?.get(measure) ?? null),
        sha256(Buffer.from(JSON.stringify([definition, sql, countsSql, metadata.tableSchema, tables]))),
        definition.reads.map((each) => digests.get(each)),
      ),
    );
  }
  return digests;
}
