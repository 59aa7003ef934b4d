import { connectedChange } from './change.ts';
import { changesNothingPublished, type Move } from './check.ts';
import { type Pattern, patternsAt, swapsAt } from './patterns.ts';
import { moveOf, type Plan, plansOn } from './plans.ts';
import { ABSENT, type Axis, FIXED, HIDDEN, type Table } from './table.ts';
import { LAST_WAYS, WAYS, type Way } from './ways.ts';

const PATTERNS: Record<
  Way['patterns'],
  (axes: Axis[], k: number, isThere: (leaf: number) => boolean) => Iterable<Pattern>
> = {
  products: (axes, k) => patternsAt(axes, k),
  swaps: swapsAt,
  loose: (axes, combination) => patternsAt(axes, combination, true),
};

/** Thirty kinds of notice have more patterns than there is memory for: the cheapest are enough to find a cover, or there is none. */
const MOST_STARTS = 5_000;

/** What can be begun with, the cheapest first. */
function cheapestOf(patterns: Iterable<Pattern>, startOf: (pattern: Pattern) => Plan | undefined): Plan[] {
  const byCost = (a: Plan, b: Plan) => a.cost - b.cost;
  let starts: Plan[] = [];
  for (const pattern of patterns) {
    const start = startOf(pattern);
    if (start) starts.push(start);
    if (starts.length > 2 * MOST_STARTS) starts = starts.sort(byCost).slice(0, MOST_STARTS);
  }
  return starts.sort(byCost);
}

/**
 * Finds covers for the hidden cells of one table, hiding further cells where it must. Returns those whose cover does not
 * hold in all releases at once, or that have none at all (`bare`).
 */
export const cover = (table: Table): { exposed: number[]; bare: number[] } => {
  const { axes, width, state, row } = table;
  const certain = new Uint8Array(state.length);
  const patternsAtWay = (k: number, way: Way): Iterable<Pattern> =>
    PATTERNS[way.patterns](axes, k, (leaf) => there[leaf] === 1);
  const there = new Uint8Array(width);
  for (let cell = 0; cell < state.length; cell += 1) if (state[cell] !== ABSENT) there[cell % width] = 1;
  const plansFor = plansOn(table);

  /** Hides the move's cells if it stands up to the check, else leaves everything as it was. */
  const make = (move: Move, way: Way): boolean => {
    const added = move.filter(([cell]) => state[cell] !== HIDDEN).map(([cell]) => [cell, state[cell]!] as const);
    for (const [cell] of added) state[cell] = HIDDEN;
    if (!changesNothingPublished(table, move, way)) {
      for (const [cell, was] of added) state[cell] = was;
      return false;
    }
    for (const [cell] of move) certain[cell] = 1;
    return true;
  };

  const search = (cell: number, way: Way): boolean => {
    const { startOf, cheapest, all } = plansFor(Math.floor(cell / width), way);
    const accept = (plan: Plan): boolean => make(moveOf(table, plan), way);
    const starts = cheapestOf(patternsAtWay(cell % width, way), startOf);
    const plans: Plan[] = [];
    let limit = Number.POSITIVE_INFINITY;
    for (const start of starts) {
      if (start.cost >= limit) break;
      const plan = cheapest(start, limit);
      if (!plan) continue;
      if (plan.cost === 0 && accept(plan)) return true;
      plans.push(plan);
      limit = Math.min(limit, plan.cost + 1);
    }
    plans.sort((a, b) => a.cost - b.cost);
    if (plans.some(accept)) return true;
    // When the cheapest do not stand up to the check (cells hidden since different releases), all others are tried.
    for (const start of starts) for (const plan of all(start)) if (accept(plan)) return true;
    return false;
  };

  const undo = (cell: number, way: Way): boolean => {
    const move = connectedChange(table, cell);
    return move.length > 0 && move.every(([at]) => state[at] !== FIXED) && make(move, way);
  };

  const exposed: number[] = [];
  for (let cell = 0; cell < state.length; cell += 1) {
    if (state[cell] !== HIDDEN || certain[cell] || row[cell]! < 0) continue;
    let found = WAYS.some((way) => search(cell, way));
    // Where no such cover is left: hide all that changed with it, so that the former count is as possible as this one.
    if (!found) found = WAYS.some((way) => way.lowest === 0 && way.longer && undo(cell, way));
    if (!found) exposed.push(cell);
  }
  return { exposed, bare: exposed.filter((cell) => !certain[cell] && !LAST_WAYS.some((way) => search(cell, way))) };
};
