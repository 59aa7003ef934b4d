-- What each source sent last, up to the day of the release.
with sent as (
  select area, source, max(day) as last_sent, max(cutoff) as data_up_to
  from facts_source_sent
  group by area, source
),
last_day as (
  select sent.area, sent.source, sent.last_sent, sent.data_up_to, sum(facts.rows) as rows, sum(facts.rejected) as rejected
  from sent
  join facts_source_sent as facts
    on facts.area = sent.area and facts.source = sent.source and facts.day = sent.last_sent
  group by sent.area, sent.source, sent.last_sent, sent.data_up_to
),
aged as (
  select *, cast(julianday(release.as_of) - julianday(last_sent) as integer) as days_since
  from last_day
  cross join release
)
select
  aged.area as area_code,
  aged.source,
  aged.as_of,
  aged.last_sent,
  aged.days_since,
  aged.data_up_to,
  aged.rows,
  aged.rejected,
  case when aged.rows > 0 then (2000 * aged.rejected + aged.rows) / (2 * aged.rows) / 10.0 end as rejected_percent,
  cast(expected.every_days as integer) as days_allowed,
  case when aged.days_since > cast(expected.every_days as integer) then 'late' when expected.every_days is not null then 'on-time' end as state,
  aged.definition_version
from aged
left join expected on expected.source = aged.source
order by aged.area, aged.source
