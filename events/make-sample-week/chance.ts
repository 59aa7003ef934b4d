// A small deterministic generator (mulberry32): the sample week must not change by itself. There is one sequence, so that
// the order in which the week is made up is part of it.
let seed = 20260928;

/** From 0 up to 1. */
export function chance(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** A whole number, both ends included. */
export const int = (from: number, to: number): number => from + Math.floor(chance() * (to - from + 1));

export const pick = <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T;

/** Puts a list in an order that means nothing. */
export function shuffle<T>(list: T[]): void {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = int(0, i);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
