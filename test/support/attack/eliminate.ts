import type { Constraint } from './equations.ts';

type Equation = { terms: Map<number, bigint>; value: bigint; from: Set<number> };

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y) [x, y] = [y, x % y];
  return x;
};

const reduce = (equation: Equation): void => {
  let divisor = equation.value;
  for (const coefficient of equation.terms.values()) divisor = gcd(divisor, coefficient);
  if (divisor <= 1n && divisor >= -1n) return;
  if (divisor < 0n) divisor = -divisor;
  equation.value /= divisor;
  for (const [unknown, coefficient] of equation.terms) equation.terms.set(unknown, coefficient / divisor);
};

/** `target` times its own factor less `row` times another, so that `pivot` falls out of it. Whole numbers throughout. */
const subtract = (target: Equation, row: Equation, pivot: number): void => {
  const [mine, theirs] = [target.terms.get(pivot)!, row.terms.get(pivot)!];
  for (const [unknown, coefficient] of target.terms) target.terms.set(unknown, coefficient * theirs);
  target.value = target.value * theirs - row.value * mine;
  for (const [unknown, coefficient] of row.terms) {
    const left = (target.terms.get(unknown) ?? 0n) - coefficient * mine;
    if (left === 0n) target.terms.delete(unknown);
    else target.terms.set(unknown, left);
  }
  for (const index of row.from) target.from.add(index);
  reduce(target);
};

/**
 * Solves the equations among the constraints exactly (Gauss and Jordan over whole numbers) and gives what they leave
 * only one value for, with the constraints it follows from. Contradictions are passed over.
 */
export const eliminate = (constraints: readonly Constraint[]): Map<number, { value: number; from: number[] }> => {
  const solved = new Map<number, Equation>();
  constraints.forEach(({ terms, lowest, highest }, index) => {
    if (lowest !== highest) return;
    const row: Equation = {
      terms: new Map(terms.map(([unknown, coefficient]) => [unknown, BigInt(coefficient)])),
      value: BigInt(lowest),
      from: new Set([index]),
    };
    for (const unknown of [...row.terms.keys()]) {
      const pivot = solved.get(unknown);
      if (pivot && row.terms.has(unknown)) subtract(row, pivot, unknown);
    }
    const [first] = row.terms.keys();
    if (first === undefined) return;
    for (const other of solved.values()) if (other.terms.has(first)) subtract(other, row, first);
    solved.set(first, row);
  });
  const found = new Map<number, { value: number; from: number[] }>();
  for (const [unknown, { terms, value, from }] of solved) {
    const coefficient = terms.get(unknown)!;
    if (terms.size === 1 && value % coefficient === 0n)
      found.set(unknown, { value: Number(value / coefficient), from: [...from] });
  }
  return found;
};
