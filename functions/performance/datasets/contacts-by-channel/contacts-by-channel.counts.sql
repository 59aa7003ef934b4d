-- What was counted in each complete period, before small numbers are hidden. `counts` is what the sources' counts come
-- to after corrections and contradictions, null where it ought to be known and is not available: see publication/settle.
select
  counts.period,
  counts.period_start,
  counts.area_code,
  counts.service,
  counts.channel,
  counts.contacts,
  case when counts.contacts is null then 'x' when counts.part_to is not null then 'p' end as contacts_marker,
  case when counts.part_to is not null then 'provisional' else periods.status end as status
from counts
join periods on periods.period = counts.period and periods.period_start = counts.period_start
