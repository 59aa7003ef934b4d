import type { PagesInput, ShownDataset } from '../publication/types.ts';
import { type Chart, decimalsOf, type Figure, figuresOf } from './chart-figure.ts';
import { draw, type Screen } from './draw-chart.ts';
import { findingOf, withUnit } from './finding.ts';
import { GRAINS, titled } from './words.ts';

/** A figure with its words. `svgs` has a drawing for each kind of screen; none where there is nothing to see. */
export type Shown = { figure: Figure; chart: Chart; id: string; finding: string; subtitle: string; svgs: string[] };

const SCREENS: readonly Screen[] = ['desk', 'phone'];

/** The figures of a dataset as its page shows them; none for a dataset without a chart. */
export function shownOf(published: ShownDataset, { titles, councils }: PagesInput): Shown[] {
  const chart = published.dataset.chart as Chart | null;
  if (!chart) return [];
  const column = columnOf(published, chart);
  const title = (code: string) => titled(titles[chart.series ?? ''], code);
  return figuresOf(published, chart).map((figure, i) => {
    const subject = titled(titles[chart.subject], figure.of[chart.subject] ?? '');
    const finding = findingOf(figure, chart, { title, subject, decimals: decimalsOf(column) });
    const subtitle = subtitleOf(figure, chart, { titles, councils });
    const id = `${published.name}-${i + 1}`;
    const value = (y: number) => withUnit(y, chart.unit, decimalsOf(column));
    const told = { title, value, id: `m${i + 1}`, labelledBy: `${id}-title`, describedBy: `${id}-about` };
    // One value is said in the title: a picture of it would say no more. And of none there is no picture.
    const plain = figure.points.filter((point) => point.y !== null).length < 2;
    const svgs = plain ? [] : SCREENS.map((screen) => draw(figure, chart, { ...told, screen }));
    return { figure, chart, id, finding, subtitle, svgs };
  });
}

const columnOf = ({ dataset }: ShownDataset, { y }: Chart) => {
  const column = dataset.metadata.tableSchema.columns.find(({ name }) => name === y);
  if (!column) throw new Error(`dataset ${dataset.name}: its chart.json draws ${y}, which is no column of it`);
  return column;
};

/** What is measured, of what, where and in which periods. */
function subtitleOf(
  { of, periods }: Figure,
  { y_title }: Chart,
  { titles, councils }: Pick<PagesInput, 'titles' | 'councils'>,
): string {
  const { area_code, period = '', ...rest } = of;
  const place = councils.find(({ ons_code }) => ons_code === area_code)?.name ?? area_code;
  const subjects = Object.entries(rest).map(([name, code]) =>
    code === 'all' && !titles[name] ? null : titled(titles[name], code),
  );
  const [first, last] = [periods[0]?.words, periods.at(-1)?.words];
  const when = periods.length > 1 ? `${first} to ${last}, by ${singular(period)}` : first;
  return [y_title, ...subjects, place, when].filter(Boolean).join(', ');
}

const singular = (period: string) => (GRAINS[period] ?? 'periods').replace(/s$/, '');
