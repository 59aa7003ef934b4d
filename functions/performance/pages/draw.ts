import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Chart, Figure } from './figure.ts';

/** The Government Analysis Function's colours for categories, in their order, and a shape for each. */
const COLOURS = ['#12436D', '#28A197', '#801650', '#F46A25'];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond'];

const INK = '#0b0c0c';
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const CONFIG = {
  aria: false, // the whole is one image with words beside it
  background: 'transparent',
  font: FONT,
  view: { stroke: null },
  axis: {
    labelFont: FONT,
    titleFont: FONT,
    labelFontSize: 17,
    titleFontSize: 17,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
    gridColor: '#cecece',
    domainColor: '#505a5f',
    tickColor: '#505a5f',
    labelLimit: 240,
  },
  text: { font: FONT, fontSize: 17, color: INK },
};

type Told = {
  title: (series: string) => string;
  /** A value in words: `64.3%`. */
  value: (y: number) => string;
  alt: { title: string; description: string };
  id: string;
};

/** Draws a figure as an SVG that says in words what it shows. The same figure gives the same bytes. */
export function draw(figure: Figure, chart: Chart, { title, value, alt, id }: Told): string {
  const spec = (figure.periods.length > 1 ? chart.over_time : chart.single) as Record<string, unknown>;
  const whole = {
    ...spec,
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    config: { ...CONFIG, range: { category: COLOURS, symbol: SHAPES } },
    data: { values: valuesOf(figure, { title, value }) },
    params: [{ name: 'periods', value: figure.periods.map(({ words }) => words) }],
  } as unknown as TopLevelSpec;
  textMetrics.width = widthOf;
  const view = new vega.View(vega.parse(compile(whole).spec), { renderer: 'none' });
  try {
    view.run();
    return described(svgOf(view), { ...alt, id });
  } finally {
    view.finalize();
  }
}

/** The values of a figure, with the name of each line, and where its label stands beside its last point. */
function valuesOf({ points, periods }: Figure, { title, value }: Pick<Told, 'title' | 'value'>): object[] {
  const last = new Map(points.filter(({ y }) => y !== null).map(({ series, start }) => [series, start]));
  const ends = points.flatMap(({ series, start, y }) =>
    y !== null && last.get(series) === start ? [{ series, y }] : [],
  );
  const labels = apart(ends, Math.max(...points.map(({ y }) => y ?? 0)) * 0.075);
  return points.map((point) => ({
    ...point,
    name: title(point.series),
    told: point.y === null ? null : value(point.y),
    at: periods.findIndex(({ start }) => start === point.start),
    ...(point.y !== null && last.get(point.series) === point.start && { label_y: labels.get(point.series) }),
  }));
}

/** Moves labels apart that would lie on each other, keeping their order. */
function apart(ends: { series: string; y: number }[], gap: number): Map<string, number> {
  const places = new Map<string, number>();
  let below = Number.NEGATIVE_INFINITY;
  for (const { series, y } of [...ends].sort((a, b) => a.y - b.y)) {
    below = Math.max(y, below + gap);
    places.set(series, below);
  }
  return places;
}

/**
 * How wide a label is, without a canvas to measure it on. Vega takes 0.8 of its size for each letter, which left a fifth of
 * the picture empty and made its words small on a phone; the widest common font, DejaVu Sans, has 0.58, and a percent sign more.
 */
const widthOf = ({ fontSize = 17 }: { fontSize?: number }, text: string): number =>
  (String(text).length * 0.6 + 0.4) * fontSize;

/** What `View.toSVG()` does, without its promise: a publication is computed in one go. */
function svgOf(view: vega.View): { svg: string; viewBox: string; width: number } {
  const { root } = view.scenegraph() as unknown as { root: { bounds: Record<'x1' | 'x2' | 'y1' | 'y2', number> } };
  const { x1, x2, y1, y2 } = root.bounds;
  const [width, height] = [Math.ceil(x2 - x1), Math.ceil(y2 - y1)];
  resetSVGDefIds(); // or ids would count up from chart to chart
  const svg = new SVGStringRenderer(null).initialize(null, width, height, [0, 0]).render(root).svg();
  return { svg, viewBox: `${Math.floor(x1)} ${Math.floor(y1)} ${width} ${height}`, width };
}

// Exports of vega that its types leave out.
type StringRenderer = {
  initialize(element: null, width: number, height: number, origin: number[]): StringRenderer;
  render(root: unknown): StringRenderer;
  svg(): string;
};
const { SVGStringRenderer, resetSVGDefIds, textMetrics } = vega as unknown as {
  textMetrics: { width: (item: { fontSize?: number }, text: string) => number };
  SVGStringRenderer: new (loader: null) => StringRenderer;
  resetSVGDefIds: () => void;
};

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Described = { title: string; description: string; id: string };

/** On a wide screen all pictures are larger than they are drawn, by as much, so that their words have one size. */
const ENLARGED = 1.2;

function described({ svg, viewBox, width }: ReturnType<typeof svgOf>, { title, description, id }: Described): string {
  const words = `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(description)}</desc>`;
  const inner = lean(svg.slice(svg.indexOf('>') + 1));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" width="${Math.round(width * ENLARGED)}" role="img" ` +
    `aria-labelledby="${id}-title ${id}-desc" font-family="${escaped(FONT).replaceAll('"', "'")}" class="chart">${words}${inner}`
  );
}

/**
 * Without what no reader sees, which is more than half of its bytes: parts that are drawn over nothing, labels that vega
 * left out by making them transparent, and what is so by itself. The whole is one image: its parts have no roles.
 */
const lean = (inner: string): string =>
  inner
    .replaceAll(/<text [^>]*opacity="0"[^>]*>[^<]*<\/text>/g, '')
    .replaceAll(/<path class="(?:background|foreground)"[^>]*(?:\/>|><\/path>)/g, '')
    .replaceAll(/ (?:role|aria-[a-z]+|class|pointer-events|font-family)="[^"]*"/g, '')
    .replaceAll(/ (?:opacity|stroke-width)="1"/g, '')
    // Marks in full colour: paler, the lighter ones would fall short of 3:1 on white.
    .replaceAll(' stroke-width="2" opacity="0.7"', '')
    .replaceAll(' transform="translate(0,0)"', '')
    .replaceAll(/\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1))))
    .replaceAll(/<g>\s*<\/g>/g, '');
