import { addDays, londonDate } from '../../shared/calendar/london.ts';

/** The nightly schedule sends an empty one; an officer may name the London day up to which facts count. */
export type Command = { as_of?: string | undefined };

/**
 * The day up to which facts count: the one before today, of which every fact is recorded; or today, where a person asks
 * for the figures of now.
 * @throws Error for a day to come
 */
export function asOfFor({ as_of }: Command, now: number): string {
  const today = londonDate(now);
  if (as_of === undefined) return addDays(today, -1);
  if (as_of > today) throw new Error(`as_of ${as_of} is still to come`);
  return as_of;
}
