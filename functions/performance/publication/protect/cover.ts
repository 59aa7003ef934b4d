import { connectedChange } from './change.ts';
import { changesNothingPublished, hasParts, type Move, partsMakeTotal, type Strictness } from './check.ts';
import { type Pattern, patternsAt, swapsAt } from './patterns.ts';
import { ABSENT, type Axis, FIXED, HIDDEN, NO_SUM, type Table, TRUE_SUM, ZERO } from './table.ts';

/** How the search may go about it: they are tried in this order until one finds a cover. */
type Way = {
  strictness: Strictness;
  lowest: 0 | 1;
  longer: boolean;
  /** Whether counts that stand in the clear in an earlier release, unchanged, may be hidden from this one on. */
  standing: boolean;
  /** Whether the cover holds in this release only: a reader does not know which hidden counts were corrected for it. */
  alone: boolean;
  patterns: keyof typeof PATTERNS;
};
const PATTERNS = {
  products: patternsAt,
  swaps: swapsAt,
  loose: (axes: Axis[], combination: number) => patternsAt(axes, combination, true),
};
const HOW: Pick<Way, 'strictness' | 'patterns'>[] = [
  { strictness: 'nominal', patterns: 'products' },
  { strictness: 'nominal', patterns: 'swaps' },
  { strictness: 'true', patterns: 'loose' },
];
/**
 * A hidden count is known to be at least 1 where zeros are published, so a cover that leaves each at 1 or more is better.
 * But where days have one answer each there is none, and longer periods are not to be lost for it: before hiding those
 * (`longer`), counts may come down to 0, which is as much as the missing row of a day without answers tells.
 */
const WAYS: Way[] = [
  ...HOW.map((how): Way => ({ ...how, lowest: 1, longer: false, standing: false, alone: false })),
  ...HOW.map((how): Way => ({ ...how, lowest: 0, longer: false, standing: false, alone: false })),
  ...HOW.map((how): Way => ({ ...how, lowest: 1, longer: true, standing: false, alone: false })),
  ...HOW.map((how): Way => ({ ...how, lowest: 0, longer: true, standing: false, alone: false })),
];
/**
 * After corrections, none of these may be left. A cover in this release alone then keeps a hidden count from everybody who
 * does not know which others were corrected; if need be with what stands in the clear in an earlier release. That may
 * have been corrected too, for all a reader knows, but corrections are rare, so it comes last.
 */
const LAST_WAYS: Way[] = [
  ...WAYS.map((each): Way => ({ ...each, alone: true })),
  ...WAYS.map((each): Way => ({ ...each, alone: true, standing: true })),
];

/** A pattern made on some periods, with sign; what it costs; how far it can be made forwards and backwards. */
type Plan = { cost: number; up: number; down: number; parts: [time: number, sign: 1 | -1][] };

/** What is lost with one more hidden cell: totals and long periods are what people read. */
const PERIOD_COST = { day: 2, month: 8, quarter: 16, year: 32 } as const;

/** Whether what there is of a pattern in a period keeps its rows and columns: the check would find that it does not, later. */
const addsUpWithin = (
  table: Table,
  { time, pattern, strictness }: { time: number; pattern: Pattern; strictness: Strictness },
): boolean => {
  const { axes, width, state } = table;
  const binds = strictness === 'nominal' ? hasParts : partsMakeTotal;
  return axes.every(({ stride, labels }) => {
    const sums = new Map<number, number>();
    for (const [k, step] of pattern) {
      const place = Math.floor(k / stride) % labels.length;
      const total = time * width + k - place * stride;
      if (state[time * width + k] !== ABSENT && state[total] !== ABSENT)
        sums.set(total, (sums.get(total) ?? 0) + (place === 0 ? -step : step));
    }
    for (const [total, sum] of sums) if (sum !== 0 && binds(table, total, stride, labels.length)) return false;
    return true;
  });
};

