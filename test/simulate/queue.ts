import { FATE, type Outcome } from '../../functions/shared/outcome.ts';
import { coldShare, type Mischief, PortFailed, type Worker } from './faults.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a worker is given: as SQS and Lambda give it. */
export type Delivery = { worker: Worker; receiveCount: number; remainingMs: () => number };

const NEVER = new Promise<never>(() => {});
const MAX_RECEIVES = 5;
const REDRIVE_AFTER_MS = 10 * 60_000;

/**
 * A standard queue: at least once, in any order, late at times. What fails too often goes to the dead-letter queue, from
 * which an operator sends it back ten minutes later.
 */
export function faultyQueue<Body>(
  time: VirtualTime,
  {
    name,
    mischief: { random, faults, tell, happens, met, handedOn },
    timeoutMs,
    work,
  }: {
    name: string;
    mischief: Mischief;
    timeoutMs: number;
    work: (body: Body, delivery: Delivery) => Promise<Outcome>;
  },
) {
  let workers = 0;
  let open = 0;
  const visibilityMs = 6 * timeoutMs;

  const receive = (body: Body, receiveCount: number, gone: { done: boolean }) => {
    if (gone.done) return;
    if (receiveCount > MAX_RECEIVES) {
      met.set('redrive', (met.get('redrive') ?? 0) + 1);
      tell(`a message of ${name} is a dead letter`);
      time.at(time.now() + REDRIVE_AFTER_MS, () => receive(body, 1, gone));
      return;
    }
    const worker: Worker = { name: `${name}-${++workers}`, dead: false, frozenUntil: 0 };
    const end = time.now() + timeoutMs;
    // SQS makes a message visible again whatever became of its worker, and hands it to another while a slow one goes on;
    // Lambda kills a worker that takes too long.
    time.at(time.now() + visibilityMs, () => receive(body, receiveCount + 1, gone));
    time.at(end, () => {
      if (worker.frozenUntil <= time.now()) worker.dead = true;
    });
    const delivery = { worker, receiveCount, remainingMs: () => end - time.now() };
    const begin = async () => {
      // It reads its secrets first.
      if (happens('cold start', coldShare(faults, worker))) await time.after(random.int(500, 5_000));
      return worker.dead ? NEVER : work(body, delivery);
    };
    begin().then(
      (outcome) => {
        if ('reason' in outcome) tell(`${worker.name}: ${outcome.kind} ${outcome.reason}`);
        if (worker.dead || FATE[outcome.kind] === 'return' || gone.done) return;
        gone.done = true;
        open -= 1;
      },
      (error: Error) => {
        if (error instanceof PortFailed) return;
        met.set('worker failed', (met.get('worker failed') ?? 0) + 1);
        tell(`${worker.name} failed: ${error.message}`);
      },
    );
  };

  return {
    put(body: Body, delayMs = 0): void {
      handedOn.push(body);
      const late = happens('message late', 0.05) ? random.int(0, 60_000) : random.int(0, 200);
      // An outage that used up its receives, and an operator who sends it back.
      const redriven = happens('redrive', 0.01) ? REDRIVE_AFTER_MS : 0;
      const deliver = (after: number) => {
        const gone = { done: false };
        open += 1;
        time.at(time.now() + delayMs + redriven + after, () => receive(body, 1, gone));
      };
      deliver(late);
      if (happens('message twice', 0.1)) deliver(random.chance(0.5) ? late + random.int(0, 20) : random.int(0, 90_000));
    },
    /** Messages that no worker has consumed, dead letters included. */
    open: () => open,
  };
}
