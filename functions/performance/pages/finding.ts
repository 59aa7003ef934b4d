import type { Chart, Figure, Point } from './figure.ts';
import { numberWords, within } from './words.ts';

type Told = { title: (series: string) => string; decimals: number };

/** Below this share of change, nothing is said to have risen or fallen. */
const ABOUT_THE_SAME = 0.02;

/**
 * What a figure says, in some ten words and no more than it shows: the line that changed most between the first and the
 * last period that are known. Of days it says what the newest was: one day against another is weather, not a trend.
 */
export function findingOf(figure: Figure, chart: Chart, told: Told): string {
  const value = (y: number) => withUnit(y, chart.unit, told.decimals);
  const lines = figure.series
    .map((series) => ({ series, known: figure.points.filter((point) => point.series === series && point.y !== null) }))
    .filter(({ known }) => known.length > 0) as { series: string; known: (Point & { y: number })[] }[];
  const named = (series: string) => (series === '' ? chart.y_title : told.title(series));
  const changes = lines
    .filter(({ known }) => known.length > 1)
    .map(({ series, known }) => ({ series, first: known[0]!, last: known.at(-1)! }))
    .sort((a, b) => Math.abs(b.last.y - b.first.y) - Math.abs(a.last.y - a.first.y));
  const most = changes[0];
  const preposition = within(figure.of['period']);
  if (!most || preposition === 'on') return atOnce(figure, lines, { chart, named, value, preposition });
  const { first, last, series } = most;
  const change = last.y - first.y;
  if (Math.abs(change) <= ABOUT_THE_SAME * Math.max(Math.abs(first.y), Math.abs(last.y)))
    return `${named(series)} stayed at about ${value(last.y)} from ${first.period} to ${last.period}`;
  const verb = change > 0 ? 'rose' : 'fell';
  return `${named(series)} ${verb} from ${value(first.y)} in ${first.period} to ${value(last.y)} in ${last.period}`;
}

type AtOnce = { chart: Chart; named: (series: string) => string; value: (y: number) => string; preposition: string };
type Line = { series: string; known: (Point & { y: number })[] };

function atOnce(figure: Figure, lines: Line[], { chart, named, value, preposition }: AtOnce): string {
  const newest = lines
    .map(({ known }) => known.at(-1)!)
    .sort((a, b) => (a.start === b.start ? b.y - a.y : a.start < b.start ? 1 : -1))[0];
  if (!newest) return sumOf(figure, chart, { value, preposition });
  const largest = chart.at_once === 'largest' && lines.length > 1;
  return largest
    ? `${named(newest.series)} came first ${preposition} ${newest.period}: ${value(newest.y)}`
    : `${chart.y_title} ${preposition} ${newest.period}: ${value(newest.y)}${newest.series === '' ? '' : ` (${named(newest.series)})`}`;
}

/** Where no line can be drawn, the newest sum of all lines may be known all the same. */
function sumOf(
  { rows, told }: Figure,
  chart: Chart,
  { value, preposition }: Pick<AtOnce, 'value' | 'preposition'>,
): string {
  const { series = '', leave_out = [], y, y_title } = chart;
  const sums = rows.filter((row) => leave_out.includes(String(row[series])) && row[y] != null);
  const newest = told.findLast(({ start }) => sums.some((row) => row['period_start'] === start));
  const sum = sums.find((row) => row['period_start'] === newest?.start);
  return newest && sum
    ? `${y_title} ${preposition} ${newest.words}: ${value(Number(sum[y]))}`
    : `${y_title}: nothing can be shown yet`;
}

/** `64.3%`, `£1.23`, `1,200` */
export function withUnit(y: number, unit: string, decimals: number): string {
  const number = numberWords(y, decimals);
  if (unit === '£') return `£${number}`;
  return unit === '%' ? `${number}%` : [number, unit].filter(Boolean).join(' ');
}
