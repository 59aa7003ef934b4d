-- The published rows. Shares are there only where all their parts are.
with satisfied as (
  select
    period,
    period_start,
    area_code,
    service,
    channel,
    case when count(*) = count(answers) then sum(case when score in ('4', '5') then answers else 0 end) end as answers,
    case when count(*) = count(answers) then sum(cast(score as integer) * answers) end as scores
  from protected
  where score <> 'all'
  group by period, period_start, area_code, service, channel
)
select
  one.period,
  one.period_start,
  one.area_code,
  one.service,
  one.channel,
  one.score,
  one.answers,
  one.answers_marker,
  case when total.answers > 0 then (2000 * one.answers + total.answers) / (2 * total.answers) / 10.0 end as percent,
  case
    when one.score = 'all' and one.answers > 0
    then (2000 * satisfied.answers + one.answers) / (2 * one.answers) / 10.0
  end as satisfied_percent,
  -- Tenths of a point, rounded half up in whole numbers.
  case
    when one.score = 'all' and one.answers > 0
    then (20 * satisfied.scores + one.answers) / (2 * one.answers) / 10.0
  end as mean_score,
  one.status,
  release.definition_version
from protected as one
cross join release
left join protected as total
  on total.period = one.period
  and total.period_start = one.period_start
  and total.area_code = one.area_code
  and total.service = one.service
  and total.channel = one.channel
  and total.score = 'all'
left join satisfied
  on satisfied.period = one.period
  and satisfied.period_start = one.period_start
  and satisfied.area_code = one.area_code
  and satisfied.service = one.service
  and satisfied.channel = one.channel
order by one.area_code, one.period, one.period_start, one.service, one.channel, one.score
