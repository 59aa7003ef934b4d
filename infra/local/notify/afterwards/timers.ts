// Timers that end with the sandbox, and never keep the process alive.

export type Timers = {
  after(ms: number, run: () => void): void;
  /** Whether none is set. */
  none(): boolean;
  close(): void;
};

export function newTimers(): Timers {
  const running = new Set<NodeJS.Timeout>();
  return {
    after(ms, run) {
      const timer = setTimeout(() => {
        running.delete(timer);
        run();
      }, ms);
      timer.unref();
      running.add(timer);
    },
    none: () => running.size === 0,
    close() {
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}
