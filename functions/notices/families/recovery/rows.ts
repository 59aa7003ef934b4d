import { PAY_BY_TOO_EARLY } from '../../../../contracts/files/recovery-extract.ts';
import { type DebtRow, debtIn } from '../../../register/debt.ts';
import type { Matter } from '../../../register/register.ts';
import { londonDate } from '../../../shared/calendar/london.ts';
import type { Key } from '../../../shared/ids.ts';
import { dateInWords } from '../../catalogue/days-in-words.ts';
import type { Notice } from '../../notice/notice.ts';
import type { Context } from '../context.ts';
import type { Asked, Standing } from '../family.ts';
import { dayToAct } from '../words.ts';
import { isTooEarly, payBy, standingTrigger, trigger } from './trigger.ts';

// What the rows of the nightly extract ask for (format page of the extract, section 4).

/** The row of a person, as the newest extract has it; undefined if that person is no longer on the debt. */
const rowOf = (person: Key, matter: Matter): DebtRow | undefined =>
  debtIn(matter).rows.find((row) => row.person === person);

/** The rows of a debt in the order in which its household is asked: by liability, then as they stand in the file. */
const inHouseholdOrder = (rows: readonly DebtRow[]): DebtRow[] =>
  rows.toSorted((a, b) => a.liability_seq - b.liability_seq || a.line - b.line);

function askedOf(row: DebtRow, { today }: Context): Asked {
  const { person, line } = row;
  const found = trigger(row, today);
  if (!found) return { person, line, ask: null };
  const { type, date } = found;
  return {
    person,
    line,
    ask: { type, person, occasion: date, last_day: payBy(row, found, today), asks_pence: row.overdue_pence },
  };
}

const triggerOf = ({ type, occasion }: Notice) => ({ type, date: occasion });

/**
 * The date by which to pay, as the newest extract has it, so that one that was put right reaches a text that waits. Where
 * that is earlier than the law allows, the first that the law allows: it ends the waiting, and no resident is told it.
 */
function payByNow(notice: Notice, row: DebtRow): string {
  const found = triggerOf(notice);
  return payBy(isTooEarly(row, found) ? { pay_by: null } : row, found, londonDate(notice.planned_at));
}

export const asksOfRows = (matter: Matter, context: Context): Asked[] =>
  inHouseholdOrder(debtIn(matter).rows).map((row) => askedOf(row, context));

/** The same stage, the same date, still overdue. */
export function standingOfRow(notice: Notice, matter: Matter): Standing | null {
  const row = rowOf(notice.person, matter);
  const found = row && standingTrigger(row);
  if (!found || found.type !== notice.type || found.date !== notice.occasion) return null;
  return { last_day: payByNow(notice, row), waits: isTooEarly(row, found) ? PAY_BY_TOO_EARLY : null };
}

export function valuesOfRow(notice: Notice, matter: Matter): Record<string, string> {
  const row = rowOf(notice.person, matter);
  return {
    dueDate: dateInWords(notice.occasion),
    payBy: dayToAct(row ? payByNow(notice, row) : (notice.last_day ?? notice.occasion), notice),
  };
}
