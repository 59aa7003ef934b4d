-- From the published notices: what is hidden there is hidden here.
with lines as (
  select
    one.period,
    one.period_start,
    one.area_code,
    case when families.total = 1 then 'all' else coalesce(kinds.family, 'unlisted') end as family,
    case when duties.total = 1 then 'all' else coalesce(kinds.duty, 'unlisted') end as duty,
    one.outcome,
    -- No sum where a part is hidden.
    case when count(*) = count(one.notices) then sum(one.notices) end as notices,
    max(one.status) as status
  from notices as one
  left join kinds on kinds.notice_type = one.notice_type
  cross join totals as families
  cross join totals as duties
  where one.notice_type <> 'all' and one.channel = 'all' and one.reason_class = 'all' and one.period <> 'day'
    and (families.total = 0 or duties.total = 0)
  group by 1, 2, 3, 4, 5, 6
  union all
  select period, period_start, area_code, 'all' as family, 'all' as duty, outcome, notices, status
  from notices
  where notice_type = 'all' and channel = 'all' and reason_class = 'all' and period <> 'day'
)
select
  one.period,
  one.period_start,
  one.area_code,
  one.family,
  one.duty,
  one.outcome,
  one.notices,
  case when one.notices is null then 'c' end as notices_marker,
  case when total.notices > 0 then (2000 * one.notices + total.notices) / (2 * total.notices) / 10.0 end as percent,
  one.status,
  release.definition_version
from lines as one
cross join release
left join lines as total
  on total.period = one.period
  and total.period_start = one.period_start
  and total.area_code = one.area_code
  and total.family = one.family
  and total.duty = one.duty
  and total.outcome = 'all'
order by one.area_code, one.period, one.period_start, one.family, one.duty, one.outcome
