// What a door is to the tests that fire at it.
import type { Random } from './random.ts';

/** The process in which a door stands, as the test that fires sees it. */
export type Child = {
  /** Where it listens, if it does. */
  url: string;
  /** Says something to what stands behind the door, and hears what it says. */
  // biome-ignore lint/suspicious/noExplicitAny: every door answers in its own way
  ask: (message: unknown) => Promise<any>;
};

/** One input. */
export type Shot = {
  /** What kind of input it is, in a few words: it is printed beside its seed. */
  shape: string;
  /** Hands it in, and tells what is wrong with what came of it: nothing if all is well. */
  fire: (child: Child) => Promise<Verdict>;
};

/** `valid`: how many valid things were in it. All of them have got through where there are no faults. */
export type Verdict = { faults: string[]; valid?: number };

export type Door = {
  /** The name under which child.ts opens it. */
  name: string;
  /** The input of a seed: the same seed gives the same one, whatever came before. */
  shot: (random: Random) => Shot;
  /** Hands in something that is known to be good; what is wrong if it does not get through. */
  sound: (child: Child) => Promise<string[]>;
  /** How often that is done: after each so many inputs, and after each one that went wrong. */
  soundEvery: number;
  /** A new process after so many inputs, where what is behind the door keeps what it was given. */
  freshEvery?: number;
};

/** Stands in every text that a resident's data could be: it must not come back in what a door says is wrong. */
export const MARK = 'Zq7Marked';

/** Whether a text repeats marked data, however it is written. */
export const isMarked = (text: string): boolean => text.toLowerCase().includes(MARK.toLowerCase());

/** What stands behind a door, in its own process. */
export type Behind = { url?: string; answer: (message: never) => Promise<unknown> };
