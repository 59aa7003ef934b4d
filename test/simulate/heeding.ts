import type { ControlStore } from '../../functions/notices/store/ports.ts';
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
  /** Of one template each. */
  const templateStops: { template: string; from: number; until: number }[] = [];
  const { stop, lift, noteUnknown } = control;
  control.lift = async (name) => {
    await lift(name);
    for (const each of templateStops)
      if (each.template === name.template) each.until = Math.min(each.until, time.now());
  };
  control.noteUnknown = (...refused) => {
    notedAt.push(time.now());
    return noteUnknown(...refused);
  };
  control.stop = async (each) => {
    if (each.kind === 'set-up') stoppedAt.push(time.now());
    await stop(each);
    if (each.kind === 'template')
      templateStops.push({ template: each.template, from: time.now(), until: Number.POSITIVE_INFINITY });
  };
  return {
    /** Answers that a worker had and did nothing about, though it went on to its end. */
    not,
    templateStops,
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
