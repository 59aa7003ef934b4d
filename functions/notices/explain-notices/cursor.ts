import { problem, Refused } from '../../shared/http/answer.ts';
import type { MakeKey } from '../../shared/ids.ts';

/**
 * The place of a next page as callers get it: the store's own place, and a keyed hash that shows it is ours and of this
 * run, so that no query is made from a place that a caller made up.
 */
export function cursorOf(makeKey: MakeKey, run: string, place: string): string {
  return `${Buffer.from(place).toString('base64url')}.${makeKey('event', 'page', run, place)}`;
}

/** @throws Refused (400) if it is not what `cursorOf` gave for this run. */
export function placeOf(makeKey: MakeKey, run: string, cursor: string): string {
  const place = Buffer.from(cursor.split('.')[0]!, 'base64url').toString();
  if (cursorOf(makeKey, run, place) === cursor) return place;
  throw new Refused(
    problem(400, 'bad-query', 'after must be the "next" of the page before, of the same run.', '?after'),
  );
}
