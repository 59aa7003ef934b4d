/** A clock that jumps from event to event, and lets everything an event sets off run before the next. */
export type VirtualTime = {
  now(): number;
  /** Has something happen at an instant; not before now. */
  at(instant: number, what: () => void): void;
  /** Resolves so many milliseconds from now. */
  after(ms: number): Promise<void>;
  /** Runs what comes up to an instant, in order of time; what comes at one instant in the order in which it was put. */
  runUntil(end: number): Promise<void>;
};

/** After so many events others in the process get a turn. */
const TURNS_AT_ONCE = 5_000;

type Event = { instant: number; order: number; what: () => void };

export function virtualTime(start: number): VirtualTime {
  let clock = start;
  let order = 0;
  let turns = 0;
  const heap: Event[] = [];
  const before = (a: Event, b: Event) => a.instant < b.instant || (a.instant === b.instant && a.order < b.order);

  const push = (event: Event) => {
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(event, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  };
  const pop = (): Event => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
        if (!before(heap[child]!, last)) break;
        heap[i] = heap[child]!;
        i = child;
      }
      heap[i] = last;
    }
    return first;
  };

  const at = (instant: number, what: () => void) => push({ instant: Math.max(instant, clock), order: order++, what });
  return {
    now: () => clock,
    at,
    after: (ms) => new Promise((resolve) => at(clock + ms, resolve)),
    runUntil: async (end) => {
      while (heap.length > 0 && heap[0]!.instant <= end) {
        const { instant, what } = pop();
        clock = instant;
        what();
        // Node runs its ticks when no promise is left that could go on: cheaper than a turn of the event loop.
        await new Promise<void>((resolve) => process.nextTick(resolve));
        if (++turns % TURNS_AT_ONCE === 0) await new Promise(setImmediate);
      }
      clock = Math.max(clock, end);
    },
  };
}