/** Finds covers for the hidden cells of one table, hiding further cells where it must. */
export const coverOf = (table: Table) => {
  const { times, axes, width, state, sums, value, row } = table;
  const certain = new Uint8Array(state.length);
  const patterns: Record<Way['patterns'], (Pattern[] | undefined)[]> = { products: [], swaps: [], loose: [] };
  const totals = new Uint8Array(width);
  for (let k = 0; k < width; k += 1)
    for (const { stride, labels } of axes) if (Math.floor(k / stride) % labels.length === 0) totals[k]! += 1;
  const periodCost = Float64Array.from(times, ({ period }) => PERIOD_COST[period]);
  let way = WAYS[0]!;
  /** What a cell of the searched one's own period costs: longer periods cost more. */
  let ownCost = 0;

  const addsUp = (time: number, pattern: Pattern): boolean => {
    if (time < 0) return false;
    const enough = way.strictness === 'nominal' ? NO_SUM + 1 : TRUE_SUM;
    for (const [k] of pattern) if (sums[time * width + k]! >= enough) return true;
    return false;
  };

  /** The plan with the pattern made on one more period, or nothing if it cannot be or costs `limit` or more. */
  const on = (plan: Plan, time: number, sign: 1 | -1, pattern: Pattern, limit: number): Plan | undefined => {
    let { cost, up, down } = plan;
    let whole = true;
    const base = time * width;
    for (const [k, step] of pattern) {
      const cell = base + k;
      const is = state[cell];
      if (is === ABSENT) {
        whole = false;
        continue;
      }
      if ((is === FIXED && !way.standing) || (is === ZERO && way.lowest > 0)) return undefined;
      if (is !== HIDDEN) {
        if (!way.longer && periodCost[time]! > ownCost) return undefined;
        cost += periodCost[time]! * (1 + 2 * totals[k]!);
        if (cost >= limit) return undefined;
      }
      const room = value[cell]! - way.lowest;
      if (step === sign) {
        if (room < down) down = room;
      } else if (room < up) up = room;
    }
    if (up < 1 && down < 1) return undefined;
    if ((!whole || way.patterns === 'loose') && !addsUpWithin(table, { time, pattern, strictness: way.strictness }))
      return undefined;
    return { cost, up, down, parts: [...plan.parts, [time, sign]] };
  };

  const better = (one: Plan | undefined, other: Plan | undefined): Plan | undefined => {
    if (!one || !other) return one ?? other;
    if (one.cost !== other.cost) return one.cost < other.cost ? one : other;
    return Math.min(other.up, table.threshold) + Math.min(other.down, table.threshold) >
      Math.min(one.up, table.threshold) + Math.min(one.down, table.threshold)
      ? other
      : one;
  };

  /** Below a period: a change of a sum comes from one of its parts. */
  const below = (plan: Plan, time: number, sign: 1 | -1, pattern: Pattern, limit: number): Plan | undefined => {
    if (!addsUp(time, pattern)) return plan;
    let best: Plan | undefined;
    for (const child of times[time]!.children) {
      const bound = best ? best.cost + 1 : limit;
      const made = on(plan, child, sign, pattern, bound);
      best = better(best, made && below(made, child, sign, pattern, bound));
    }
    return best;
  };

  /** Above a period: the change is made up for by another part of the same sum, or the sum changes too. */
  const above = (plan: Plan, time: number, pattern: Pattern, limit: number): Plan | undefined => {
    const parent = times[time]!.parent;
    if (!addsUp(parent, pattern)) return plan;
    let best: Plan | undefined;
    for (const sibling of times[parent]!.children) {
      if (sibling === time) continue;
      const bound = best ? best.cost + 1 : limit;
      const made = on(plan, sibling, -1, pattern, bound);
      best = better(best, made && below(made, sibling, -1, pattern, bound));
      if (best && best.cost === plan.cost) return best;
    }
    const bound = best ? best.cost + 1 : limit;
    const made = on(plan, parent, 1, pattern, bound);
    return better(best, made && above(made, parent, pattern, bound));
  };

  const moveOf = (plan: Plan, pattern: Pattern): Move =>
    plan.parts.flatMap(([time, sign]) =>
      pattern
        .map(([k, step]): [number, number] => [time * width + k, sign * step])
        .filter(([cell]) => state[cell] !== ABSENT),
    );

  const accept = (plan: Plan, pattern: Pattern): boolean => make(moveOf(plan, pattern));

  /** Hides the move's cells if it stands up to the check, else leaves everything as it was. */
  const make = (move: Move): boolean => {
    const added = move.filter(([cell]) => state[cell] !== HIDDEN).map(([cell]) => [cell, state[cell]!] as const);
    for (const [cell] of added) state[cell] = HIDDEN;
    if (!changesNothingPublished(table, move, way)) {
      for (const [cell, was] of added) state[cell] = was;
      return false;
    }
    for (const [cell] of move) certain[cell] = 1;
    return true;
  };

  const patternsFor = (k: number): Pattern[] => {
    const kept = patterns[way.patterns];
    kept[k] ??= PATTERNS[way.patterns](axes, k);
    return kept[k];
  };

  const search = (cell: number): boolean => {
    const time = Math.floor(cell / width);
    const k = cell % width;
    ownCost = periodCost[time]!;
    const empty: Plan = { cost: 0, up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY, parts: [] };
    const starts = patternsFor(k)
      .map((pattern) => ({ pattern, start: on(empty, time, 1, pattern, Number.POSITIVE_INFINITY) }))
      .filter((each): each is { pattern: Pattern; start: Plan } => each.start !== undefined)
      .sort((a, b) => a.start.cost - b.start.cost);
    const plans: { plan: Plan; pattern: Pattern }[] = [];
    let limit = Number.POSITIVE_INFINITY;
    for (const { pattern, start } of starts) {
      if (start.cost >= limit) break;
      const lower = below(start, time, 1, pattern, limit);
      const plan = lower && above(lower, time, pattern, limit);
      if (!plan) continue;
      if (plan.cost === 0 && accept(plan, pattern)) return true;
      plans.push({ plan, pattern });
      limit = Math.min(limit, plan.cost + 1);
    }
    plans.sort((a, b) => a.plan.cost - b.plan.cost);
    return plans.some(({ plan, pattern }) => accept(plan, pattern)) || searchAll(cell, starts);
  };

  /** When the cheapest do not stand up to the check (cells hidden since different releases), all others are tried. */
  const searchAll = (cell: number, starts: { pattern: Pattern; start: Plan }[]): boolean => {
    const time = Math.floor(cell / width);
    for (const { pattern, start } of starts)
      for (const plan of allAbove(start, time, pattern)) if (accept(plan, pattern)) return true;
    return false;
  };

  function* allBelow(plan: Plan, time: number, sign: 1 | -1, pattern: Pattern): Generator<Plan> {
    if (!addsUp(time, pattern)) return yield plan;
    for (const child of times[time]!.children) {
      const made = on(plan, child, sign, pattern, Number.POSITIVE_INFINITY);
      if (made) yield* allBelow(made, child, sign, pattern);
    }
  }

  function* allAbove(start: Plan, time: number, pattern: Pattern): Generator<Plan> {
    for (const plan of allBelow(start, time, 1, pattern)) yield* climb(plan, time, pattern);
  }

  function* climb(plan: Plan, time: number, pattern: Pattern): Generator<Plan> {
    const parent = times[time]!.parent;
    if (!addsUp(parent, pattern)) return yield plan;
    for (const sibling of times[parent]!.children) {
      if (sibling === time) continue;
      const made = on(plan, sibling, -1, pattern, Number.POSITIVE_INFINITY);
      if (made) yield* allBelow(made, sibling, -1, pattern);
    }
    const made = on(plan, parent, 1, pattern, Number.POSITIVE_INFINITY);
    if (made) yield* climb(made, parent, pattern);
  }

  const undo = (cell: number, each: Way): boolean => {
    way = each;
    const move = connectedChange(table, cell);
    return move.length > 0 && move.every(([at]) => state[at] !== FIXED) && make(move);
  };

  const tried = (ways: readonly Way[], cell: number): boolean =>
    ways.some((each) => {
      way = each;
      return search(cell);
    });

  /**
   * Covers every hidden cell. Returns those whose cover does not hold in all releases at once, or that have none at all
   * (`bare`).
   */
  return (): { exposed: number[]; bare: number[] } => {
    const exposed: number[] = [];
    for (let cell = 0; cell < state.length; cell += 1) {
      if (state[cell] !== HIDDEN || certain[cell] || row[cell]! < 0) continue;
      let found = tried(WAYS, cell);
      // Where no such cover is left: hide all that changed with it, so that the former count is as possible as this one.
      if (!found) found = WAYS.some((each) => each.lowest === 0 && each.longer && undo(cell, each));
      if (!found) exposed.push(cell);
    }
    return { exposed, bare: exposed.filter((cell) => !certain[cell] && !tried(LAST_WAYS, cell)) };
  };
};
