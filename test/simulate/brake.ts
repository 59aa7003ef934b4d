import type { Brake } from '../../functions/notices/notice/brake.ts';
import type { Limits } from '../../functions/notices/rules/brake.ts';
import { decideRun } from '../../functions/notices/steps/decide-run.ts';
import type { DecisionStore, NoticeStore } from '../../functions/notices/store/ports.ts';
import type { Now } from '../../functions/shared/clock.ts';
import { aBrake } from '../support/planned-notice.ts';
import { PortFailed } from './faults.ts';
import type { Post } from './platform.ts';
import type { Random } from './random.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/** How a schedule's runs are weighed: mostly so that they may go, sometimes so that any notice is one too many. */
export type Braking = { limits: Limits; isDayOfEvents: boolean; earlier: 'none' | 'weighed' | 'not whole' };

export function someBraking(random: Random): Braking {
  const bites = random.chance(0.25);
  return {
    limits: { first_run: bites ? 0 : 2_000, times: 2, at_least: bites ? 0 : 50 },
    isDayOfEvents: random.chance(0.1),
    earlier: random.pick(['none', 'none', 'weighed', 'not whole']),
  };
}

/** A run of last week, as a forecast goes by it. */
export async function lastWeek(store: NoticeStore & DecisionStore, { earlier }: Braking, start: number): Promise<void> {
  if (earlier === 'none') return;
  const run = { name: 'CT-0', file: 'x.csv', source: 'recovery-extract', rows: 9, rejected: 0 };
  await store.putRun({ ...run, imported_at: start - WEEK_MS });
  await store.putBrake(aBrake({ run: run.name, whole: earlier === 'weighed' }));
}

/**
 * The officer who sees to runs that wait: lets each go or ends it, some time after it was found.
 * @param request the store as one request of theirs has it, which may be cut off as any worker: then it is made again
 */
export async function decideRuns(
  { store, now, request }: { store: NoticeStore; now: Now; request: () => NoticeStore },
  random: Random,
  tell: (line: string) => void,
): Promise<boolean> {
  let waiting = false;
  for (const { run } of await store.openRuns()) {
    const brake = await store.brake(run);
    if (brake?.verdict !== 'waits') continue;
    waiting = true;
    if (!random.chance(0.3)) continue;
    const verdict = random.chance(0.6) ? 'released' : 'cancelled';
    const word = { officer: 'an officer', reason: 'a test' };
    void decideRun({ store: request(), now }, brake, { verdict, word }).then(
      (decided) => decided && tell(`${run} is ${verdict}`),
      (error) => {
        if (!(error instanceof PortFailed)) throw error;
      },
    );
  }
  return waiting;
}

/** Nothing of a file's run is claimed for sending before it was weighed and may go, or an officer let it go. */
export function brakeKept({ posts, brakes }: { posts: Post[]; brakes: ReadonlyMap<string, Brake> }): string[] {
  return posts.flatMap(({ reference, notice: { run, claimed_at } }) => {
    const brake = brakes.get(run);
    if (brake?.upto !== undefined) return [];
    const from = { goes: brake?.weighed_at, released: brake?.word?.at, waits: undefined, cancelled: undefined };
    const may = brake && from[brake.verdict];
    return may !== undefined && may <= (claimed_at ?? 0) ? [] : [`${reference} went out, and ${run} might not`];
  });
}
