import type { DebtRow } from '../../../register/debt.ts';
import { addDays, daysBetween } from '../../../shared/calendar/london.ts';
import { workingDays } from '../../../shared/calendar/working-days.ts';
import { type RecoveryType, recoveryTypes } from '../../catalogue/recovery.ts';
import type { NoticeType } from '../../notice/notice.ts';

/** What brings a notice about: its type and the date that tells one occasion from the next. */
export type Trigger = { type: NoticeType; date: string };

const typeOf = (type: NoticeType): RecoveryType => recoveryTypes.find((each) => each.type === type) as RecoveryType;

/** Which notice a row asks for, whatever its age: it stands as long as the back office says the same of the row. */
export function standingTrigger(row: DebtRow): Trigger | null {
  const entry = recoveryTypes.find((each) => each.trigger.stage === row.stage_code);
  if (!entry || (entry.trigger.stage === 'NONE' && row.overdue_pence <= 0)) return null;
  const date = row[entry.trigger.date];
  return date === null ? null : { type: entry.type, date };
}

/**
 * Which notice a row asks for today, if any (format page, section 4).
 * @param today a London date
 */
export function trigger(row: DebtRow, today: string): Trigger | null {
  const found = standingTrigger(row);
  if (!found) return null;
  const rule = typeOf(found.type).trigger;
  const age = daysBetween(found.date, today);
  if (age < 0 || age > rule.at_most_days) return null;
  return rule.stage === 'NONE' && workingDays(found.date, today) < rule.working_days_after ? null : found;
}

/** Whether the extract's pay-by date is earlier than the law lets the posted notice ask: nobody may be told such a date. */
export function isTooEarly({ pay_by }: DebtRow, { type, date }: Trigger): boolean {
  const { days, by_law } = typeOf(type).pay_by;
  return by_law && pay_by !== null && pay_by < addDays(date, days);
}

/**
 * The date by which to pay: the posted notice's own, or a number of days that the notice type gives.
 * @param today the London day on which the notice was planned
 */
export function payBy(row: Pick<DebtRow, 'pay_by'>, { type, date }: Trigger, today: string): string {
  const { days, after } = typeOf(type).pay_by;
  return row.pay_by ?? addDays(after === 'today' ? today : date, days);
}
