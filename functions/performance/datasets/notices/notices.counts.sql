-- Attempts by kind of notice, channel, attempt and outcome, each with its totals: `totals` has 0 (keep the value) and
-- 1 (all). An attempt is what the facts of one notice and channel tell together; it counts on the day of sending.
with attempts as (
  select
    area as area_code,
    notice_type,
    channel,
    min(day) as day,
    case when max(fallback) = 1 then 'fallback' else 'first' end as attempt,
    case
      when sum(case when outcome = 'delivered' then 1 else 0 end) > 0 then 'delivered'
      when sum(case when outcome = 'failed' then 1 else 0 end) > 0 then 'failed'
      else 'open'
    end as outcome,
    -- Ten-thousandths of a penny, so that sums are of whole numbers.
    cast(round(max(cost_pence) * 10000) as integer) as cost_units,
    max(case when outcome = 'delivered' then seconds end) as seconds
  from facts_notice
  group by area, notice, notice_type, channel
),
-- Alike attempts of a day as one line: a long history has far fewer of these.
alike as (
  select area_code, day, notice_type, channel, attempt, outcome, cost_units, seconds, count(*) as notices
  from attempts
  group by area_code, day, notice_type, channel, attempt, outcome, cost_units, seconds
),
counted as (
  select
    days.period, days.period_start, area_code, notice_type, channel, attempt, outcome,
    sum(notices) as notices,
    sum(case when cost_units is not null then notices else 0 end) as priced,
    sum(cost_units * notices) as cost_units
  from alike
  join days on days.day = alike.day
  join begins on begins.measure = 'notice' and begins.area = alike.area_code and days.period_start >= begins.day
  group by days.period, days.period_start, area_code, notice_type, channel, attempt, outcome
),
timed as (
  select
    days.period,
    days.period_start,
    area_code,
    case when kinds.total = 1 then 'all' else notice_type end as notice_type,
    channel,
    seconds,
    sum(notices) as notices
  from alike
  join days on days.day = alike.day
  join begins on begins.measure = 'notice' and begins.area = alike.area_code and days.period_start >= begins.day
  cross join totals as kinds
  where seconds is not null and outcome = 'delivered'
  group by 1, 2, 3, 4, 5, 6
),
ranked as (
  select
    timed.*,
    sum(notices) over (
      partition by period, period_start, area_code, notice_type, channel order by seconds
      rows between unbounded preceding and current row
    ) as up_to,
    sum(notices) over (partition by period, period_start, area_code, notice_type, channel) as times
  from timed
),
medians as (
  -- The middle one, or the mean of the two in the middle.
  select
    period, period_start, area_code, notice_type, channel,
    (
      min(case when up_to >= (times + 1) / 2 then seconds end)
      + min(case when up_to >= times / 2 + 1 then seconds end) + 1
    ) / 2 as median_seconds
  from ranked
  where times >= 10
  group by period, period_start, area_code, notice_type, channel
),
cells as (
  select
    period,
    period_start,
    area_code,
    case when kinds.total = 1 then 'all' else notice_type end as notice_type,
    case when channels.total = 1 then 'all' else channel end as channel,
    case when tries.total = 1 then 'all' else attempt end as attempt,
    case when outcomes.total = 1 then 'all' else outcome end as outcome,
    sum(notices) as notices,
    case when sum(notices) = sum(priced) then sum(cost_units) end as cost_units
  from counted
  cross join totals as kinds
  cross join totals as channels
  cross join totals as tries
  cross join totals as outcomes
  -- A day has few fallbacks: split by attempt most of it would be hidden, and months with it.
  where period <> 'day' or tries.total = 1
  group by 1, 2, 3, 4, 5, 6, 7
)
select
  cells.period,
  cells.period_start,
  cells.area_code,
  cells.notice_type,
  cells.channel,
  cells.attempt,
  cells.outcome,
  cells.notices,
  null as notices_marker,
  medians.median_seconds,
  case when cells.attempt = 'all' and cells.outcome = 'all' then cells.cost_units end as cost_units,
  periods.status
from cells
join periods on periods.period = cells.period and periods.period_start = cells.period_start
left join medians
  on cells.attempt = 'all'
  and cells.outcome = 'delivered'
  and medians.period = cells.period
  and medians.period_start = cells.period_start
  and medians.area_code = cells.area_code
  and medians.notice_type = cells.notice_type
  and medians.channel = cells.channel
