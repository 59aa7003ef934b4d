import type { Period } from '../../../functions/performance/publication/protect/periods.ts';
import type { Row } from '../../../functions/performance/publication/protect/types.ts';
import { type Count, rowsOf } from './world.ts';

/** What a random world is made from, small so that a failing one is short to tell. */
export type Shape = {
  seed: number;
  services: number;
  channels: number;
  areas: number;
  /** How many of February's days there are, from its first; 28 makes the month, and with it the quarter and the year. */
  days: number;
  /** Days that are already there in the first release. */
  backfill: number;
  /** How large counts usually are: 0 nearly all none, 3 dozens. */
  size: number;
  /** One count in so many is corrected with each release; 0 for none. */
  corrections: number;
};

const random = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const CHANNELS = ['telephone', 'face_to_face', 'email', 'self_serve', 'sms', 'post'];
const AREAS = ['E06000004', 'E06000005'];
const day = (number: number): string => new Date(Date.UTC(2026, 1, number)).toISOString().slice(0, 10);

/** Releases night after night: days, then the month, its quarter and the year; with late corrections to any of it. */
export const releasesOf = (shape: Shape): { asOf: string; rows: Row[] }[] => {
  const next = random(shape.seed);
  const draw = (): number => {
    const kind = next();
    if (kind < 0.2) return 0;
    if (kind < 0.5) return 1 + Math.floor(next() * 4);
    return Math.floor(-Math.log(1 - next()) * [0.7, 3, 9, 40][shape.size]!);
  };
  const counts: Count[] = [];
  const give = (period: Period, start: string, times: number): void => {
    for (const area of AREAS.slice(0, shape.areas))
      for (let service = 0; service < shape.services; service += 1)
        for (const channel of CHANNELS.slice(0, shape.channels))
          counts.push({ area, period, start, service: `service-${service}`, channel, count: draw() * times });
  };
  // The year's other parts were counted by the quarter and by the month only.
  for (const start of ['2025-04-01', '2025-07-01', '2025-10-01']) give('quarter', start, 1);
  give('month', '2026-01-01', 1);
  const releases: { asOf: string; rows: Row[] }[] = [];
  const release = (number: number): void => {
    if (shape.corrections > 0 && releases.length > 0)
      for (const count of counts) if (next() * shape.corrections < 1) count.count = draw();
    releases.push({ asOf: day(number), rows: rowsOf(counts) });
  };
  for (let number = 1; number <= shape.days; number += 1) {
    give('day', day(number), 1);
    if (number >= shape.backfill) release(number);
  }
  if (shape.days === 28) {
    give('month', '2026-03-01', 1);
    release(60);
    release(61);
  }
  return releases;
};
