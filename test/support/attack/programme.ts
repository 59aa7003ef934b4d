import highsModule from 'highs';
import type { Constraint } from './equations.ts';

// Its types are those of a CommonJS module, where the loader is `default` of the default; its ES module is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;
const highs = await loadHighs();

/** Constraints over some unknowns, with what their bounds are known to be. */
export type Programme = {
  unknowns: number[];
  constraints: Constraint[];
  lowest: (unknown: number) => number;
  highest: (unknown: number) => number;
};

export type Solution = Map<number, number>;

const sum = (terms: Iterable<readonly [number, number]>): string =>
  [...terms]
    .map(([unknown, coefficient]) => `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} x${unknown}`)
    .join(' ');

/** Far above anything published: a hidden total may be any number, but a solver wants an end. */
const PLENTY = 10_000_000;

/** A whole-number solution that makes the objective largest, or nothing where the constraints contradict each other. */
export const solve = (programme: Programme, objective: [number, number][]): Solution | undefined => {
  const rows = programme.constraints.flatMap(({ terms, lowest, highest }) => {
    if (lowest === highest) return [`${sum(terms)} = ${lowest}`];
    return [
      ...(lowest === Number.NEGATIVE_INFINITY ? [] : [`${sum(terms)} >= ${lowest}`]),
      ...(highest === Number.POSITIVE_INFINITY ? [] : [`${sum(terms)} <= ${highest}`]),
    ];
  });
  const bounds = programme.unknowns.map(
    (each) => `${programme.lowest(each)} <= x${each} <= ${Math.min(programme.highest(each), PLENTY)}`,
  );
  const names = programme.unknowns.map((each) => `x${each}`);
  const text = [
    'Maximize',
    `obj: ${sum(objective)}`,
    'Subject To',
    ...(rows.length > 0 ? rows : [`+ 1 ${names[0]} >= 0`]),
    'Bounds',
    ...bounds,
  ].join('\n');
  // The corners of most of these are whole already; only where one is not is the slower search for whole numbers made.
  for (const whole of ['', `General\n${names.join('\n')}\n`]) {
    const result = highs.solve(`${text}\n${whole}End`);
    if (result.Status !== 'Optimal') return undefined;
    const values = programme.unknowns.map((each) => (result.Columns[`x${each}`] as { Primal: number }).Primal);
    if (whole || values.every((value) => Math.abs(value - Math.round(value)) < 1e-6))
      return new Map(programme.unknowns.map((each, index) => [each, Math.round(values[index]!)]));
  }
  return undefined;
};

/**
 * For each unknown, whether the constraints leave it one whole number only. Solutions are collected: two that differ in an
 * unknown settle it. What is left is asked for its largest and smallest value.
 */
export const onlyValues = (programme: Programme): Map<number, number> | 'contradiction' => {
  const spread = new Map<number, { low: number; high: number }>();
  const take = (solution: Solution): void => {
    for (const [unknown, value] of solution) {
      const known = spread.get(unknown);
      spread.set(unknown, { low: Math.min(value, known?.low ?? value), high: Math.max(value, known?.high ?? value) });
    }
  };
  const open = (): number[] =>
    programme.unknowns.filter((each) => {
      const known = spread.get(each);
      return !known || known.low === known.high;
    });
  for (let round = 0; round < 6; round += 1) {
    const left = open();
    if (left.length === 0) break;
    // Signs in changing patterns, so that what goes up in one solution goes down in another.
    const solution = solve(
      programme,
      left.map((each, index) => [each, (index >> (round >> 1)) % 2 === round % 2 ? 1 : -1]),
    );
    if (!solution) return 'contradiction';
    take(solution);
  }
  for (const each of open())
    for (const sign of [1, -1]) {
      const known = spread.get(each)!;
      if (known.low !== known.high) break;
      const solution = solve(programme, [[each, sign]]);
      if (solution) take(solution);
    }
  return new Map(open().map((each) => [each, spread.get(each)!.low]));
};

/** The smallest and largest whole number that the constraints leave an unknown. */
export const rangeOf = (programme: Programme, unknown: number): [number, number] => {
  const high = solve(programme, [[unknown, 1]])?.get(unknown);
  const low = solve(programme, [[unknown, -1]])?.get(unknown);
  return [low ?? Number.NaN, high ?? Number.NaN];
};
