import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Chart, Figure } from './chart-figure.ts';
import { keyOf } from './chart-key.ts';
import { apart, ticksTo, widthOf, wrapped } from './chart-scale.ts';
import { COLOURS, FONT, INK, SHAPES } from './style.ts';
import { svgOf } from './svg.ts';

/** A drawing for each kind of screen, as wide as its column: what is shrunk to a phone cannot be read there. */
const SIZES = {
  desk: { width: 960, height: 320, font: 17, step: 44, letters: 40 },
  phone: { width: 345, height: 230, font: 15, step: 50, letters: 16 },
} as const;
export type Screen = keyof typeof SIZES;
type Size = (typeof SIZES)[Screen];

const config = ({ font }: Size) => ({
  aria: false, // the whole is one image with words beside it
  background: 'transparent',
  font: FONT,
  view: { stroke: null },
  axis: {
    ...{ labelFont: FONT, titleFont: FONT, labelFontSize: font, titleFontSize: font, titleFontWeight: 'normal' },
    ...{ labelColor: INK, titleColor: INK, gridColor: '#cecece', domainColor: '#505a5f', tickColor: '#505a5f' },
    labelLimit: 0,
  },
  text: { font: FONT, fontSize: font, color: INK },
  range: { category: COLOURS, symbol: SHAPES },
});

type Told = {
  title: (series: string) => string;
  /** A value in words: `64.3%`. */
  value: (y: number) => string;
  /** The ids of the words that name and describe it. */
  labelledBy: string;
  describedBy: string;
  /** Begins the ids of what is drawn, which are to be unique on a page. */
  id: string;
};

type Layer = { mark: { type: string } };
type Spec = { encoding: Record<'x' | 'y', Record<string, object>>; layer: Layer[] };

/** Draws a figure for a screen as an SVG. The same figure gives the same bytes. */
export function draw(figure: Figure, chart: Chart, { screen, ...told }: Told & { screen: Screen }): string {
  const size = SIZES[screen];
  const overTime = figure.periods.length > 1;
  const { spec, values, names } = overTime
    ? overTimeOf(figure, chart, { size, screen, told })
    : singleOf(figure, chart, { size, told });
  const whole = {
    ...spec,
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    config: config(size),
    data: { values },
    params: [
      { name: 'periods', value: figure.periods.map(({ short }) => short) },
      { name: 'lines', value: names },
    ],
  } as unknown as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(whole).spec), { renderer: 'none' });
  const key = overTime && screen === 'phone' && figure.series.length > 1 ? figure.series.map(told.title) : [];
  try {
    view.run();
    return svgOf(view, {
      ...told,
      className: `chart chart--${screen}`,
      marksId: `${told.id}${screen[0]}`,
      below: keyOf(inLineOrder(figure, key), size),
    });
  } finally {
    view.finalize();
  }
}

type Drawn = { spec: object; values: object[]; names: Record<string, string[]> };

/** Lines with their labels beside their ends, or on a phone with a key below. */
function overTimeOf(
  figure: Figure,
  { over_time, unit, top }: Chart,
  { size, screen, told }: { size: Size; screen: Screen; told: Told },
): Drawn {
  const { encoding, layer } = over_time as Spec;
  const labelled = screen === 'desk' && figure.series.length > 1;
  const ticks = ticksTo(Math.max(top ?? 0, ...figure.points.map(({ y }) => y ?? 0)));
  const highest = ticks.at(-1)!;
  const labels = labelled ? figure.series.map((series) => widthOf(told.title(series), size.font)) : [];
  const beside = labelled ? Math.max(...labels) + 14 : 8;
  const left = Math.max(...ticks.map((tick) => widthOf(`${tick}${unit}`, size.font))) + 8;
  const places = apart(endsOf(figure), { gap: (highest * size.font * 1.35) / size.height, top: highest });
  const newest = figure.periods.at(-1)!.start;
  const values = figure.points.map((point) => ({
    ...point,
    name: told.title(point.series),
    at: figure.periods.findIndex(({ start }) => start === point.start),
    // All beside the end of the chart: beside a line that ends before, a name would lie on the others.
    ...(point.start === newest && { label_y: places.get(point.series) }),
  }));
  const axes = {
    x: { ...encoding.x, axis: { ...encoding.x['axis'], values: [0, figure.periods.length - 1], tickCount: null } },
    y: {
      ...encoding.y,
      scale: { domain: [0, highest], nice: false },
      axis: { ...encoding.y['axis'], values: ticks, tickCount: ticks.length },
    },
  };
  const layers = layer.filter(({ mark }) => labelled || mark.type !== 'text');
  const inner = { width: size.width - left - beside, height: size.height };
  return { spec: { ...over_time, ...inner, encoding: axes, layer: layers }, values, names: {} };
}

/** Bars with their names before them and their values behind. */
function singleOf(figure: Figure, { single }: Chart, { size, told }: { size: Size; told: Told }): Drawn {
  const { encoding } = single as Spec;
  const values = figure.points.map((point) => ({
    ...point,
    name: told.title(point.series),
    told: point.y === null ? null : told.value(point.y),
  }));
  const names = Object.fromEntries(values.map(({ name }) => [name, wrapped(name, size.letters)]));
  const before =
    Math.max(
      ...Object.values(names)
        .flat()
        .map((line) => widthOf(line, size.font)),
    ) + 8;
  const behind = Math.max(...values.map((each) => widthOf(each.told ?? '', size.font))) + 8;
  const y = { ...encoding.y, axis: { ...encoding.y['axis'], labelExpr: 'lines[datum.value]' } };
  const inner = { width: size.width - before - behind, height: { step: size.step } };
  return { spec: { ...single, ...inner, encoding: { ...encoding, y } }, values, names };
}

const lastOf = ({ points }: Figure): Map<string, string> =>
  new Map(points.filter(({ y }) => y !== null).map(({ series, start }) => [series, start]));

function endsOf(figure: Figure): { series: string; y: number }[] {
  const last = lastOf(figure);
  return figure.series.flatMap((series) => {
    const end = figure.points.find((point) => point.series === series && point.start === last.get(series));
    return end?.y == null ? [] : [{ series, y: end.y }];
  });
}

/** The titles of the lines from the highest end to the lowest, each with its place among the colours. */
function inLineOrder(figure: Figure, titles: readonly string[]): { title: string; place: number }[] {
  const ends = new Map(endsOf(figure).map(({ series, y }) => [series, y]));
  return titles
    .map((title, place) => ({ title, place, y: ends.get(figure.series[place]!) ?? -1 }))
    .sort((a, b) => b.y - a.y || a.place - b.place);
}
