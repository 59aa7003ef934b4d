import type { DatabaseSync } from 'node:sqlite';
import type { Measure } from '../facts/fact.ts';
import { COVERAGE_TABLES, fillCoverage, type Telling, tellingIn } from './coverage.ts';
import { EARLIEST } from './fact-database.ts';
import { dateOf, dayNumber, endOf, periodsBetween, statusOf } from './periods.ts';
import type { Singles } from './settle/coverage.ts';
import { type History, historyOf } from './settle/history.ts';
import { settle, yearOf, yearsBetween } from './settle/settle.ts';
import type { Count, Covered, DayOfContacts, Days, Figure, Reach, Uncovered } from './settle/types.ts';
import type { Flag } from './types.ts';

const NONE = `
drop table if exists temp.periods; drop table if exists temp.days; drop table if exists temp.begins;
drop table if exists temp.totals; drop table if exists temp.counts; drop table if exists temp.covered; drop table if exists temp.telling;
`;
const TABLES = `${NONE}
create temp table periods (period text, period_start text, period_end text, status text, primary key (period, period_start)) without rowid;
create temp table days (day text, period text, period_start text, primary key (day, period)) without rowid;
create temp table begins (measure text, area text, day text, primary key (measure, area)) without rowid;
create temp table totals (total integer);
insert into temp.totals values (0), (1);
create temp table counts (area_code text, period text, period_start text, service text, channel text, contacts integer, part_to text);
${COVERAGE_TABLES}`;

/** What single years rest on and only all facts tell. */
export type Known = {
  /** Which counts stand, and what is known of which days. */
  history: History;
  /** From this day number on there are periods: a first month counts as whole, and with it its year. Null without facts. */
  from: number | null;
  /** From which day on there are facts of a measure in an area. */
  begins: readonly { measure: Measure; area: string; day: string }[];
  /** Which sources tell answers, of what and from when to when. */
  telling: readonly Telling[];
  problems: readonly Flag[];
};

export function knownIn(db: DatabaseSync, asOf: string, services: ReadonlySet<string>): Known {
  const history = historyOf({ counts: countsIn(db), singles: singlesKnownIn(db), asOf: dayNumber(asOf), services });
  const { first } = db
    .prepare(
      `select min(day) as first from inputs where day >= '${EARLIEST}' and recorded <= (select as_of from release)`,
    )
    .get() as { first: string | null };
  const begins = (['notice'] as const).flatMap((measure) => {
    const view = `main.facts_${measure.replaceAll('-', '_')}`;
    const found = db.prepare(`select area, substr(min(day), 1, 8) || '01' as day from ${view} group by area`).all();
    return (found as { area: string; day: string }[]).map((each) => ({ measure, ...each }));
  });
  return {
    history,
    from: first === null ? null : yearOf(dayNumber(first)),
    begins,
    telling: tellingIn(db),
    problems: [...tooOld(db, asOf), ...history.problems],
  };
}

/**
 * Makes the tables that the datasets' SQL reads beside the facts, as of a release's day:
 * - `periods`: each complete period, its last day, and whether it is provisional or final;
 * - `days`: each day with the complete periods that it lies in;
 * - `begins`: from which day on there are facts of a measure in an area (the first of a month);
 * - `counts`: what was counted in each period, settled; null where it is not available;
 * - `telling` and `covered`: which sources tell answers, and the days that each has covered or counted;
 * - `totals`: 0 and 1, to make totals with.
 * Here they are of the whole history; `fillTables` makes them of some years.
 */
export function makeTables(db: DatabaseSync, { known, asOf }: { known: Known; asOf: number }): void {
  const years = yearsOf(known, asOf);
  const { figures } = settle({ history: known.history, years, singlesOf: (days) => singlesIn(db, days), asOf });
  fillTables(db, { known, asOf, figures, days: { first: 0, last: asOf } });
}

/** The financial years that a release has periods of. */
export const yearsOf = ({ from }: Known, asOf: number): Days[] => (from === null ? [] : yearsBetween(from, asOf));

/** Takes the tables away. */
export const noTables = (db: DatabaseSync): void => db.exec(NONE);

