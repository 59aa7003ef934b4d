import * as vega from 'vega';
import type { Below } from './chart-key.ts';
import { widthOf } from './chart-scale.ts';
import { FONT } from './style.ts';

// Exports of vega that its types leave out.
type StringRenderer = {
  initialize(element: null, width: number, height: number, origin: number[]): StringRenderer;
  render(root: unknown): StringRenderer;
  svg(): string;
};
const { SVGStringRenderer, resetSVGDefIds, textMetrics } = vega as unknown as {
  textMetrics: { width: (item: { fontSize?: number }, text: string | string[]) => number };
  SVGStringRenderer: new (loader: null) => StringRenderer;
  resetSVGDefIds: () => void;
};
// Vega takes 0.8 of its size for each letter, which left a fifth of the picture empty.
textMetrics.width = ({ fontSize = 17 }, text) => widthOf(String(text), fontSize);

const MARGIN_BELOW = 12;

type Told = { labelledBy: string; describedBy: string; className: string; marksId: string; below: Below };

/** What `View.toSVG()` does, without its promise: a publication is computed in one go. What names it stands beside it. */
export function svgOf(view: vega.View, { labelledBy, describedBy, className, marksId, below }: Told): string {
  const { root } = view.scenegraph() as unknown as { root: { bounds: Record<'x1' | 'x2' | 'y1' | 'y2', number> } };
  const { x1, x2, y1, y2 } = root.bounds;
  const [left, upper, width] = [Math.floor(x1), Math.floor(y1), Math.ceil(x2 - x1)];
  const height = Math.ceil(y2 - y1);
  resetSVGDefIds(); // or ids would count up from chart to chart
  const svg = new SVGStringRenderer(null).initialize(null, width, height, [0, 0]).render(root).svg();
  const drawn = once(lean(svg.slice(svg.indexOf('>') + 1)).replace(/<\/svg>\s*$/, ''), marksId);
  const rest =
    below.height > 0 ? `<g transform="translate(${left},${upper + height + MARGIN_BELOW})">${below.svg}</g>` : '';
  const whole = height + (below.height > 0 ? MARGIN_BELOW + below.height : 0);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${upper} ${width} ${whole}" role="img" ` +
    `aria-labelledby="${labelledBy}" aria-describedby="${describedBy}" font-family="${FONT.replaceAll('"', "'")}" ` +
    `class="${className}">${drawn}${rest}</svg>`
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

const MARK = /<path transform="translate\(([-\d.]+),([-\d.]+)\)" (d="[^"]*" fill="[^"]*")\/>/g;

/** Each shape of mark is drawn once and used wherever it stands: the same points as paths are two thirds of a page. */
function once(inner: string, id: string): string {
  const shapes = new Map<string, string>();
  const used = inner.replaceAll(MARK, (_, x: string, y: string, shape: string) => {
    if (!shapes.has(shape)) shapes.set(shape, `${id}${shapes.size}`);
    return `<use href="#${shapes.get(shape)}" x="${x}" y="${y}"/>`;
  });
  const defined = [...shapes].map(([shape, name]) => `<path id="${name}" ${shape}/>`).join('');
  return defined === '' ? inner : `<defs>${defined}</defs>${used}`;
}
