import type { Key } from '../../shared/ids.ts';
import { inFlight } from '../../shared/in-flight.ts';
import type { Subject } from '../rules/subject.ts';
import type { Deps } from './ports.ts';

/** Clocks of two machines may be so far apart. */
const AHEAD_MS = 60_000;
const READ_AT_ONCE = 20;

export type Gathered = { pages: { at: number; key: string }[]; subjects: Subject[] };

/** What waits for the next file of a subscriber. Whoever is on the agenda has a fact that was there before the entry. */
export async function gathered({ store, now }: Deps, subscriber: string): Promise<Gathered> {
  const pages = await store.due(subscriber, now() + AHEAD_MS, Number.POSITIVE_INFINITY);
  const keys = new Set<Key>(pages.flatMap(({ entries }) => entries.map(({ subject }) => subject)));
  const subjects: Subject[] = [];
  await inFlight([...keys], READ_AT_ONCE, async (subject) => {
    const found = await store.subject({ subscriber, subject });
    if (found) subjects.push(found);
  });
  return { pages: pages.map(({ at, key }) => ({ at, key })), subjects };
}

/** Whether so many rows wait. There are never more of them than entries. */
export async function isGathered(deps: Deps, subscriber: string, rows: number): Promise<boolean> {
  const pages = await deps.store.due(subscriber, deps.now() + AHEAD_MS, rows);
  if (pages.reduce((sum, { entries }) => sum + entries.length, 0) < rows) return false;
  const { subjects } = await gathered(deps, subscriber);
  return subjects.reduce((sum, { waiting }) => sum + waiting.length, 0) >= rows;
}
