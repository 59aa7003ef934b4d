import { hasParts, type Move, partsMakeTotal, type Strictness } from './check.ts';
import type { Pattern } from './patterns.ts';
import { ABSENT, FIXED, HIDDEN, NO_SUM, type Table, TRUE_SUM, ZERO } from './table.ts';
import type { Way } from './ways.ts';

/** A period on which a pattern is made, and with which sign. */
type Part = readonly [time: number, sign: 1 | -1];

/** A pattern made on some periods; what that costs; how far it can be made forwards and backwards. */
export type Plan = { pattern: Pattern; cost: number; up: number; down: number; parts: Part[] };

export type Plans = {
  /** The pattern made on the period itself, or nothing if it cannot be. */
  startOf(pattern: Pattern): Plan | undefined;
  /** The cheapest plan that adds up over all periods, of those that cost less than `limit`. */
  cheapest(start: Plan, limit: number): Plan | undefined;
  /** Every plan that adds up over all periods. */
  all(start: Plan): Iterable<Plan>;
};

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

/** What a plan changes: the cells that there are of its pattern, on each of its periods. */
export const moveOf = ({ width, state }: Table, { pattern, parts }: Plan): Move =>
  parts.flatMap(([time, sign]) =>
    pattern
      .map(([k, step]): [number, number] => [time * width + k, sign * step])
      .filter(([cell]) => state[cell] !== ABSENT),
  );

/** The plans there are on one table: those for the cells of period `own`, in one way. */
export const plansOn = (table: Table): ((own: number, way: Way) => Plans) => {
  const { times, axes, width, state, sums, value, threshold } = table;
  const totals = new Uint8Array(width);
  for (let k = 0; k < width; k += 1)
    for (const { stride, labels } of axes) if (Math.floor(k / stride) % labels.length === 0) totals[k]! += 1;
  const periodCost = Float64Array.from(times, ({ period }) => PERIOD_COST[period]);

  const better = (one: Plan | undefined, other: Plan | undefined): Plan | undefined => {
    if (!one || !other) return one ?? other;
    if (one.cost !== other.cost) return one.cost < other.cost ? one : other;
    return Math.min(other.up, threshold) + Math.min(other.down, threshold) >
      Math.min(one.up, threshold) + Math.min(one.down, threshold)
      ? other
      : one;
  };

  return (own, way) => {
    const enough = way.strictness === 'nominal' ? NO_SUM + 1 : TRUE_SUM;

    const addsUp = (time: number, pattern: Pattern): boolean => {
      if (time < 0) return false;
      for (const [k] of pattern) if (sums[time * width + k]! >= enough) return true;
      return false;
    };

    /** The plan with its pattern made on one more period, or nothing if it cannot be or costs `limit` or more. */
    const on = (plan: Plan, part: Part, limit: number): Plan | undefined => {
      const { pattern } = plan;
      const [time, sign] = part;
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
          if (!way.longer && periodCost[time]! > periodCost[own]!) return undefined;
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
      return { pattern, cost, up, down, parts: [...plan.parts, part] };
    };

    /** Below a period: a change of a sum comes from one of its parts. */
    const below = (plan: Plan, [time, sign]: Part, limit: number): Plan | undefined => {
      if (!addsUp(time, plan.pattern)) return plan;
      let best: Plan | undefined;
      for (const child of times[time]!.children) {
        const bound = best ? best.cost + 1 : limit;
        const made = on(plan, [child, sign], bound);
        best = better(best, made && below(made, [child, sign], bound));
      }
      return best;
    };

    /** Above a period: the change is made up for by another part of the same sum, or the sum changes too. */
    const above = (plan: Plan, time: number, limit: number): Plan | undefined => {
      const parent = times[time]!.parent;
      if (!addsUp(parent, plan.pattern)) return plan;
      let best: Plan | undefined;
      for (const sibling of times[parent]!.children) {
        if (sibling === time) continue;
        const bound = best ? best.cost + 1 : limit;
        const made = on(plan, [sibling, -1], bound);
        best = better(best, made && below(made, [sibling, -1], bound));
        if (best && best.cost === plan.cost) return best;
      }
      const bound = best ? best.cost + 1 : limit;
      const made = on(plan, [parent, 1], bound);
      return better(best, made && above(made, parent, bound));
    };

    function* allBelow(plan: Plan, [time, sign]: Part): Generator<Plan> {
      if (!addsUp(time, plan.pattern)) return yield plan;
      for (const child of times[time]!.children) {
        const made = on(plan, [child, sign], Number.POSITIVE_INFINITY);
        if (made) yield* allBelow(made, [child, sign]);
      }
    }

    function* allAbove(plan: Plan, time: number): Generator<Plan> {
      const parent = times[time]!.parent;
      if (!addsUp(parent, plan.pattern)) return yield plan;
      for (const sibling of times[parent]!.children) {
        if (sibling === time) continue;
        const made = on(plan, [sibling, -1], Number.POSITIVE_INFINITY);
        if (made) yield* allBelow(made, [sibling, -1]);
      }
      const made = on(plan, [parent, 1], Number.POSITIVE_INFINITY);
      if (made) yield* allAbove(made, parent);
    }

    return {
      startOf: (pattern) =>
        on(
          { pattern, cost: 0, up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY, parts: [] },
          [own, 1],
          Number.POSITIVE_INFINITY,
        ),
      cheapest: (start, limit) => {
        const lower = below(start, [own, 1], limit);
        return lower && above(lower, own, limit);
      },
      *all(start) {
        for (const plan of allBelow(start, [own, 1])) yield* allAbove(plan, own);
      },
    };
  };
};
