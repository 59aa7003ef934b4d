/** Where a chart's values and labels stand, computed here: the drawing library would have to be asked, and does not answer. */

const STEPS = [1, 2, 2.5, 5, 10];
const MOST_TICKS = 5;

/** Ticks from 0 up to the first one at or above the largest value. */
export function ticksTo(largest: number): number[] {
  if (!(largest > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(largest / MOST_TICKS));
  const step = STEPS.map((each) => each * power).find((each) => Math.ceil(largest / each - 1e-9) <= MOST_TICKS)!;
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, place) => Number((place * step).toPrecision(12)));
}

/**
 * Moves labels apart that would lie on each other, keeping the order of the lines, within the height of the chart.
 * @param ends the last value of each line; of equal ones the first stands on top
 * @param gap how far apart labels have to be, in units of the values
 */
export function apart(ends: readonly { series: string; y: number }[], { gap, top }: { gap: number; top: number }) {
  const order = ends.map((end, place) => ({ ...end, place })).sort((a, b) => a.y - b.y || b.place - a.place);
  const places: number[] = [];
  for (const { y } of order) places.push(Math.max(y, (places.at(-1) ?? Number.NEGATIVE_INFINITY) + gap));
  let above = top + gap;
  for (let i = places.length - 1; i >= 0; i -= 1) {
    places[i] = Math.min(places[i]!, above - gap);
    above = places[i]!;
  }
  return new Map(order.map(({ series }, i) => [series, places[i]!]));
}

/**
 * How wide a label is, without a canvas to measure it on. The widest common font, DejaVu Sans, has 0.58 of its size for a
 * letter, and more for a percent sign.
 */
export const widthOf = (text: string, fontSize: number): number => (text.length * 0.6 + 0.4) * fontSize;

/** Words on lines of at most so many letters, where words are not longer. */
export function wrapped(words: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= letters) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
