-- From the published contacts: what is hidden there is hidden here.
with digital as (
  select
    period,
    period_start,
    area_code,
    service,
    -- No sum where a part is hidden.
    case when count(*) = count(contacts) then sum(contacts) end as contacts,
    max(case when contacts_marker = 'c' then 1 else 0 end) as is_hidden
  from "contacts-by-channel"
  where channel in (select channel from digital_channels)
  group by period, period_start, area_code, service
)
select
  total.period,
  total.period_start,
  total.area_code,
  total.service,
  digital.contacts as digital_contacts,
  total.contacts,
  case
    when total.contacts > 0 then (2000 * digital.contacts + total.contacts) / (2 * total.contacts) / 10.0
  end as digital_percent,
  case
    when total.contacts_marker = 'c' or digital.is_hidden = 1 then 'c'
    when total.contacts is null or digital.contacts is null then 'x'
    else total.contacts_marker
  end as digital_marker,
  total.status,
  release.definition_version
from "contacts-by-channel" as total
cross join release
join digital
  on digital.period = total.period
  and digital.period_start = total.period_start
  and digital.area_code = total.area_code
  and digital.service = total.service
where total.channel = 'all'
order by total.area_code, total.period, total.period_start, total.service
