// The workers of one function: started when needed, reused while warm, replaced when they die.

import { type FunctionSpec, startWorker, type Worker } from './worker.ts';

export type Pool = {
  spec: FunctionSpec;
  /** Whether an invocation would start at once. One cold start at a time, so that a burst does not flood the machine. */
  free(): boolean;
  /** Runs one invocation, waiting for a worker if need be. @param trace its trace header. @throws InvocationFailed */
  invoke(event: unknown, trace?: string): Promise<unknown>;
  running(): number;
  onFree(listener: () => void): void;
  /** Kills all its workers (SIGKILL); their invocations fail. */
  kill(): void;
  /** From now on its workers have this variable in their environment, those that are warm too. */
  setVariable(name: string, value: string): void;
  /** While it is on, whatever it is given kills its worker. */
  breaks(on: boolean): void;
  close(): Promise<void>;
};

/** A worker that had nothing to do for this long is let go. */
const IDLE_MS = 5 * 60_000;

export function createPool(
  spec: FunctionSpec,
  options: { max: number; onLine(text: string): void; onInvocation(): void },
): Pool {
  const workers = new Set<Worker>();
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  const listeners: (() => void)[] = [];
  let starting = 0;
  let running = 0;
  let closed = false;
  let broken = false;

  const free = () =>
    !closed && waiting.length === 0 && (idle.length > 0 || (starting === 0 && workers.size < options.max));
  const announce = () => {
    const next = waiting.shift();
    if (next) next();
    else for (const listener of listeners) listener();
  };
  const start = async (): Promise<Worker> => {
    const worker = startWorker(spec, options.onLine);
    workers.add(worker);
    starting += 1;
    worker.exited.then(() => {
      workers.delete(worker);
      const at = idle.findIndex((entry) => entry.worker === worker);
      if (at >= 0) clearTimeout(idle.splice(at, 1)[0]?.timer);
      announce();
    });
    try {
      await worker.ready;
      return worker;
    } finally {
      starting -= 1;
      setImmediate(announce);
    }
  };
  const acquire = async (): Promise<Worker> => {
    while (!closed && !(idle.length > 0 || (starting === 0 && workers.size < options.max))) {
      await new Promise<void>((go) => waiting.push(go));
    }
    if (closed) throw new Error(`${spec.logicalId}: the engine is closing`);
    const warm = idle.pop();
    if (!warm) return start();
    clearTimeout(warm.timer);
    return warm.worker;
  };
  const release = (worker: Worker) => {
    if (!workers.has(worker)) return announce(); // it has died
    const timer = setTimeout(() => worker.kill(), IDLE_MS);
    timer.unref();
    idle.push({ worker, timer });
    announce();
  };

  return {
    spec,
    free,
    running: () => running,
    onFree: (listener) => void listeners.push(listener),
    invoke: async (event, trace = '') => {
      running += 1;
      let worker: Worker | undefined;
      try {
        worker = await acquire();
        options.onInvocation();
        if (broken) worker.kill();
        return await worker.invoke(JSON.stringify(event), trace);
      } finally {
        running -= 1;
        if (worker) release(worker);
      }
    },
    kill: () => {
      for (const worker of workers) worker.kill();
    },
    setVariable: (name, value) => {
      spec.environment[name] = value;
      for (const worker of workers) worker.setVariable(name, value);
    },
    breaks: (on) => {
      broken = on;
    },
    close: async () => {
      closed = true;
      for (const go of waiting.splice(0)) go();
      for (const { timer } of idle) clearTimeout(timer);
      const all = [...workers];
      for (const worker of all) worker.kill();
      await Promise.all(all.map((worker) => worker.exited));
    },
  };
}
