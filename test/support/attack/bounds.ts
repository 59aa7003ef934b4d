import type { Constraint, System } from './equations.ts';

/** What is known of each unknown: a whole number from `lowest` to `highest`, and the constraints that say so. */
export type Bounds = { lowest: Float64Array; highest: Float64Array; because: Set<number>[]; dropped: Set<number> };

/**
 * Narrows whole-number bounds until nothing more follows. A constraint that contradicts the others is no equation after
 * all (a total may be the council's own count): it is dropped, and all begins anew without it.
 */
export const narrow = (system: System, least: number): Bounds => {
  const dropped = new Set<number>();
  for (;;) {
    const bounds = attempt(system, least, dropped);
    if (bounds !== 'contradiction') return bounds;
  }
};

const attempt = (system: System, least: number, dropped: Set<number>): Bounds | 'contradiction' => {
  const size = system.unknowns.length;
  const lowest = new Float64Array(size).fill(least);
  const highest = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const because = Array.from({ length: size }, () => new Set<number>());
  for (const { unknown, value } of system.given) {
    lowest[unknown] = value;
    highest[unknown] = value;
  }
  const uses: number[][] = Array.from({ length: size }, () => []);
  system.constraints.forEach(({ terms }, index) => {
    if (!dropped.has(index)) for (const [unknown] of terms) uses[unknown]!.push(index);
  });
  const queue = new Set([...system.constraints.keys()].filter((index) => !dropped.has(index)));
  for (const index of queue) {
    queue.delete(index);
    const { terms, lowest: from, highest: to } = system.constraints[index]!;
    const reach = reachOf(terms, lowest, highest);
    if (reach.least > to || reach.most < from) {
      dropped.add(index);
      return 'contradiction';
    }
    for (const [unknown, coefficient] of terms) {
      const rest = reachOf(terms, lowest, highest, unknown);
      const ends = [(from - rest.most) / coefficient, (to - rest.least) / coefficient];
      if (coefficient < 0) ends.reverse();
      const low = Math.ceil(ends[0]! - 1e-9);
      const high = Math.floor(ends[1]! + 1e-9);
      if (!(low > lowest[unknown]!) && !(high < highest[unknown]!)) continue;
      if (low > lowest[unknown]!) lowest[unknown] = low;
      if (high < highest[unknown]!) highest[unknown] = high;
      if (lowest[unknown]! > highest[unknown]!) {
        dropped.add(index);
        return 'contradiction';
      }
      because[unknown]!.add(index);
      for (const use of uses[unknown]!) queue.add(use);
    }
  }
  return { lowest, highest, because, dropped };
};

const reachOf = (terms: Constraint['terms'], lowest: Float64Array, highest: Float64Array, without = -1) => {
  let least = 0;
  let most = 0;
  for (const [unknown, coefficient] of terms) {
    if (unknown === without) continue;
    least += coefficient * (coefficient > 0 ? lowest[unknown]! : highest[unknown]!);
    most += coefficient * (coefficient > 0 ? highest[unknown]! : lowest[unknown]!);
  }
  return { least, most };
};

/** The constraints from which a bound follows, the nearest first. */
export const derivation = (system: System, { because }: Bounds, unknown: number): string[] => {
  const seen = new Set<number>();
  const waiting = [unknown];
  const visited = new Set(waiting);
  for (const next of waiting)
    for (const index of because[next]!) {
      if (seen.size >= 12) break;
      seen.add(index);
      for (const [other] of system.constraints[index]!.terms)
        if (!visited.has(other)) {
          visited.add(other);
          waiting.push(other);
        }
    }
  return [...seen].map((index) => system.constraints[index]!.why);
};
