import { FATE, type Outcome } from '../../functions/shared/outcome.ts';
import type { Faults, Worker } from './faults.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a worker is given: as SQS and Lambda give it. */
export type Delivery = { worker: Worker; receiveCount: number; remainingMs: () => number };

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
    random,
    faults,
    timeoutMs,
    work,
    tell,
  }: {
    name: string;
    random: Random;
    faults: Faults;
    timeoutMs: number;
    work: (body: Body, delivery: Delivery) => Promise<Outcome>;
    tell: (line: string) => void;
  },
) {
  let workers = 0;
  let open = 0;
  const visibilityMs = 6 * timeoutMs;

  const receive = (body: Body, receiveCount: number, gone: { done: boolean }) => {
    if (gone.done) return;
    if (receiveCount > MAX_RECEIVES) {
      time.at(time.now() + REDRIVE_AFTER_MS, () => receive(body, 1, gone));
      return;
    }
    const worker: Worker = { name: `${name}-${++workers}`, dead: false, frozenUntil: 0 };
    const end = time.now() + timeoutMs;
    const again = () => time.at(time.now() + visibilityMs, () => receive(body, receiveCount + 1, gone));
    let answered = false;
    // SQS makes a message visible again whatever became of its worker; Lambda kills a worker that takes too long.
    time.at(time.now() + visibilityMs, () => {
      if (!answered) receive(body, receiveCount + 1, gone);
    });
    time.at(end, () => {
      if (!answered && worker.frozenUntil <= time.now()) worker.dead = true;
    });
    work(body, { worker, receiveCount, remainingMs: () => end - time.now() }).then(
      (outcome) => {
        if (worker.dead) return;
        answered = true;
        if (FATE[outcome.kind] === 'return') return again();
        if (!gone.done) open -= 1;
        gone.done = true;
      },
      (error: Error) => {
        if (!/was throttled|lost its answer|could not/.test(error.message))
          tell(`${worker.name} failed: ${error.message}`);
        answered = true;
        again();
      },
    );
  };

  return {
    put(body: Body, delayMs = 0): void {
      open += 1;
      const gone = { done: false };
      const late = time.now() < faults.healedAt && random.chance(0.05) ? random.int(0, 60_000) : random.int(0, 200);
      time.at(time.now() + delayMs + late, () => receive(body, 1, gone));
      if (time.now() < faults.healedAt && random.chance(0.1)) {
        const twin = random.chance(0.5) ? late + random.int(0, 20) : random.int(0, 90_000);
        time.at(time.now() + delayMs + twin, () => receive(body, 1, { done: false }));
        open += 1;
      }
    },
    open: () => open,
  };
}
