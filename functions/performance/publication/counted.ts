import type { DatabaseSync } from 'node:sqlite';
import { EARLIEST } from './base.ts';
import { dateOf, dayNumber, endOf, periodsBetween, statusOf } from './periods.ts';
import { settle } from './settle/settle.ts';
import type { Count, DayOfContacts, Figure } from './settle/types.ts';
import type { Flag } from './types.ts';

const TABLES = `
drop table if exists periods; drop table if exists days; drop table if exists begins;
drop table if exists totals; drop table if exists counts;
create table periods (period text, period_start text, period_end text, status text, primary key (period, period_start)) without rowid;
create table days (day text, period text, period_start text, primary key (day, period)) without rowid;
create table begins (measure text, area text, day text, primary key (measure, area)) without rowid;
create table totals (total integer);
insert into totals values (0), (1);
create table counts (area_code text, period text, period_start text, service text, channel text, contacts integer, part_to text);
`;

/**
 * Makes the tables that the datasets' SQL reads beside the facts, as of a release's day:
 * - `periods`: each complete period, its last day, and whether it is provisional or final;
 * - `days`: each day with the complete periods that it lies in;
 * - `begins`: from which day on there are facts of a measure in an area (the first of a month);
 * - `counts`: what was counted in each period, settled;
 * - `totals`: 0 and 1, to make totals with.
 */
export function makeTables(db: DatabaseSync, asOf: string, services: ReadonlySet<string>): Flag[] {
  db.exec(TABLES);
  const last = dayNumber(asOf);
  const counts = countsIn(db);
  const settled = settle({ counts, singles: singlesIn(db), asOf: last, services });
  db.exec('begin');
  const insert = db.prepare('insert into counts values (?, ?, ?, ?, ?, ?, ?)');
  for (const { area, period, start, service, channel, contacts, last: part } of settled.figures)
    insert.run(area, period, start, service, channel, contacts, part === null ? null : dateOf(part));
  makePeriods(db, last, settled.figures);
  for (const [measure, view] of [
    ['satisfaction', 'facts_satisfaction'],
    ['notice', 'facts_notice'],
    ['notice-not-sent', 'facts_notice_not_sent'],
  ])
    db.exec(`insert into begins select '${measure}', area, substr(min(day), 1, 8) || '01' from ${view} group by area`);
  db.exec('commit');
  return [...tooOld(db, asOf), ...settled.problems];
}

function makePeriods(db: DatabaseSync, last: number, figures: readonly Figure[]): void {
  const { first } = db
    .prepare(
      `select min(day) as first from inputs where day >= '${EARLIEST}' and recorded <= (select as_of from release)`,
    )
    .get() as { first: string | null };
  if (first === null) return;
  // From the beginning of the year of the first fact, since a first month counts as whole.
  const from = dayNumber(`${Number(first.slice(0, 4)) - 1}-04-01`);
  const period = db.prepare('insert or ignore into periods values (?, ?, ?, ?)');
  const day = db.prepare('insert into days values (?, ?, ?)');
  for (const span of periodsBetween(from, last)) {
    period.run(span.period, span.start, dateOf(span.last), statusOf(span.last, last));
    for (let each = span.first; each <= span.last; each += 1) day.run(dateOf(each), span.period, span.start);
  }
  for (const { period: kind, start, last: part } of figures)
    if (part !== null) period.run(kind, start, endOf(kind, start), 'provisional');
}

function countsIn(db: DatabaseSync): Count[] {
  const rows = db
    .prepare(
      'select source, id, area, service, channel, "from", "to", contacts, revision, recorded from facts_contacts_counted',
    )
    .iterate() as Iterable<Omit<Count, 'first' | 'last'> & { from: string; to: string }>;
  const counts: Count[] = [];
  for (const { from, to, ...rest } of rows) counts.push({ ...rest, first: dayNumber(from), last: dayNumber(to) });
  return counts;
}

function singlesIn(db: DatabaseSync): DayOfContacts[] {
  const rows = db
    .prepare('select area, day, service, channel, sum(contacts) as contacts from facts_contact group by 1, 2, 3, 4')
    .iterate() as Iterable<Omit<DayOfContacts, 'day'> & { day: string }>;
  const days: DayOfContacts[] = [];
  for (const { area, service, channel, day, contacts } of rows)
    days.push({ area, service, channel, day: dayNumber(day), contacts });
  return days;
}

function tooOld(db: DatabaseSync, asOf: string): Flag[] {
  const found = db
    .prepare(`select measure, sum(facts) as facts from inputs where day < '${EARLIEST}' and recorded <= ? group by 1`)
    .all(asOf) as { measure: string; facts: number }[];
  return found.map(({ measure, facts }) => ({
    source: '',
    code: 'too-old',
    text: `${facts} facts (${measure}) are of days before ${EARLIEST} and are held out: correct their dates.`,
  }));
}
