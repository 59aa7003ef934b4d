// The work that queues bring. Event source mappings and asynchronous invocations are woken, watched and stopped together.

import type { AsyncInvocations } from '../events/targets.ts';
import type { SqsQueue } from '../fauxqs.ts';
import type { Functions } from '../lambda/functions.ts';
import { type Mapping, type PollerDeps, startPoller } from './sqs-poller.ts';

/**
 * `ignoreHidden`: what failed and waits for its visibility timeout does not count either; `ignoreGathering`: nor does a batch
 * that waits for more.
 */
export type IdleOptions = { ignoreDelayed?: boolean; ignoreHidden?: boolean; ignoreGathering?: boolean };

export type Work = {
  /** Looks into every queue that a mapping reads: its messages may have become visible. */
  wake(): void;
  /** Nothing is visible, in flight or delayed in a queue that a function reads, and nothing runs. */
  idle(options?: IdleOptions): boolean;
  /** When the next message becomes visible that is delayed or failed, or a batch goes, in epoch milliseconds. */
  nextDueAt(): number | undefined;
  /** Batches that gather do so as if the time had gone by. */
  letPass(ms: number): void;
  /** @throws Error if it was stopped first. */
  untilIdle(options?: IdleOptions): Promise<void>;
  stop(): void;
};

/** Starts a poller for each mapping, and wakes what a message that arrives is for. */
export function startWork(
  deps: PollerDeps,
  sources: { mappings: Mapping[]; asynchronous: AsyncInvocations; functions: Functions },
): Work {
  const { asynchronous, functions } = sources;
  const { queues } = deps;
  const pollers = sources.mappings.map((mapping) => startPoller(deps, mapping));
  queues.onArrival((name) => {
    for (const poller of pollers) if (poller.queue.name === name) poller.wake();
    if (name.startsWith('async-')) asynchronous.wake();
  });
  const watched = [...new Set([...pollers.map((poller) => poller.queue), ...asynchronous.queues])];
  const gathersIn = (queue: SqsQueue) =>
    pollers.some((poller) => poller.queue === queue && (poller.windowEndsAt() ?? 0) > Date.now());
  const idle = ({ ignoreDelayed = false, ignoreHidden = false, ignoreGathering = false }: IdleOptions = {}) =>
    functions.all().every((pool) => pool.running() === 0) &&
    watched.every((queue) => {
      const { visible, inFlight, delayed } = queues.state(queue);
      const waiting = ignoreGathering && gathersIn(queue) ? 0 : visible;
      return waiting + (ignoreHidden ? 0 : inFlight) + (ignoreDelayed ? 0 : delayed) === 0;
    });
  let stopped = false;
  return {
    wake: () => {
      for (const poller of pollers) poller.wake();
      asynchronous.wake();
    },
    nextDueAt: () => {
      const due = [...watched.map((queue) => queues.nextDueAt(queue)), ...pollers.map((each) => each.windowEndsAt())];
      const known = due.filter((each) => each !== undefined).filter((each) => each > Date.now()); // what is due has its way already
      return known.length > 0 ? Math.min(...known) : undefined;
    },
    letPass: (ms) => {
      for (const poller of pollers) poller.letPass(ms);
    },
    idle,
    untilIdle: async (options) => {
      while (!idle(options)) {
        if (stopped) throw new Error('The engine was closed before it was idle');
        await new Promise((go) => setTimeout(go, 20));
      }
    },
    stop: () => {
      stopped = true;
      asynchronous.stop();
      for (const poller of pollers) poller.stop();
    },
  };
}
