import type { Chart, Figure } from './chart-figure.ts';
import { numberWords, within } from './words.ts';

type Told = { title: (series: string) => string; subject: string; decimals: number };

/** Below this share of change, nothing is said to have risen or fallen. */
const ABOUT_THE_SAME = 0.02;
/** Two or three periods are chance as often as a trend. */
const FEWEST_PERIODS = 4;
/** Shares and means of fewer are moved by a handful of people. */
const FEWEST_COUNTED = 100;

/** What is known of one period: of a finding it takes a base that is large enough, and every category in sight. */
type Known = { start: string; words: string; base: number | null; values: Map<string, number>; isWhole: boolean };

/**
 * What a figure says, in some ten words and no more than it shows: the line that changed most between the first and the
 * last period that will do, where there are enough of them, or else what the newest says. Where nothing may be said, it
 * says why. Of days it says what the newest was: one day against another is weather, not a trend.
 */
export function findingOf(figure: Figure, chart: Chart, told: Told): string {
  const known = figure.told.map((period) => knownOf(period, figure, chart));
  const will = known.filter(({ base, isWhole }) => isWhole && base !== null && base >= FEWEST_COUNTED);
  const said =
    trendOf(will, { figure, chart, told }) ??
    newestOf(will.at(-1), { figure, chart, told }) ??
    whyNot(known, { figure, chart });
  return `${told.subject}: ${said}`;
}

function knownOf({ start, words }: Figure['told'][number], { rows }: Figure, chart: Chart): Known {
  const own = rows.filter((row) => row['period_start'] === start);
  const { series, leave_out = [], y, marker, base } = chart;
  const isSum = (row: (typeof rows)[number]) => series === undefined || leave_out.includes(String(row[series]));
  const parts = series === undefined ? own : own.filter((row) => !isSum(row));
  const values = new Map(
    parts.flatMap((row) => (typeof row[y] === 'number' ? [[series ? String(row[series]) : '', row[y]] as const] : [])),
  );
  const counted = own.find(isSum)?.[base.column];
  return {
    ...{ start, words, values },
    base: typeof counted === 'number' ? counted : null,
    isWhole: parts.length > 0 && values.size === parts.length && parts.every((row) => row[marker] !== 'p'),
  };
}

type About = { figure: Figure; chart: Chart; told: Told };

const valueIn =
  ({ chart, told }: About) =>
  (y: number): string =>
    withUnit(y, chart.unit, told.decimals);
const nameIn =
  ({ chart, told }: About) =>
  (series: string): string =>
    inSentence(series === '' ? chart.y_title : told.title(series));

function trendOf(will: readonly Known[], about: About): string | null {
  const { figure } = about;
  if (figure.of['period'] === 'day' || will.length < FEWEST_PERIODS) return null;
  const changes = [...new Set(will.flatMap(({ values }) => [...values.keys()]))].flatMap((series) => {
    const of = will.filter(({ values }) => values.has(series));
    if (of.length < FEWEST_PERIODS) return [];
    const [first, last] = [of[0]!, of.at(-1)!];
    return [{ series, first, last, was: first.values.get(series)!, is: last.values.get(series)! }];
  });
  const [most] = changes.sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was));
  if (!most) return null;
  const { series, first, last, was, is } = most;
  const [name, value] = [(about.chart.line ?? '{series}').replace('{series}', nameIn(about)(series)), valueIn(about)];
  if (Math.abs(is - was) <= ABOUT_THE_SAME * Math.max(Math.abs(was), Math.abs(is)))
    return `${name} stayed at about ${value(is)} from ${first.words} to ${last.words}`;
  return `${name} ${is > was ? 'rose' : 'fell'} from ${value(was)} in ${first.words} to ${value(is)} in ${last.words}`;
}

/** What one period says, in the words of its chart. */
function newestOf(newest: Known | undefined, about: About): string | null {
  if (!newest) return null;
  const { figure, chart } = about;
  const [largest] = [...newest.values].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const [series, y] = largest!;
  const parts: Record<string, string> = {
    series: nameIn(about)(series),
    value: valueIn(about)(y),
    when: whenOf(figure, newest.words),
    base: numberWords(newest.base!),
  };
  return chart.says.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts[name]!);
}

/** Why nothing is said, of the newest period of which at least the number is known. */
function whyNot(known: readonly Known[], { figure, chart }: Pick<About, 'figure' | 'chart'>): string {
  const newest = known.findLast(({ base }) => base !== null);
  if (!newest) return partly(known, figure) ?? 'nothing can be shown yet';
  const told = `${numberWords(newest.base!)} ${chart.base.words} ${whenOf(figure, newest.words)}`;
  return newest.base! < FEWEST_COUNTED ? `${told}, too few to say more` : `${told}; not all parts of this can be shown`;
}

/** The whole is hidden, but not all that it is made of. */
function partly(known: readonly Known[], figure: Figure): string | null {
  const newest = known.findLast(({ values }) => values.size > 0);
  return newest ? `only some of the figures can be shown ${whenOf(figure, newest.words)}` : null;
}

const whenOf = ({ of }: Figure, words: string): string => `${within(of['period'])} ${words}`;

/** Words that begin a title, within a sentence: abbreviations stay as they are. */
const inSentence = (words: string): string =>
  /^[A-Z][a-z-]/.test(words) ? words.slice(0, 1).toLowerCase() + words.slice(1) : words;

/** `64.3%`, `£1.23`, `1,200` */
export function withUnit(y: number, unit: string, decimals: number): string {
  const number = numberWords(y, decimals);
  if (unit === '£') return `£${number}`;
  return unit === '%' ? `${number}%` : [number, unit].filter(Boolean).join(' ');
}
