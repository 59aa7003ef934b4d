import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import type { Notice } from '../../functions/notices/notice/notice.ts';
import { endForGood, letGoOn } from '../../functions/notices/steps/decide-set-aside.ts';
import type { NoticeStore } from '../../functions/notices/store/ports.ts';
import { decideRuns } from './brake.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Stopped = { from: number; until: number };

/**
 * The person at the switches: stops sending at times, and lifts every stop a few minutes after it came, also those that a
 * fault of our set-up or words of Notify's brought: each by itself, so that an officer's stop stands beside them. And the officer
 * who sees to runs that wait.
 */
export function operator(
  time: VirtualTime,
  {
    store,
    everyNotice,
    random,
    tell,
    until,
    ends,
    atSending,
    request,
  }: {
    store: NoticeStore;
    everyNotice: () => Promise<Notice[]>;
    random: Random;
    tell: (line: string) => void;
    /** Until then they look twice a minute; every ten minutes until it all ends. */
    until: number;
    ends: number;
    atSending: (() => void)[];
    /** The store as one request of theirs has it. */
    request: () => NoticeStore;
  },
) {
  const { control } = store;
  const intervals: Stopped[] = [];
  let stopped = false;
  const stop = async () => {
    const at = time.now();
    await control.stop({ kind: 'officer', by: 'an operator', at, reason: 'a test' });
    intervals.push({ from: at, until: Number.POSITIVE_INFINITY });
    tell('an operator stops sending');
  };
  const look = async () => {
    const { stops } = await control.switches();
    for (const stop of stops.filter(() => random.chance(0.3))) {
      await control.lift(stop);
      if (stop.kind === 'officer') for (const each of intervals) each.until = Math.min(each.until, time.now());
      tell(`an operator lifts the stop: ${stop.kind}`);
    }
    const aside = (await everyNotice()).filter(({ state }) => state === 'set-aside');
    for (const notice of aside.filter(() => random.chance(0.3))) {
      const decide = random.chance(0.7) ? letGoOn : endForGood;
      if (
        await decide({ store, now: time.now, catalogue: ourCatalogue }, notice, {
          officer: 'an operator',
          note: 'a test',
        })
      )
        tell(`${decide.name}: ${notice.id}`);
    }
    const waiting = await decideRuns({ store, now: time.now, request }, random, tell);
    stopped = waiting || (await control.switches()).stops.length > 0;
    // Also the next morning: a run whose first notice comes due only then waits for an officer then.
    const again = time.now() < until + 60 * 60_000 ? 30_000 : 10 * 60_000;
    if (time.now() < ends) time.at(time.now() + again, () => void look());
  };
  // At any instant, or when a worker is about to send.
  const dice = random.next();
  if (dice < 0.05) time.at(time.now() + random.int(0, 4 * 60_000), () => void stop());
  else if (dice < 0.15) atSending.push(() => intervals.length === 0 && void stop());
  time.at(time.now() + 30_000, () => void look());
  return { intervals, lifted: () => !stopped };
}
