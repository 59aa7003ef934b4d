// A door that is broken on purpose, in each way that the others must not be: `{ way, input }` breaks it where the input
// holds 'break', and is answered with 'taken' or, for what begins with 'no', 'refused'.
import type { Behind } from '../door.ts';

const hoard: Buffer[] = [];

const WAYS = {
  throw: () => {
    throw new Error('thrown on a certain input');
  },
  later: () => {
    setImmediate(() => {
      throw new Error('thrown when nobody waits any more');
    });
  },
  die: () => process.exit(3),
  spin: () => {
    for (;;) if (hoard.length > 1e9) return;
  },
  hang: () => new Promise(() => {}),
  buffers: () => void hoard.push(Buffer.alloc(400_000_000, 1)),
  heap: () => {
    const all: number[][] = [];
    for (;;) all.push(new Array<number>(100_000).fill(Math.random()));
  },
  pollute: () => void Object.assign(Object.prototype, { polluted: true }),
} as const;

export type Way = keyof typeof WAYS;

/** Only the next input breaks it: what is left behind may still break the door for those after it. */
export const open = async (): Promise<Behind> => {
  let isShut = false;
  return {
    answer: async ({ way, input }: { way: Way | 'shut' | 'refuse'; input: string }): Promise<string> => {
      if (isShut) return 'refused';
      if (input.includes('break')) {
        if (way === 'shut') isShut = true;
        else if (way === 'refuse') return 'refused';
        else await WAYS[way]();
      }
      return input.startsWith('no') ? 'refused' : 'taken';
    },
  };
};
