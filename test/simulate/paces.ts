// Sending by few workers, or to a slow Notify, on a clock that jumps: what is released follows what is sent.

import type { SendMessage } from '../../functions/notices/notice/notice.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { CALM } from './notify.ts';
import { plannedFirst, START } from './planned-first.ts';
import { countPoints, type Points } from './points.ts';
import { randomFrom } from './random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** So many workers, whose posts take so long, from an instant on. */
export type Stretch = { fromMs: number; workers: number; postMs: number };
export type Circumstances = { notices: number; stretches: readonly Stretch[]; seed?: number; points?: Points };

export type Paced = {
  stored: number;
  limited: number;
  /** From the first minute's wake to the last message, in seconds. */
  seconds: number;
  releasesAMessage: number;
  mostReleases: number;
  longestHistory: number;
  /** Instants at which Notify stored messages, after the start. */
  at: number[];
};

/** Sends planned notices in such circumstances, through the agenda and its slots. */
export async function paced({ notices, stretches, seed = 1, points }: Circumstances): Promise<Paced> {
  const { time, platform, trouble } = await planned(notices, { stretches, seed, points });
  platform.schedule(START, { until: START + 4 * HOUR_MS });
  for (let until = START + MINUTE_MS; until < START + 4 * HOUR_MS; until += MINUTE_MS) {
    await time.runUntil(until);
    if (platform.notify.stored.length >= notices) break;
  }
  const at = platform.notify.stored.map(({ stored_at }) => stored_at - START).sort((a, b) => a - b);
  const releases = new Map<string, number>();
  for (const { notice } of platform.released) releases.set(notice, (releases.get(notice) ?? 0) + 1);
  const ended = await platform.everyNotice();
  return {
    stored: at.length,
    limited: trouble.met.get('429') ?? 0,
    seconds: (at.at(-1) ?? Number.POSITIVE_INFINITY) / 1000,
    releasesAMessage: platform.released.length / at.length,
    mostReleases: Math.max(...releases.values()),
    longestHistory: Math.max(...ended.map(({ history }) => history.length)),
    at,
  };
}

/** What such workers send a second when there is always a message for them, in its slot. */
export async function couldSend(workers: number, postMs: number): Promise<number> {
  const notices = 40 * workers;
  const { time, platform } = await planned(notices, { stretches: [{ fromMs: 0, workers, postMs }], seed: 1 });
  for (const { id, times_planned } of await platform.everyNotice())
    platform.send.put({ notice: id, times_planned, slot_at: Number.POSITIVE_INFINITY } as SendMessage);
  await time.runUntil(START + HOUR_MS);
  const stored = platform.notify.stored.map(({ stored_at }) => stored_at);
  return (stored.length * 1000) / (Math.max(...stored) - START);
}

async function planned(
  notices: number,
  { stretches, seed, points = countPoints() }: Pick<Circumstances, 'stretches' | 'points'> & { seed: number },
) {
  const now = (instant: number) => stretches.findLast(({ fromMs }) => instant - START >= fromMs) ?? stretches[0]!;
  return plannedFirst(notices, {
    seed,
    points,
    notify: { ...CALM, postMs: (instant) => now(instant).postMs },
    workers: (instant) => now(instant).workers,
  });
}

/** What those workers must get done at least, of what they could, and how often a message may be released at most. */
export const ENOUGH = { share: 0.8, releasesAMessage: 1.5 };
const MINUTES = 4;
const LEAST = 160;
const FULL = SETTINGS.posts_per_second;

export type PaceResult = Paced & { workers: number; postMs: number; share: number; violations: string[] };

/** Some minutes of sending with so many workers and posts of so long, against what those could send. */
export async function simulatePace(workers: number, postMs: number, seed = 1): Promise<PaceResult> {
  const could = Math.min(FULL, await couldSend(workers, postMs));
  const notices = Math.max(LEAST, Math.ceil(could * MINUTES * 60));
  const result = await paced({ notices, stretches: [{ fromMs: 0, workers, postMs }], seed });
  const share = result.stored / result.seconds / could;
  const { releasesAMessage, limited, stored } = result;
  const violations = [
    ...(stored < notices ? [`${notices - stored} of ${notices} were not sent`] : []),
    ...(share < ENOUGH.share ? [`${share.toFixed(2)} of what could be sent was sent`] : []),
    ...(releasesAMessage > ENOUGH.releasesAMessage ? [`${releasesAMessage.toFixed(2)} releases a message`] : []),
    ...(limited > 0 ? [`Notify answered ${limited} posts with 429`] : []),
  ];
  return { ...result, workers, postMs, share, violations };
}

/** Workers and posts of one seed: 1 to 15, and 0.05 to 10 seconds, as often short as long. */
export function circumstancesFrom(seed: number): { workers: number; postMs: number } {
  const random = randomFrom(seed);
  return { workers: random.int(1, 15), postMs: Math.round(50 * 200 ** random.next()) };
}
