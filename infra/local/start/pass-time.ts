import type { Engine } from '../engine/engine.ts';
import type { NotifySandbox } from '../notify/server.ts';

/** A clock that the whole platform lives by, the sandbox of Notify included. */
export type PlatformClock = {
  now(): number;
  /** An instant that has come already stands. */
  moveTo(instant: number): void;
};

/** What fires every minute is not passed over. */
const MOST_MS = 60_000;

const JUST_AFTER_MS = 1;

/** A message that moves on at Notify so soon is there before the clock is. */
const MOMENT_MS = 200;

type Passing = {
  engine: Pick<Engine, 'idle'> & { clock: Pick<Engine['clock'], 'nextDueAt'> };
  clock: PlatformClock;
  sandbox: Pick<NotifySandbox, 'quiet' | 'nextIn'>;
  pause: (ms: number) => Promise<void>;
};

/** How a run waits: where the clock alone holds back what comes next, it moves on to that, and nobody sleeps. */
export type Waits = {
  /** Moves the clock on to what comes due next, a minute at most; false where something is still under way. */
  pass(): boolean;
  /** Waits until a condition holds. */
  until(holds: () => boolean): Promise<void>;
};

const BETWEEN_LOOKS_MS = 20;

export function passingTime({ engine, clock, sandbox, pause }: Passing): Waits {
  return waitsWith(() => {
    if (!engine.idle({ ignoreDelayed: true, ignoreHidden: true, ignoreGathering: true }) || !sandbox.quiet())
      return false;
    const atNotify = sandbox.nextIn() ?? Number.POSITIVE_INFINITY;
    if (atNotify <= MOMENT_MS) return false;
    const now = clock.now();
    const due = Math.min(engine.clock.nextDueAt() ?? Number.POSITIVE_INFINITY, now + atNotify) + JUST_AFTER_MS;
    clock.moveTo(Math.min(due, now + MOST_MS));
    return true;
  }, pause);
}

/** Where others live by the clock too, as the real Notify does: whatever is waited for takes its time. */
export const realTime = (pause: Passing['pause']): Waits => waitsWith(() => false, pause);

const waitsWith = (pass: Waits['pass'], pause: Passing['pause']): Waits => ({
  pass,
  async until(holds) {
    while (!holds()) await pause(pass() ? 0 : BETWEEN_LOOKS_MS);
  },
});
