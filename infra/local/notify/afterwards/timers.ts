// Timers that end with the sandbox, and never keep the process alive.

export type Timers = {
  after(ms: number, run: () => void): void;
  /** Milliseconds until the next one rings; undefined where none is set. */
  nextIn(): number | undefined;
  /** They ring as if so much time had gone by. */
  letPass(ms: number): void;
  close(): void;
};

type Timer = { dueAt: number; run: () => void; timeout: NodeJS.Timeout };

export function newTimers(): Timers {
  const running = new Set<Timer>();
  const ring = (timer: Timer) => {
    running.delete(timer);
    timer.run();
  };
  const set = (dueAt: number, ringing: () => void): NodeJS.Timeout =>
    setTimeout(ringing, Math.max(0, dueAt - Date.now())).unref();
  return {
    after(ms, run) {
      const dueAt = Date.now() + ms;
      const timer: Timer = { dueAt, run, timeout: set(dueAt, () => ring(timer)) };
      running.add(timer);
    },
    nextIn() {
      const due = [...running].map(({ dueAt }) => dueAt);
      return due.length === 0 ? undefined : Math.max(0, Math.min(...due) - Date.now());
    },
    letPass(ms) {
      for (const timer of [...running].sort((one, other) => one.dueAt - other.dueAt)) {
        clearTimeout(timer.timeout);
        timer.dueAt -= ms;
        timer.timeout = set(timer.dueAt, () => ring(timer));
      }
    },
    close() {
      for (const { timeout } of running) clearTimeout(timeout);
      running.clear();
    },
  };
}
