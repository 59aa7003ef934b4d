import type { StartOptions } from './options.ts';
import { sampleDayBegins } from './sample-day.ts';

/**
 * By how much the platform's clock is ahead of the real one, in milliseconds. --now wins; then the clock goes on where a
 * data folder left it; then the sample day's own time, or the real one.
 * @param remembered what the data folder says; null without one, or if it is new.
 */
export function clockShift({ now, input }: Pick<StartOptions, 'now' | 'input'>, remembered: number | null): number {
  if (now !== null) return now - Date.now();
  if (remembered !== null) return remembered;
  return input === null ? sampleDayBegins() - Date.now() : 0;
}
