// As unkind as AWS may be, where the engine is kinder by nature: see README.md, "What differs from AWS".

export type UnkindOptions = {
  /** Decides what happens; with workers at work, not when. */
  seed: number;
  /** How many batches of each event source mapping are under way at most, where the template allows more. */
  pollers?: number | undefined;
};

export type Unkind = { random(): number; pollers: number };

/** Lambda begins with five pollers for a queue; a small number shows what rests on many. */
const MOST_POLLERS = 5;

export function unkindOf({ seed, pollers }: UnkindOptions): Unkind {
  const random = randomOf(seed);
  return { random, pollers: pollers ?? 1 + Math.floor(random() * MOST_POLLERS) };
}

/** The generator mulberry32: numbers from 0 up to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
