import type { ControlStore } from '../../functions/notices/store.ts';
import type { Posted } from '../../functions/shared/notify/notify.ts';
import type { Worker } from './faults.ts';
import type { VirtualTime } from './virtual-time.ts';

const MINUTE_MS = 60_000;

/** What must have happened by the time a worker is done that had such an answer at an instant. */
type Must = (seen: {
  control: ControlStore;
  stoppedAt: readonly number[];
  notedAt: readonly number[];
  at: number;
}) => Promise<boolean>;

const MUST: Partial<Record<Posted['kind'], Must>> = {
  'set-up': async ({ stoppedAt, at }) => stoppedAt.some((each) => each >= at),
  unknown: async ({ notedAt, at }) => notedAt.some((each) => each >= at),
  'rate-limited': async ({ control, at }) => ((await control.pace())?.halved_at ?? 0) > at - MINUTE_MS,
};

/** Watches that Notify's answers about all of us are heeded: a fault of our set-up stops the line, a limit halves the pace. */
export function watchHeeding(control: ControlStore, time: VirtualTime) {
  const not: string[] = [];
  const stoppedAt: number[] = [];
  const notedAt: number[] = [];
  const { stop, noteUnknown } = control;
  control.noteUnknown = (...refused) => {
    notedAt.push(time.now());
    return noteUnknown(...refused);
  };
  control.stop = (each) => {
    if (each.kind === 'set-up') stoppedAt.push(time.now());
    return stop(each);
  };
  return {
    /** Answers that a worker had and did nothing about, though it went on to its end. */
    not,
    by({ name }: Worker) {
      const heard: { kind: Posted['kind']; at: number }[] = [];
      return {
        hears: ({ kind }: Posted) => void heard.push({ kind, at: time.now() }),
        check: async () => {
          for (const { kind, at } of heard) {
            const done = await MUST[kind]?.({ control, stoppedAt, notedAt, at });
            if (done === false) not.push(`${name} heard "${kind}" and did not heed it`);
          }
        },
      };
    },
  };
}
