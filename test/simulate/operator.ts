import type { ControlStore } from '../../functions/notices/store.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Stopped = { from: number; until: number };

/**
 * The person at the switch: stops sending at times, and lifts every stop a few minutes after it came, also those that a
 * fault of our set-up brought.
 */
export function operator(
  time: VirtualTime,
  {
    control,
    random,
    tell,
    until,
    atSending,
  }: {
    control: ControlStore;
    random: Random;
    tell: (line: string) => void;
    until: number;
    atSending: (() => void)[];
  },
) {
  const intervals: Stopped[] = [];
  let stopped = false;
  const stop = async () => {
    const at = time.now();
    await control.setStop({ by: 'an operator', at, reason: 'a test', kind: 'operator' });
    intervals.push({ from: at, until: Number.POSITIVE_INFINITY });
    tell('an operator stops sending');
  };
  const look = async () => {
    stopped = (await control.stop()) !== null;
    if (stopped && random.chance(0.3)) {
      await control.setStop(null);
      for (const each of intervals) each.until = Math.min(each.until, time.now());
      tell('an operator lifts the stop');
      stopped = false;
    }
    if (time.now() < until + 60 * 60_000) time.at(time.now() + 30_000, () => void look());
  };
  // At any instant, or when a worker is about to send.
  const dice = random.next();
  if (dice < 0.05) time.at(time.now() + random.int(0, 4 * 60_000), () => void stop());
  else if (dice < 0.15) atSending.push(() => intervals.length === 0 && void stop());
  time.at(time.now() + 30_000, () => void look());
  return { intervals, lifted: () => !stopped };
}
