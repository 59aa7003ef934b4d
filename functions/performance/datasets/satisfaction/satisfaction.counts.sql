-- Answers by service, channel and score, each with its totals: `totals` has 0 (keep the value) and 1 (all). A period of a
-- service is known where each source that tells of it has covered all its days; where one has not, it is marked x.
with expected as (
  select periods.period, periods.period_start, telling.area, telling.source, telling.service
  from telling
  join periods on periods.period_end >= telling.first_day and periods.period_start <= telling.last_day
),
lengths as (
  select period, period_start, count(*) as length
  from days
  group by period, period_start
),
covering as (
  select expected.period, expected.period_start, expected.area, expected.source, expected.service, count(distinct days.day) as length
  from expected
  join days on days.period = expected.period and days.period_start = expected.period_start
  join covered
    on covered.area = expected.area
    and covered.source = expected.source
    and covered.day = days.day
    and coalesce(covered.service, expected.service) = expected.service
  group by expected.period, expected.period_start, expected.area, expected.source, expected.service
),
known as (
  select
    expected.period,
    expected.period_start,
    expected.area,
    expected.service,
    min(case when covering.length = lengths.length then 1 else 0 end) as is_known
  from expected
  join lengths on lengths.period = expected.period and lengths.period_start = expected.period_start
  left join covering
    on covering.period = expected.period
    and covering.period_start = expected.period_start
    and covering.area = expected.area
    and covering.source = expected.source
    and covering.service = expected.service
  group by expected.period, expected.period_start, expected.area, expected.service
),
known_together as (
  select period, period_start, area, min(is_known) as all_known, max(is_known) as some_known
  from known
  group by period, period_start, area
),
answers as (
  select
    days.period,
    days.period_start,
    facts.area as area_code,
    facts.service,
    facts.channel,
    facts.score,
    sum(facts.answers) as answers
  from facts_satisfaction as facts
  join days on days.day = facts.day
  join known
    on known.period = days.period
    and known.period_start = days.period_start
    and known.area = facts.area
    and known.service = facts.service
    and known.is_known = 1
  group by days.period, days.period_start, facts.area, facts.service, facts.channel, facts.score
),
cells as (
  select
    answers.period,
    answers.period_start,
    area_code,
    case when services.total = 1 then 'all' else service end as service,
    case when channels.total = 1 then 'all' else channel end as channel,
    case when scores.total = 1 then 'all' else cast(score as varchar) end as score,
    sum(answers) as answers,
    null as answers_marker
  from answers
  join known_together
    on known_together.period = answers.period
    and known_together.period_start = answers.period_start
    and known_together.area = answers.area_code
  cross join totals as services
  cross join totals as channels
  cross join totals as scores
  -- Days have few answers: split further nearly all of them would be hidden, and months with them.
  where (answers.period <> 'day' or (services.total = 1 and channels.total = 1 and scores.total = 1))
    and (services.total = 0 or known_together.all_known = 1)
  group by 1, 2, 3, 4, 5, 6
  union all
  select period, period_start, area, service, 'all', 'all', null, 'x'
  from known
  where period <> 'day' and is_known = 0
  union all
  -- A day of which nothing is known has no line.
  select period, period_start, area, 'all', 'all', 'all', null, 'x'
  from known_together
  where all_known = 0 and (period <> 'day' or some_known = 1)
)
select cells.*, periods.status
from cells
join periods on periods.period = cells.period and periods.period_start = cells.period_start
