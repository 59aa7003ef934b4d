import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS } from '../../functions/performance/publication/cells.ts';
import { SILENT_DAYS } from '../../functions/performance/publication/coverage.ts';
import { FINAL_AFTER_DAYS } from '../../functions/performance/publication/periods.ts';
import type { Definition } from '../../functions/performance/publication/types.ts';
import { FIRST_DAY } from '../constructs/fact-store.ts';

export type SavedQuery = { name: string; title: string; sql: string };

type Measure = keyof typeof COLUMNS;

const DATASETS = join(import.meta.dirname, '..', '..', 'functions', 'performance', 'datasets');

const tableOf = (measure: string): string => measure.replaceAll('-', '_');

/** As publication/fact-database.ts: what was recorded up to the release's day, each fact once, as it was told first. */
function factsView(measure: Measure): string {
  const { columns, counted } = COLUMNS[measure];
  return `facts_${tableOf(measure)} as (
  select ${columns.map((name) => `"${name}"`).join(', ')}${counted ? `, 1 as ${counted}` : ''}
  from (select *, row_number() over (partition by day, id order by recorded) as telling from ${tableOf(measure)})
  where telling = 1 and recorded <= (select as_of from release)
)`;
}

const beginsOf = (measure: Measure): string =>
  `select '${measure}' as measure, area, substr(min(day), 1, 8) || '01' as day from facts_${tableOf(measure)} group by area`;

/**
 * As publication/counted.ts and publication/periods.ts: every complete period since the first day of the tables. A year
 * begins on 1 April, so it is the calendar year three months earlier.
 */
const CALENDAR = `kinds_of_period (period, months) as (values ('day', 0), ('month', 1), ('quarter', 3), ('year', 12)),
days_of_periods as (
  select
    each,
    period,
    months,
    case period
      when 'day' then each
      when 'month' then date_trunc('month', each)
      when 'quarter' then date_trunc('quarter', each)
      else date_add('month', 3, date_trunc('year', date_add('month', -3, each)))
    end as first_day
  from release
  cross join unnest(sequence(date('${FIRST_DAY}'), date(as_of), interval '1' day)) as calendar(each)
  cross join kinds_of_period
),
spans as (
  select
    each,
    period,
    first_day,
    case period when 'day' then each else date_add('day', -1, date_add('month', months, first_day)) end as last_day
  from days_of_periods
),
periods as (
  select distinct
    period,
    cast(first_day as varchar) as period_start,
    cast(last_day as varchar) as period_end,
    case when date_diff('day', last_day, date(as_of)) >= ${FINAL_AFTER_DAYS} then 'final' else 'provisional' end as status
  from spans
  cross join release
  where last_day <= date(as_of)
),
days as (
  select cast(each as varchar) as day, period, cast(first_day as varchar) as period_start
  from spans
  cross join release
  where last_day <= date(as_of)
),
totals (total) as (values (0), (1))`;

/** As publication/coverage.ts. */
const COVERAGE = `telling as (
  select area, source, service, min(day) as first_day, cast(date_add('day', ${SILENT_DAYS}, date(max(day))) as varchar) as last_day
  from facts_satisfaction
  group by area, source, service
),
covered as (
  select area, source, day, service from facts_day_covered
  union
  select area, source, day_covered.day, service
  from facts_contacts_counted
  join (select distinct day from days) as day_covered on day_covered.day between facts_contacts_counted."from" and facts_contacts_counted."to"
)`;

/** The measures that a query needs beside those of its dataset. */
const COVERING = ['day-covered', 'contacts-counted'] as const;

/** What stands in, in Athena, for the tables that a dataset's SQL reads, and then that very SQL. */
function queryFor(own: readonly Measure[], countsSql: string): string {
  const covers = /\bcovered\b/.test(countsSql);
  const measures = covers ? [...own, ...COVERING] : own;
  return `-- True counts, before small numbers are hidden: not for publication. Facts up to yesterday count; put another day into
-- "release" for those up to it. Days before ${FIRST_DAY} are in no table.
with release as (
  select cast(date_add('day', -1, date(current_timestamp at time zone 'Europe/London')) as varchar) as as_of
),
${measures.map(factsView).join(',\n')},
begins as (
  ${own.map(beginsOf).join('\n  union all\n  ')}
),
${CALENDAR}${covers ? `,\n${COVERAGE}` : ''}
select * from (
${countsSql.trimEnd()}
)
order by 1, 2, 3
`;
}

/** A query for each dataset whose folder does not say, in `athena.md`, why there is none. */
export function savedQueries(folder = DATASETS): SavedQuery[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'dataset.json')));
  return names
    .filter((name) => !existsSync(join(folder, name, 'athena.md')))
    .sort()
    .map((name) => {
      const { title, measures } = JSON.parse(readFileSync(join(folder, name, 'dataset.json'), 'utf8')) as Definition;
      const countsSql = readFileSync(join(folder, name, `${name}.counts.sql`), 'utf8');
      return { name, title, sql: queryFor(measures as Measure[], countsSql) };
    });
}
