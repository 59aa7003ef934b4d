import {
  contract as accountSnapshotted,
  type Data as Snapshot,
} from '../../../contracts/events/recovery/account-snapshotted.v1.ts';
import { PAY_BY_TOO_EARLY } from '../../../contracts/files/recovery-extract.ts';
import { type DebtRow, debtIn } from '../../register/debt.ts';
import type { Matter } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import { dayToActBy } from '../../shared/calendar/phone-line.ts';
import type { Key } from '../../shared/ids.ts';
import { dateInWords, dayInWords } from '../catalogue/days-in-words.ts';
import { recoveryTypes } from '../catalogue/recovery.ts';
import type { Notice } from '../notice/notice.ts';
import type { Context } from './context.ts';
import type { Asked, Family } from './family.ts';
import { codesOf } from './recovery/codes.ts';
import { isTooEarly, payBy, standingTrigger, trigger } from './recovery/trigger.ts';

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
  return { person, line, ask: { type, person, occasion: date, last_day: payBy(row, found, today) } };
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

/** Council tax recovery: debts, fed by the nightly extract. */
export const recovery: Family = {
  matter: 'debt',
  entries: recoveryTypes,
  bells: [
    {
      contract: accountSnapshotted,
      rings: (data) => {
        const { debt, run } = data as Snapshot;
        return { matter: debt as Key, run };
      },
    },
  ],
  asks: ({ matter }, context) => inHouseholdOrder(debtIn(matter).rows).map((row) => askedOf(row, context)),
  // The same stage, the same date, still overdue.
  stands: (notice, { matter }) => {
    const row = rowOf(notice.person, matter);
    const found = row && standingTrigger(row);
    if (!found || found.type !== notice.type || found.date !== notice.occasion) return null;
    return { last_day: payByNow(notice, row), waits: isTooEarly(row, found) ? PAY_BY_TOO_EARLY : null };
  },
  codes: codesOf,
  values: (notice, { matter }) => {
    const row = rowOf(notice.person, matter);
    return {
      dueDate: dateInWords(notice.occasion),
      payBy: dayInWords(dayToActBy(row ? payByNow(notice, row) : (notice.last_day ?? ''), londonDate(notice.due_at))),
    };
  },
};
