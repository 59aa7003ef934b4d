-- Answers by service, channel and score, each with its totals: `totals` has 0 (keep the value) and 1 (all).
with answers as (
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
  join begins on begins.measure = 'satisfaction' and begins.area = facts.area and days.period_start >= begins.day
  group by days.period, days.period_start, facts.area, facts.service, facts.channel, facts.score
)
select
  answers.period,
  answers.period_start,
  area_code,
  case when services.total = 1 then 'all' else service end as service,
  case when channels.total = 1 then 'all' else channel end as channel,
  case when scores.total = 1 then 'all' else cast(score as varchar) end as score,
  sum(answers) as answers,
  null as answers_marker,
  periods.status
from answers
join periods on periods.period = answers.period and periods.period_start = answers.period_start
cross join totals as services
cross join totals as channels
cross join totals as scores
-- Days have few answers: split further nearly all of them would be hidden, and months with them.
where answers.period <> 'day' or (services.total = 1 and channels.total = 1 and scores.total = 1)
group by 1, 2, 3, 4, 5, 6, periods.status
