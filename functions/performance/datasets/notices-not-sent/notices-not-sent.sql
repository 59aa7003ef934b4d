-- From the published notices: what is hidden there is hidden here.
with unsent as (
  select
    period,
    period_start,
    area_code,
    notice_type,
    -- No sum where a part is hidden.
    case when count(*) = count(notices) then sum(notices) end as notices,
    max(status) as status
  from notices
  where channel = 'all' and reason_class = 'all' and outcome in ('held', 'too-late', 'cancelled')
  group by period, period_start, area_code, notice_type
),
lines as (
  select
    unsent.period,
    unsent.period_start,
    unsent.area_code,
    unsent.notice_type,
    'all' as reason_class,
    coalesce(unsent.notices, every.notices - sent.notices) as notices,
    case when coalesce(unsent.notices, every.notices - sent.notices) is null then 'c' end as notices_marker,
    unsent.status
  from unsent
  left join notices as every
    on every.period = unsent.period
    and every.period_start = unsent.period_start
    and every.area_code = unsent.area_code
    and every.notice_type = unsent.notice_type
    and every.channel = 'all'
    and every.outcome = 'all'
    and every.reason_class = 'all'
  left join notices as sent
    on sent.period = unsent.period
    and sent.period_start = unsent.period_start
    and sent.area_code = unsent.area_code
    and sent.notice_type = unsent.notice_type
    and sent.channel = 'all'
    and sent.outcome = 'all'
    and sent.reason_class = 'none'
  union all
  select period, period_start, area_code, notice_type, reason_class, notices, notices_marker, status
  from notices
  where notice_type = 'all' and channel = 'all' and outcome = 'all' and reason_class not in ('all', 'none')
)
select
  one.period,
  one.period_start,
  one.area_code,
  one.notice_type,
  one.reason_class,
  one.notices,
  one.notices_marker,
  case when total.notices > 0 then (2000 * one.notices + total.notices) / (2 * total.notices) / 10.0 end as percent,
  one.status,
  release.definition_version
from lines as one
cross join release
left join lines as total
  on total.period = one.period
  and total.period_start = one.period_start
  and total.area_code = one.area_code
  and total.notice_type = one.notice_type
  and total.reason_class = 'all'
order by one.area_code, one.period, one.period_start, one.notice_type, one.reason_class
