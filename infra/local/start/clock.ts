import type { StartOptions } from './options.ts';
import { daysAsked } from './sample-week.ts';

/**
 * By how much the platform's clock is ahead of the real one, in milliseconds. --now wins; then the clock goes on where a
 * data folder left it; then the sample days' own time, or the real one.
 * @param remembered what the data folder says; null without one, or if it is new.
 */
export function clockShift(
  { now, input, day }: Pick<StartOptions, 'now' | 'input' | 'day'>,
  remembered: number | null,
): number {
  if (now !== null) return now - Date.now();
  if (remembered !== null) return remembered;
  return input === null ? daysAsked(day)[0]!.begins - Date.now() : 0;
}
