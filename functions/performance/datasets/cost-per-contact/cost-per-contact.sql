-- From the published contacts: what is hidden there is hidden here. Money is in whole pence until the last step.
with costed as (
  select
    contacts.period,
    contacts.period_start,
    contacts.area_code,
    contacts.service,
    contacts.channel,
    contacts.contacts,
    contacts.contacts_marker,
    contacts.status,
    unit_costs.channel is not null as has_price,
    cast(unit_costs.pence_per_contact as integer) * contacts.contacts as pence,
    unit_costs.price_year
  from "contacts-by-channel" as contacts
  left join unit_costs on unit_costs.channel = contacts.channel
  where contacts.channel <> 'all'
),
totals as (
  select
    period,
    period_start,
    area_code,
    service,
    -- No sum where a part is hidden.
    case when sum(has_price and contacts is null) = 0 then sum(case when has_price then contacts end) end as contacts_costed,
    case when sum(has_price and contacts is null) = 0 then sum(pence) end as pence,
    max(price_year) as price_year,
    max(case when has_price and contacts_marker = 'c' then 1 else 0 end) as is_hidden,
    group_concat(case when not has_price then channel end, ' ' order by channel) as not_costed
  from costed
  group by period, period_start, area_code, service
),
lines as (
  select
    period,
    period_start,
    area_code,
    service,
    channel,
    contacts,
    case when has_price then contacts end as contacts_costed,
    pence,
    case when not has_price then 'x' else contacts_marker end as cost_marker,
    price_year,
    case when not has_price then channel end as not_costed,
    status
  from costed
  union all
  select
    total.period,
    total.period_start,
    total.area_code,
    total.service,
    total.channel,
    total.contacts,
    totals.contacts_costed,
    totals.pence,
    case
      when totals.price_year is null then 'x'
      when totals.is_hidden = 1 or total.contacts_marker = 'c' then 'c'
      when totals.pence is null or total.contacts is null then 'x'
      else total.contacts_marker
    end,
    totals.price_year,
    totals.not_costed,
    total.status
  from "contacts-by-channel" as total
  join totals
    on totals.period = total.period
    and totals.period_start = total.period_start
    and totals.area_code = total.area_code
    and totals.service = total.service
  where total.channel = 'all'
)
select
  period,
  period_start,
  area_code,
  service,
  channel,
  contacts,
  contacts_costed,
  pence / 100.0 as cost_pounds,
  cost_marker,
  case when contacts_costed > 0 then (2 * pence + contacts_costed) / (2 * contacts_costed) / 100.0 end as cost_per_contact_pounds,
  price_year,
  not_costed,
  status,
  release.definition_version
from lines
cross join release
order by area_code, period, period_start, service, channel
