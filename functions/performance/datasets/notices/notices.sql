-- The published rows. Costs could give hidden counts away (cost divided by price), so they are sums of the months of
-- single kinds and channels, none of which may be hidden.
with months as (
  select periods.period, periods.period_start, one.area_code, one.notice_type, one.channel, one.notices, one.cost_units
  from protected as one
  join periods
    on periods.period <> 'day'
    and one.period_start between periods.period_start and periods.period_end
  where one.period = 'month' and one.outcome = 'all' and one.reason_class = 'all'
    and one.notice_type <> 'all' and one.channel <> 'all'
),
costs as (
  select
    period,
    period_start,
    area_code,
    case when kinds.total then 'all' else notice_type end as notice_type,
    case when channels.total then 'all' else channel end as channel,
    case when count(*) = count(notices) and count(*) = count(cost_units) then sum(cost_units) end as cost_units
  from months
  cross join totals as kinds
  cross join totals as channels
  group by 1, 2, 3, 4, 5
)
select
  one.period,
  one.period_start,
  one.area_code,
  one.notice_type,
  one.channel,
  one.outcome,
  one.reason_class,
  one.notices,
  one.notices_marker,
  case when total.notices > 0 then (2000 * one.notices + total.notices) / (2 * total.notices) / 10.0 end as percent,
  one.median_seconds,
  one.median_days_to_service,
  case when one.notices is not null then (costs.cost_units + 5000) / 10000 / 100.0 end as cost_pounds,
  one.status,
  release.definition_version
from protected as one
cross join release
left join protected as total
  on total.period = one.period
  and total.period_start = one.period_start
  and total.area_code = one.area_code
  and total.notice_type = one.notice_type
  and total.channel = one.channel
  and total.outcome = 'all'
  and total.reason_class = 'all'
left join costs
  on one.outcome = 'all'
  and one.reason_class = 'all'
  and costs.period = one.period
  and costs.period_start = one.period_start
  and costs.area_code = one.area_code
  and costs.notice_type = one.notice_type
  and costs.channel = one.channel
order by one.area_code, one.period, one.period_start, one.notice_type, one.channel, one.outcome, one.reason_class
