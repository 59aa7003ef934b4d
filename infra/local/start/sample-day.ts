import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInputFolder } from './input.ts';
import { type Play, playFiles } from './play.ts';
import { stopwatchOn } from './stopwatch.ts';

const EVENTS = join(import.meta.dirname, '..', '..', '..', 'events');

/** The folder that is played where `--input` names none. */
export const SAMPLE_DAY = join(EVENTS, 'sample-day');

/** When the sample day begins, in milliseconds since 1970. */
export function sampleDayBegins(): number {
  const day = JSON.parse(readFileSync(join(EVENTS, 'sample-day.json'), 'utf8')) as { now: string };
  return Date.parse(day.now);
}

/**
 * Figures of former years, which the sample day's site shows before today's. They hold nobody up: they come last, and are
 * recorded while texts go out.
 */
export async function playHistory(play: Play): Promise<void> {
  const { handleHttp } = play.engine;
  const engine = { handleHttp, untilIdle: async () => {} };
  const stopwatch = stopwatchOn(() => performance.now(), 'setup');
  await playFiles({ ...play, engine, stopwatch }, readInputFolder(join(EVENTS, 'history')).files);
}