/** Makes the tables with the periods that lie within some days, and with these figures. */
export function fillTables(
  db: DatabaseSync,
  { known, asOf, figures, days }: { known: Known; asOf: number; figures: readonly Figure[]; days: Days },
): void {
  db.exec(TABLES);
  db.exec('begin');
  const begin = db.prepare('insert into temp.begins values (?, ?, ?)');
  for (const { measure, area, day } of known.begins) begin.run(measure, area, day);
  fillCoverage(db, { telling: known.telling, days });
  const count = db.prepare('insert into temp.counts values (?, ?, ?, ?, ?, ?, ?)');
  for (const { area, period, start, service, channel, contacts, last: part } of figures)
    count.run(area, period, start, service, channel, contacts, part === null ? null : dateOf(part));
  const period = db.prepare('insert or ignore into temp.periods values (?, ?, ?, ?)');
  const day = db.prepare('insert into temp.days values (?, ?, ?)');
  const from = known.from ?? Number.POSITIVE_INFINITY;
  const last = Math.min(days.last, asOf);
  if (from <= last) {
    for (const span of periodsBetween(Math.max(from, days.first), last)) {
      period.run(span.period, span.start, dateOf(span.last), statusOf(span.last, asOf));
      for (let each = span.first; each <= span.last; each += 1) day.run(dateOf(each), span.period, span.start);
    }
  }
  for (const { period: kind, start, last: part } of figures)
    if (part !== null) period.run(kind, start, endOf(kind, start), 'provisional');
  db.exec('commit');
}

function countsIn(db: DatabaseSync): Count[] {
  const rows = db
    .prepare(
      'select source, id, area, service, channel, "from", "to", contacts, revision, recorded from main.facts_contacts_counted',
    )
    .iterate() as Iterable<Omit<Count, 'first' | 'last'> & { from: string; to: string }>;
  const counts: Count[] = [];
  for (const { from, to, ...rest } of rows) counts.push({ ...rest, first: dayNumber(from), last: dayNumber(to) });
  return counts;
}

export function singlesIn(db: DatabaseSync, { first, last }: Days): DayOfContacts[] {
  const rows = db
    .prepare(
      `select area, day, service, channel, sum(contacts) as contacts from main.facts_contact
       where day between ? and ? group by 1, 2, 3, 4`,
    )
    .iterate(dateOf(first), dateOf(last)) as Iterable<Omit<DayOfContacts, 'day'> & { day: string }>;
  const days: DayOfContacts[] = [];
  for (const { area, service, channel, day, contacts } of rows)
    days.push({ area, service, channel, day: dayNumber(day), contacts });
  return days;
}

/** Whether a source has covered the day of a contact of its own. */
const COVERS =
  'one.area = contact.area and one.day = contact.day and one.source = contact.source and coalesce(one.service, contact.service) = contact.service';

function singlesKnownIn(db: DatabaseSync): Singles {
  const all = <Row extends { [name in Day]: number }, Day extends string>(sql: string, ...days: Day[]): Row[] =>
    (db.prepare(sql).all() as Row[]).map((row) => ({
      ...row,
      ...Object.fromEntries(days.map((name) => [name, dayNumber(String(row[name]))])),
    }));
  return {
    reach: all<Reach, 'first' | 'last'>(
      'select area, source, service, channel, min(day) as first, max(day) as last from main.facts_contact group by 1, 2, 3, 4',
      'first',
      'last',
    ),
    covered: all<Covered, 'day'>('select distinct area, source, service, day from main.facts_day_covered', 'day'),
    uncovered: all<Uncovered, 'day'>(
      `select distinct area, service, channel, day from main.facts_contact as contact
       where not exists (select 1 from main.facts_day_covered as one where ${COVERS})`,
      'day',
    ),
  };
}

function tooOld(db: DatabaseSync, asOf: string): Flag[] {
  const found = db
    .prepare(`select measure, sum(facts) as facts from inputs where day < '${EARLIEST}' and recorded <= ? group by 1`)
    .all(asOf) as { measure: string; facts: number }[];
  return found.map(({ measure, facts }) => ({
    source: '',
    code: 'too-old',
    text: `${facts} facts (${measure}) are of days before ${EARLIEST} and are left out: correct their dates.`,
  }));
}
