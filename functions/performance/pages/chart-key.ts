import { COLOURS, DASHES, INK, SHAPES } from './style.ts';

const SAMPLE_WIDTH = 34;
const MARKS: Readonly<Record<string, string>> = {
  circle: 'M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0',
  square: 'M-4,-4H4V4H-4Z',
  'triangle-up': 'M0,-4.5L4.5,4.5H-4.5Z',
  diamond: 'M0,-5.5L4,0L0,5.5L-4,0Z',
};

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What stands below a chart: an SVG group that begins at 0, and how high it is. */
export type Below = { svg: string; height: number };

/** The names of lines with a piece of each, one below the other, for where there is no room beside their ends. */
export function keyOf(lines: readonly { title: string; place: number }[], { font }: { font: number }): Below {
  const row = Math.round(font * 1.5);
  const svg = lines.map(({ title, place }, i) => {
    const colour = COLOURS[place]!;
    const dash = DASHES[place] ? ` stroke-dasharray="${DASHES[place]}"` : '';
    return (
      `<g transform="translate(0,${i * row + row / 2})"><path d="M0,0H${SAMPLE_WIDTH}" stroke="${colour}" stroke-width="3"${dash}/>` +
      `<path d="${MARKS[SHAPES[place]!]}" transform="translate(${SAMPLE_WIDTH / 2},0)" fill="${colour}"/>` +
      `<text x="${SAMPLE_WIDTH + 8}" y="${Math.round(font / 3)}" font-size="${font}px" fill="${INK}">${escaped(title)}</text></g>`
    );
  });
  return { svg: svg.join(''), height: lines.length * row };
}
