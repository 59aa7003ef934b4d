import { nextStart } from '../publication/periods.ts';
import { isPeriod } from '../publication/protect/periods.ts';
import type { Column, Row, ShownDataset } from '../publication/types.ts';
import { periodShort, periodWords } from './words.ts';

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
  /** Where the count of y is marked as hidden, as not available or as part of a period. */
  marker: string;
  /** The count that y rests on, of all lines together, and what is counted. */
  base: { column: string; words: string };
  /** The column of `by` whose value a finding names first. */
  subject: string;
  /** What a figure says of a single period: `{series} came first {when}, with {value} of {base} contacts`. */
  says: string;
  /** What a line is called where it rises or falls, if not by its name alone: `notices {series}`. */
  line?: string;
  /** The largest value that there can be, where the chart is to show it. */
  top?: number;
  /** Of a figure without lines: the columns of its table, with their titles and units. */
  table?: { column: string; title: string; unit: string }[];
  /** The column whose values are lines of their own, and those that are left out as sums. */
  series?: string;
  leave_out?: string[];
  /** At most so many lines are drawn; the others are in the table. */
  most_series?: number;
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
  periods: { start: string; words: string; short: string }[];
  /** In the order in which they are drawn. */
  series: string[];
  points: Point[];
  /** All rows of the figure, for its table: sums too, and periods of which only a part is known. */
  rows: Row[];
  /** The table's periods, oldest first, those between of which nothing is known too. */
  told: { start: string; words: string }[];
};

const MOST_FIGURES = 3;
const MOST_PERIODS = 24;
/** A fortnight: enough to see a week against the one before. */
const MOST_DAYS = 14;

/** The figures of a dataset: the preferred subject first, such as the council's own total, then those with the most periods. */
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

/** Smaller is better: whether anything is known, the preferred subject, enough to see a trend, what is preferred, how much there is. */
function rankOf(group: Row[], chart: Chart): number[] {
  const known = group.filter((row) => isWhole(row, chart) && row[chart.y] !== null && row[chart.y] !== undefined);
  const periods = new Set(known.map(({ period_start }) => period_start)).size;
  const place = (name: string) => {
    const at = (chart.prefer[name] ?? []).indexOf(String(group[0]![name]));
    return at === -1 ? 100 : at;
  };
  // Days go up and down without a trend, so two months say more than any number of them.
  const trend = Math.min(periods, group[0]!['period'] === 'day' ? 1 : 4);
  return [periods > 0 ? -1 : 0, Math.min(place(chart.subject), 100), -trend, ...chart.by.map(place), -periods];
}

const compare = (a: number[], b: number[]): number => {
  const i = a.findIndex((each, at) => each !== b[at]);
  return i === -1 ? 0 : a[i]! - b[i]!;
};

function figureOf(all: Row[], chart: Chart): Figure {
  const startsIn = (some: Row[]) => [...new Set(some.map(({ period_start }) => String(period_start)))].sort();
  const told = everyStart(startsIn(all), all[0]!['period']).slice(
    all[0]!['period'] === 'day' ? -MOST_DAYS : -MOST_PERIODS,
  );
  const rows = all.filter(({ period_start }) => told.includes(String(period_start)));
  const whole = rows.filter((row) => isWhole(row, chart));
  const known = startsIn(whole.filter((row) => row[chart.y] != null));
  const starts = told.filter((start) => start >= known[0]! && start <= known.at(-1)!);
  const worded = (start: string) => {
    const period = { ...all[0]!, period_start: start };
    return { start, words: periodWords(period), short: periodShort(period) };
  };
  const { series: column, leave_out = [], most_series = 4 } = chart;
  const seriesOf = (row: Row) => (column ? String(row[column]) : '');
  const newest = known.at(-1);
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
    of: Object.fromEntries(chart.by.map((name) => [name, String(all[0]![name])])),
    periods: starts.map(worded),
    told: told.map(worded),
    series: drawn,
    points: starts.flatMap((start) =>
      drawn.map((of) => {
        const value = at.get(JSON.stringify([start, of]))?.[chart.y];
        return {
          start,
          period: worded(start).words,
          series: of,
          y: value == null ? null : Number(value),
        };
      }),
    ),
    rows,
  };
}

/** The starts of all periods between the first and the last: what is not there is a gap, and not left out. */
function everyStart(starts: readonly string[], period: unknown): string[] {
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined || !isPeriod(period)) return [...starts];
  const every: string[] = [];
  for (let start = first; start <= last; start = nextStart(period, start)) every.push(start);
  return every;
}

/** How many decimals a column's values have. */
export function decimalsOf({ datatype }: Column): number {
  const format = typeof datatype === 'string' ? undefined : datatype.format;
  return format?.split('.')[1]?.length ?? 0;
}
