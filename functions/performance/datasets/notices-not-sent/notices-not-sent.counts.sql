-- Each notice once, on the day and by the class of its last reason, with totals: `totals` has 0 (keep the value) and
-- 1 (all).
with ranked as (
  select
    area as area_code,
    day,
    notice_type,
    reason_class,
    row_number() over (partition by area, notice order by day desc, recorded desc, reason_class, notice_type) as place
  from facts_notice_not_sent
),
counted as (
  select days.period, days.period_start, area_code, notice_type, reason_class, count(*) as notices
  from ranked
  join days on days.day = ranked.day
  join begins
    on begins.measure = 'notice-not-sent' and begins.area = ranked.area_code and days.period_start >= begins.day
  where place = 1
  group by days.period, days.period_start, area_code, notice_type, reason_class
)
select
  counted.period,
  counted.period_start,
  area_code,
  case when kinds.total = 1 then 'all' else notice_type end as notice_type,
  case when classes.total = 1 then 'all' else reason_class end as reason_class,
  sum(notices) as notices,
  null as notices_marker,
  periods.status
from counted
join periods on periods.period = counted.period and periods.period_start = counted.period_start
cross join totals as kinds
cross join totals as classes
-- A day has few: split by class nearly all of them would be hidden, and months with them.
where counted.period <> 'day' or classes.total = 1
group by 1, 2, 3, 4, 5, periods.status
