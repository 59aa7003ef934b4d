// The clock that schedules and functions live by. It may be ahead of the machine's, and can be moved on.

import type { Watch } from './alarms/watch.ts';
import type { Schedules } from './events/schedules.ts';
import type { Functions } from './lambda/functions.ts';
import type { Queues } from './sqs/queues.ts';
import type { Work } from './sqs/work.ts';

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** When something comes due by itself: a message or batch that waits, or a schedule but for those that fire every while. */
  nextDueAt(): number | undefined;
  /**
   * Moves it on as if the time had gone by: delays, visibility timeouts and windows of batches run out, what a schedule
   * would have brought fires once, and workers go on with the time of now. Call it when nothing runs.
   * @throws Error where no function has a clock, or back in time.
   */
  moveOn(ms: number): void;
};

type Moved = {
  alarms: Pick<Watch, 'letPass'>;
  queues: Queues;
  work: Work;
  schedules: Schedules;
  expiry: { clockMoved(): void };
};

/** @param variable tells functions by how many milliseconds their clock is ahead; without one no function's is. */
export function openClock(functions: Functions, variable = '') {
  let shiftMs = Number(functions.variable(variable) ?? 0);
  const now = () => Date.now() + shiftMs;
  return {
    now,
    moving: ({ alarms, queues, work, schedules, expiry }: Moved): Clock => ({
      now,
      nextDueAt() {
        const message = work.nextDueAt();
        const due = [message === undefined ? undefined : message + shiftMs, schedules.nextAt()];
        const known = due.filter((each) => each !== undefined);
        return known.length > 0 ? Math.min(...known) : undefined;
      },
      moveOn(ms) {
        if (functions.variable(variable) === undefined)
          throw new Error('no function has a clock that could be moved on');
        if (ms < 0) throw new Error('the clock goes on, and never back');
        alarms.letPass(ms);
        shiftMs += ms;
        functions.setVariable(variable, String(shiftMs));
        queues.letPass(ms);
        work.letPass(ms);
        schedules.clockMoved();
        expiry.clockMoved();
        work.wake();
      },
    }),
  };
}
