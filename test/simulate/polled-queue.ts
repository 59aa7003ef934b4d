import { FATE, type Outcome } from '../../functions/shared/outcome.ts';
import type { Delivery } from './queue.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How many workers there are at an instant. Each takes ten messages, and the next ten when it is done with all of them. */
export type Workers = (now: number) => number;

const BATCH = 10;

/** A queue as a mapping with so many workers at once takes from it: oldest first, and nothing goes wrong but time. */
export function polledQueue<Body>(
  time: VirtualTime,
  {
    name,
    workers,
    timeoutMs,
    work,
  }: {
    name: string;
    workers: Workers;
    timeoutMs: number;
    work: (body: Body, delivery: Delivery) => Promise<Outcome>;
  },
) {
  type Waiting = { body: Body; receives: number };
  const visible: Waiting[] = [];
  let running = 0;
  let open = 0;
  let named = 0;

  const show = (message: Waiting, after: number) =>
    time.at(time.now() + after, () => {
      visible.push(message);
      time.at(time.now(), poll); // with all that comes at this instant
    });
  const run = async (message: Waiting) => {
    const worker = { name: `${name}-${++named}`, dead: false, frozenUntil: 0 };
    const end = time.now() + timeoutMs;
    const delivery = { worker, receiveCount: message.receives, remainingMs: () => end - time.now() };
    const outcome = await work(message.body, delivery);
    if (FATE[outcome.kind] === 'return') return show({ ...message, receives: message.receives + 1 }, 6 * timeoutMs);
    open -= 1;
  };
  const poll = () => {
    while (running < workers(time.now()) && visible.length > 0) {
      running += 1;
      void Promise.all(visible.splice(0, BATCH).map(run)).then(() => {
        running -= 1;
        time.at(time.now(), poll);
      });
    }
  };
  return {
    put(body: Body, delayMs = 0): void {
      open += 1;
      show({ body, receives: 1 }, delayMs);
    },
    /** Messages that no worker has consumed. */
    open: () => open,
  };
}
