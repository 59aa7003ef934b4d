-- The published rows. A percentage is there only where the count and its total are.
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
from protected as one
cross join release
left join protected as total
  on total.period = one.period
  and total.period_start = one.period_start
  and total.area_code = one.area_code
  and total.notice_type = one.notice_type
  and total.reason_class = 'all'
order by one.area_code, one.period, one.period_start, one.notice_type, one.reason_class
