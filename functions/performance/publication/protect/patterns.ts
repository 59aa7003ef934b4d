import type { Axis } from './table.ts';

/** A signed pattern over the combinations of the dimensions' values, within one period: [combination, +1 or -1]. */
export type Pattern = readonly (readonly [number, 1 | -1])[];

/**
 * The ways in which one dimension can take a change at one of its values and still add up: the total changes with it,
 * or another value makes up for it. `alone` adds the change by itself, for where the values do not add up anyway.
 */
const waysAlong = (axis: Axis, at: number, alone: boolean): Pattern[] => {
  const others = axis.labels.map((_, index) => index).filter((index) => index !== 0 && index !== at);
  if (axis.labels.length === 1) return [[[0, 1]]];
  const ways: Pattern[] =
    at === 0
      ? others.map((value) => [
          [0, 1],
          [value, 1],
        ])
      : [
          ...others.map(
            (other): Pattern => [
              [at, 1],
              [other, -1],
            ],
          ),
          [
            [at, 1],
            [0, 1],
          ],
        ];
  return alone ? [...ways, [[at, 1]]] : ways;
};

/**
 * Every product of one way along each dimension that changes the combination by +1. Each product adds up along every
 * dimension because each of its factors does.
 */
export const patternsAt = (axes: Axis[], combination: number, alone = false): Pattern[] => {
  let patterns: Pattern[] = [[[0, 1]]];
  for (const axis of axes) {
    const at = Math.floor(combination / axis.stride) % axis.labels.length;
    const ways = waysAlong(axis, at, alone);
    patterns = patterns.flatMap((pattern) =>
      ways.map((way) =>
        pattern.flatMap(([cell, sign]) =>
          way.map(([place, step]): readonly [number, 1 | -1] => [cell + place * axis.stride, (sign * step) as 1 | -1]),
        ),
      ),
    );
  }
  return patterns;
};

/** The combination's own path: itself, and every total it counts towards. */
const pathOf = (axes: Axis[], combination: number): number[] => {
  let path = [0];
  for (const { stride, labels } of axes) {
    const place = Math.floor(combination / stride) % labels.length;
    path = path.flatMap((cell) => (place === 0 ? [cell] : [cell + place * stride, cell]));
  }
  return path;
};

/**
 * Every difference of two leaves' paths (one leaf goes up, another down, and so do the totals that are not of both) that
 * changes the combination by +1, among the leaves that there are in any period. Dearer than the products, but enough where the totals they need are fixed.
 */
export function* swapsAt(axes: Axis[], combination: number, isThere: (leaf: number) => boolean): Generator<Pattern> {
  const width = axes.reduce((size, { labels }) => size * labels.length, 1);
  const leaves: number[][] = [];
  for (let cell = 0; cell < width; cell += 1)
    if (
      isThere(cell) &&
      axes.every(({ stride, labels }) => labels.length === 1 || Math.floor(cell / stride) % labels.length > 0)
    )
      leaves.push(pathOf(axes, cell));
  const ups = leaves.filter((path) => path.includes(combination));
  const downs = leaves.filter((path) => !path.includes(combination));
  for (const up of ups)
    for (const down of downs)
      yield [
        ...up.filter((cell) => !down.includes(cell)).map((cell) => [cell, 1] as const),
        ...down.filter((cell) => !up.includes(cell)).map((cell) => [cell, -1] as const),
      ];
}
