import type { Seconds } from './report.ts';

type Part = Exclude<keyof Seconds, 'total'>;

/** Adds up how long the parts of a run take. One part runs at a time. */
export type Stopwatch = { start(part: Part): void; read(): Seconds };

/** @param time milliseconds that only go up. */
export function stopwatchOn(time: () => number, first: Part): Stopwatch {
  const began = time();
  const sums: Record<Part, number> = { setup: 0, import: 0, plan: 0, send: 0 };
  let part = first;
  let since = began;
  const add = () => {
    const now = time();
    sums[part] += now - since;
    since = now;
  };
  const seconds = (ms: number) => Math.round(ms) / 1000;
  return {
    start(next) {
      add();
      part = next;
    },
    read() {
      add();
      return {
        setup: seconds(sums.setup),
        import: seconds(sums.import),
        plan: seconds(sums.plan),
        send: seconds(sums.send),
        total: seconds(since - began),
      };
    },
  };
}
