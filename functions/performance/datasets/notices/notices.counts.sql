-- Notices by kind, channel, outcome and class of reason, each with its totals: `totals` has 0 (keep the value) and 1 (all).
-- Each notice counts once, on the day on which it was first told of, by what became of it in the end.
with steps as (
  select
    area,
    notice,
    notice_type,
    day,
    outcome,
    reason_class,
    "at",
    -- A receipt is dated by another clock than the sending that it is about.
    case
      when outcome = 'sent' and max(case when outcome = 'failed' then 1 else 0 end) over (partition by area, notice, channel) = 1
      then 0
      else 1
    end as stands
  from facts_notice
  where outcome <> 'served' -- says how the law counts what was sent
),
ranked as (
  select
    steps.*,
    row_number() over (
      partition by area, notice
      order by
        case when outcome = 'delivered' then 1 else 0 end desc,
        stands desc,
        "at" desc,
        case outcome when 'planned' then 0 when 'sent' then 1 else 2 end desc,
        outcome,
        reason_class
    ) as place
  from steps
),
-- What the facts of one notice and channel tell together.
messages as (
  select
    area,
    notice,
    channel,
    max(fallback) as fallback,
    -- Ten-thousandths of a penny, so that sums are of whole numbers.
    cast(round(max(cost_pence) * 10000) as integer) as cost_units,
    max(case when outcome = 'delivered' then seconds end) as seconds
  from facts_notice
  where outcome in ('sent', 'delivered', 'failed')
  group by area, notice, channel
),
-- Which channels each notice was tried by, and which of them came after another.
ways as (
  select
    area,
    notice,
    max(case when channel = 'sms' then 1 else 0 end) as sms,
    max(case when channel = 'email' then 1 else 0 end) as email,
    max(case when channel = 'letter' then 1 else 0 end) as letter,
    max(case when channel = 'sms' then fallback else 0 end) as sms_later,
    max(case when channel = 'email' then fallback else 0 end) as email_later,
    max(case when channel = 'letter' then fallback else 0 end) as letter_later,
    case when count(*) = count(cost_units) then sum(cost_units) end as cost_units,
    max(seconds) as seconds
  from messages
  group by area, notice
),
tried as (
  select
    area,
    notice,
    case
      when letter = 1 and sms = 1 then 'several'
      when letter = 1 and (email = 1 or letter_later = 1) then 'email_then_letter'
      when letter = 1 then 'letter'
      when sms_later = 1 then 'email_then_sms'
      when email_later = 1 or sms + email = 2 then 'sms_then_email'
      when sms = 1 then 'sms'
      else 'email'
    end as channel,
    cost_units,
    seconds
  from ways
),
served as (
  -- A letter after an email that failed has days of its own: the longer ones.
  select area, notice, max(days_to_service) as days_to_service
  from facts_notice
  where outcome = 'served'
  group by area, notice
),
firsts as (
  select area, notice, min(day) as day
  from facts_notice
  group by area, notice
),
notices as (
  select
    ranked.area as area_code,
    firsts.day,
    ranked.notice_type,
    coalesce(tried.channel, 'none') as channel,
    case ranked.outcome
      when 'planned' then 'open'
      when 'sent' then 'open'
      when 'blocked' then 'held'
      when 'expired' then 'too-late'
      else ranked.outcome
    end as outcome,
    case when ranked.outcome in ('blocked', 'expired', 'cancelled') then coalesce(ranked.reason_class, 'other') else 'none' end as reason_class,
    case when tried.channel is null then 0 else tried.cost_units end as cost_units,
    tried.seconds,
    served.days_to_service
  from ranked
  join firsts on firsts.area = ranked.area and firsts.notice = ranked.notice
  left join tried on tried.area = ranked.area and tried.notice = ranked.notice
  left join served on served.area = ranked.area and served.notice = ranked.notice
  where ranked.place = 1
),
-- Alike notices of a day as one line: a long history has far fewer of these.
alike as (
  select
    area_code, day, notice_type, channel, outcome, reason_class, cost_units, seconds, days_to_service, count(*) as notices
  from notices
  group by area_code, day, notice_type, channel, outcome, reason_class, cost_units, seconds, days_to_service
),
counted as (
  select
    days.period, days.period_start, area_code, notice_type, channel, outcome, reason_class,
    sum(notices) as notices,
    sum(case when cost_units is not null then notices else 0 end) as priced,
    sum(cost_units * notices) as cost_units
  from alike
  join days on days.day = alike.day
  join begins on begins.measure = 'notice' and begins.area = alike.area_code and days.period_start >= begins.day
  group by days.period, days.period_start, area_code, notice_type, channel, outcome, reason_class
),
-- What a median is taken of.
measured as (
  select area_code, day, notice_type, channel, 'seconds' as what, seconds as value, notices
  from alike
  where seconds is not null and outcome = 'delivered'
  union all
  select area_code, day, notice_type, channel, 'days' as what, days_to_service as value, notices
  from alike
  where days_to_service is not null
),
timed as (
  select
    days.period,
    days.period_start,
    area_code,
    case when kinds.total = 1 then 'all' else notice_type end as notice_type,
    channel,
    what,
    value,
    sum(notices) as notices
  from measured
  join days on days.day = measured.day
  join begins on begins.measure = 'notice' and begins.area = measured.area_code and days.period_start >= begins.day
  cross join totals as kinds
  where days.period <> 'day'
  group by 1, 2, 3, 4, 5, 6, 7
),
timed_in_order as (
  select
    timed.*,
    sum(notices) over (
      partition by period, period_start, area_code, notice_type, channel, what order by value
      rows between unbounded preceding and current row
    ) as up_to,
    sum(notices) over (partition by period, period_start, area_code, notice_type, channel, what) as times
  from timed
),
medians as (
  -- The middle one, or the mean of the two in the middle.
  select
    period, period_start, area_code, notice_type, channel, what,
    (
      min(case when up_to >= (times + 1) / 2 then value end)
      + min(case when up_to >= times / 2 + 1 then value end) + 1
    ) / 2 as median
  from timed_in_order
  where times >= 10
  group by period, period_start, area_code, notice_type, channel, what
),
cells as (
  select
    period,
    period_start,
    area_code,
    case when kinds.total = 1 then 'all' else notice_type end as notice_type,
    case when channels.total = 1 then 'all' else channel end as channel,
    case when outcomes.total = 1 then 'all' else outcome end as outcome,
    case when reasons.total = 1 then 'all' else reason_class end as reason_class,
    sum(notices) as notices,
    case when sum(notices) = sum(priced) then sum(cost_units) end as cost_units
  from counted
  cross join totals as kinds
  cross join totals as channels
  cross join totals as outcomes
  cross join totals as reasons
  -- A day has few of each channel, and a kind few of each reason: split further most of it would be hidden, and months with it.
  where (reasons.total = 1 and (channels.total = 1 or period <> 'day'))
    or (period <> 'day' and kinds.total = 1 and channels.total = 1)
  group by 1, 2, 3, 4, 5, 6, 7
)
select
  cells.period,
  cells.period_start,
  cells.area_code,
  cells.notice_type,
  cells.channel,
  cells.outcome,
  cells.reason_class,
  cells.notices,
  null as notices_marker,
  case when medians.what = 'seconds' then medians.median end as median_seconds,
  case when medians.what = 'days' then medians.median end as median_days_to_service,
  case when cells.outcome = 'all' and cells.reason_class = 'all' then cells.cost_units end as cost_units,
  periods.status
from cells
join periods on periods.period = cells.period and periods.period_start = cells.period_start
left join medians
  on medians.what = case cells.outcome when 'delivered' then 'seconds' when 'all' then 'days' end
  and cells.reason_class = 'all'
  and medians.period = cells.period
  and medians.period_start = cells.period_start
  and medians.area_code = cells.area_code
  and medians.notice_type = cells.notice_type
  and medians.channel = cells.channel
