// Chance that a seed decides, so that any input can be made again.

export type Random = {
  seed: number;
  /** From 0 up to, but not, 1. */
  next: () => number;
  /** A whole number from 0 up to, but not, `below`. */
  below: (below: number) => number;
  chance: (share: number) => boolean;
  pick: <T>(from: readonly T[]) => T;
  /** So many different items, in the order of the list; all of them if there are no more. */
  some: <T>(from: readonly T[], count: number) => T[];
};

/** Mulberry32: small, quick, and good enough to choose what to break. */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    seed,
    next,
    below,
    chance: (share) => next() < share,
    pick: (from) => from[below(from.length)]!,
    some: (from, count) => {
      const left = from.map((_, i) => i);
      const taken = Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0]!);
      return taken.sort((a, b) => a - b).map((i) => from[i]!);
    },
  };
}

/** One of several, each as often as its weight has it. */
export function weighted<T>(random: Random, from: readonly (readonly [number, T])[]): T {
  let left = random.next() * from.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, each] of from) {
    left -= weight;
    if (left < 0) return each;
  }
  return from.at(-1)![1];
}
