import type { DatabaseSync } from 'node:sqlite';
import { dateOf, dayNumber } from './periods.ts';
import type { Days } from './settle/types.ts';

/** A source that tells answers of a service, and the days between its first and its last. */
export type Telling = { area: string; source: string; service: string; first_day: string; last_day: string };

/** One day that a source has covered: told whole, or counted. Null is every service that it tells of. */
export type CoveredDay = [area: string, source: string, day: string, service: string | null];

/** What fell silent is still expected for so long: it may be late, and a total without it would look like a fall. */
export const SILENT_DAYS = 92;

export const COVERAGE_TABLES = `
create temp table telling (area text, source text, service text, first_day text, last_day text);
create temp table covered (area text, source text, day text, service text);
create index temp.covered_day on covered (area, source, day);
`;

export const tellingIn = (db: DatabaseSync): Telling[] =>
  db
    .prepare(
      `select area, source, service, min(day) as first_day, date(max(day), '+${SILENT_DAYS} days') as last_day
       from main.facts_satisfaction group by 1, 2, 3 order by 1, 2, 3`,
    )
    .all() as Telling[];

/** The days of some years that sources have covered, or sent a count of. */
export function coveredIn(db: DatabaseSync, { first, last }: Days): CoveredDay[] {
  const told = db
    .prepare(
      `select distinct area, source, service, day as "from", day as "to" from main.facts_day_covered
       union select distinct area, source, service, "from", "to" from main.facts_contacts_counted order by 1, 2, 4, 5, 3`,
    )
    .iterate() as Iterable<{ area: string; source: string; service: string | null; from: string; to: string }>;
  const covered: CoveredDay[] = [];
  for (const { area, source, service, from, to } of told)
    for (let day = Math.max(dayNumber(from), first); day <= Math.min(dayNumber(to), last); day += 1)
      covered.push([area, source, dateOf(day), service]);
  return covered;
}

export function fillCoverage(db: DatabaseSync, { telling, days }: { telling: readonly Telling[]; days: Days }): void {
  const tell = db.prepare('insert into temp.telling values (?, ?, ?, ?, ?)');
  for (const { area, source, service, first_day, last_day } of telling)
    tell.run(area, source, service, first_day, last_day);
  const cover = db.prepare('insert into temp.covered values (?, ?, ?, ?)');
  if (telling.length > 0) for (const one of coveredIn(db, days)) cover.run(...one);
}
