-- The published rows. A percentage is there only where the count and its total are.
select
  one.period,
  one.period_start,
  one.area_code,
  one.service,
  one.channel,
  one.contacts,
  one.contacts_marker,
  -- Tenths of a percent, rounded half up in whole numbers.
  case when total.contacts > 0 then (2000 * one.contacts + total.contacts) / (2 * total.contacts) / 10.0 end as percent,
  one.status,
  release.definition_version
from protected as one
cross join release
left join protected as total
  on total.period = one.period
  and total.period_start = one.period_start
  and total.area_code = one.area_code
  and total.service = one.service
  and total.channel = 'all'
order by one.area_code, one.period, one.period_start, one.service, one.channel
