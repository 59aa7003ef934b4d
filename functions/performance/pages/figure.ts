import type { Column, Row, ShownDataset } from '../publication/types.ts';
import { periodWords } from './words.ts';

/** `chart.json` of a dataset: which rows make a figure, and the vega-lite specifications that draw it. */
export type Chart = {
  /** One figure shows one combination of these columns' values. */
  by: string[];
  /** Values that figures are preferably of, best first. */
  prefer: Record<string, string[]>;
  /** Only rows with these values. */
  only?: Record<string, string | number>;
  /** The column that is drawn, and how it reads: `Share of contacts`, `%`. */
  y: string;
  y_title: string;
  unit: string;
  /** Where the count of y is marked as hidden or part of a period. */
  marker: string;
  /** Of a figure without lines: the columns of its table, with their titles and units. */
  table?: { column: string; title: string; unit: string }[];
  /** The column whose values are lines of their own, and those that are left out as sums. */
  series?: string;
  leave_out?: string[];
  /** At most so many lines are drawn; the others are in the table. */
  most_series?: number;
  /** What the figure says if there is but one period: `largest` names the largest line, `value` the value. */
  at_once: 'largest' | 'value';
  /** vega-lite: over time, and for a single period. */
  over_time: object;
  single: object;
};

/** One value to draw. `y` is null where it is hidden or not known: a gap. */
export type Point = { start: string; period: string; series: string; y: number | null };

export type Figure = {
  /** The values of `by` that it is of. */
  of: Record<string, string>;
  /** Oldest first. */
  periods: { start: string; words: string }[];
  /** In the order in which they are drawn. */
  series: string[];
  points: Point[];
  /** All rows of the figure, for its table: sums too, and periods of which only a part is known. */
  rows: Row[];
  /** The table's periods, oldest first. */
  told: { start: string; words: string }[];
};

const MOST_FIGURES = 3;
const MOST_PERIODS = 24;
/** A fortnight: enough to see a week against the one before. */
const MOST_DAYS = 14;

/** The figures of a dataset: those with the most periods first, preferred ones first among equals. */
export function figuresOf({ rows }: Pick<ShownDataset, 'rows'>, chart: Chart): Figure[] {
  const groups = Map.groupBy(rows.filter(matches(chart)), (row) => JSON.stringify(chart.by.map((name) => row[name])));
  const ranked = [...groups.values()]
    .map((group) => ({ group, rank: rankOf(group, chart) }))
    .filter(({ rank }) => rank[0]! < 0)
    .sort((a, b) => compare(a.rank, b.rank));
  // One figure of a subject is enough: its best grain.
  const shown: Figure[] = [];
  const seen = new Set<string>();
  for (const { group } of ranked) {
    const subject = JSON.stringify(chart.by.filter((name) => name !== 'period').map((name) => group[0]![name]));
    if (seen.has(subject)) continue;
    seen.add(subject);
    shown.push(figureOf(group, chart));
    if (shown.length === MOST_FIGURES) break;
  }
  return shown;
}

const matches =
  ({ only = {} }: Chart) =>
  (row: Row) =>
    Object.entries(only).every(([name, value]) => row[name] === value);

/** Whether a row stands for the whole of its period: what does not is told and not drawn, being no trend. */
const isWhole = (row: Row, { marker }: Chart) => row[marker] !== 'p';

/** Smaller is better: enough to see a trend first, then what is preferred, then how much there is. */
function rankOf(group: Row[], chart: Chart): number[] {
  const known = group.filter((row) => isWhole(row, chart) && row[chart.y] !== null && row[chart.y] !== undefined);
  const periods = new Set(known.map(({ period_start }) => period_start)).size;
  const place = (name: string) => {
    const at = (chart.prefer[name] ?? []).indexOf(String(group[0]![name]));
    return at === -1 ? 100 : at;
  };
  // Days go up and down without a trend, so two months say more than any number of them.
  const trend = Math.min(periods, group[0]!['period'] === 'day' ? 1 : 4);
  return [-trend, ...chart.by.map(place), -periods];
}

const compare = (a: number[], b: number[]): number => {
  const i = a.findIndex((each, at) => each !== b[at]);
  return i === -1 ? 0 : a[i]! - b[i]!;
};

function figureOf(all: Row[], chart: Chart): Figure {
  const startsIn = (some: Row[]) => [...new Set(some.map(({ period_start }) => String(period_start)))].sort();
  const told = startsIn(all).slice(all[0]!['period'] === 'day' ? -MOST_DAYS : -MOST_PERIODS);
  const rows = all.filter(({ period_start }) => told.includes(String(period_start)));
  const whole = rows.filter((row) => isWhole(row, chart));
  const starts = startsIn(whole);
  const worded = (start: string) => ({ start, words: periodWords({ ...rows[0]!, period_start: start }) });
  const { series: column, leave_out = [], most_series = 4 } = chart;
  const seriesOf = (row: Row) => (column ? String(row[column]) : '');
  const newest = starts.at(-1);
  const size = new Map<string, number>();
  for (const row of whole) {
    const of = seriesOf(row);
    const value = Number(row[chart.y] ?? 0) + (String(row['period_start']) === newest ? 1e9 : 0);
    if (!leave_out.includes(of)) size.set(of, Math.max(size.get(of) ?? 0, row[chart.y] === null ? 0 : value));
  }
  const series = [...size].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([of]) => of);
  const drawn = series.slice(0, most_series);
  const at = new Map(whole.map((row) => [JSON.stringify([row['period_start'], seriesOf(row)]), row]));
  return {
    of: Object.fromEntries(chart.by.map((name) => [name, String(rows[0]![name])])),
    periods: starts.map(worded),
    told: told.map(worded),
    series: drawn,
    points: starts.flatMap((start) =>
      drawn.map((of) => {
        const value = at.get(JSON.stringify([start, of]))?.[chart.y];
        return {
          start,
          period: periodWords({ ...rows[0]!, period_start: start }),
          series: of,
          y: value == null ? null : Number(value),
        };
      }),
    ),
    rows,
  };
}

/** How many decimals a column's values have. */
export function decimalsOf({ datatype }: Column): number {
  const format = typeof datatype === 'string' ? undefined : datatype.format;
  return format?.split('.')[1]?.length ?? 0;
}
