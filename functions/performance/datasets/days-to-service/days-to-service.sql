-- From the published notices: what is hidden there is hidden here.
select
  one.period,
  one.period_start,
  one.area_code,
  one.notice_type,
  one.channel,
  one.notices as documents,
  one.median_days_to_service as median_days,
  one.status,
  release.definition_version
from notices as one
cross join release
join kinds on kinds.notice_type = one.notice_type and kinds.duty = 'statutory'
where one.outcome = 'all' and one.reason_class = 'all' and one.median_days_to_service is not null
order by one.area_code, one.period, one.period_start, one.notice_type, one.channel
