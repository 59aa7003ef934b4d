import type { Code } from '../../../contracts/codes.ts';
import { aboutDebt } from '../../register/debt.ts';
import type { DebtRow, DebtView } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import { nextOpening, windows } from '../../shared/calendar/windows.ts';
import type { Key } from '../../shared/ids.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import type { Variant } from '../notice/notice.ts';
import { noticeId } from '../notice/notice-id.ts';
import { channelOf, variantOf, type Way } from './channel.ts';
import { codesOf } from './codes.ts';
import type { Context } from './context.ts';
import { payBy, type Trigger, trigger } from './trigger.ts';

/** The notice that a row asks for, with all that the rules can say without knowing of other notices. */
export type Candidate = {
  row: DebtRow;
  id: Key;
  trigger: Trigger;
  /** All codes but S12, S13, S15, S19 and HOUSEHOLD. */
  codes: Code[];
  /** S12 or S13: asked only if no other code applies. */
  no_way: Code | null;
  /** Where it would go; if nobody may be reached, the address that is opted out; null if there is none. */
  way: Way | null;
  variant: Variant;
  last_day: string;
  /** The next instant at which its window is open. */
  due_at: number;
  /** By then its last day has passed. */
  expired: boolean;
};

/** The rows of a debt in the order in which its household is asked: by liability, then as they stand in the file. */
const inHouseholdOrder = (rows: readonly DebtRow[]): DebtRow[] =>
  [...rows].sort((a, b) => a.liability_seq - b.liability_seq || a.line - b.line);

/** What each row of a debt asks for, in household order; `candidate` is null for a row without a trigger. */
export function decideDebt(view: DebtView, context: Context): { row: DebtRow; candidate: Candidate | null }[] {
  return inHouseholdOrder(view.debt.rows).map((row) => {
    const found = trigger(row, context.today);
    return { row, candidate: found && candidateOf(row, found, { ...context, view }) };
  });
}

function candidateOf(row: DebtRow, found: Trigger, context: Context & { view: DebtView }): Candidate {
  const { view, now, today, key } = context;
  const { code, first } = channelOf(found.type, row, context);
  const due_at = nextOpening(windows[noticeTypes[found.type].window], now);
  const last_day = payBy(row, found, today);
  return {
    row,
    id: noticeId({ about: aboutDebt(view.debt), type: found.type, person: row.person, occasion: found.date }, key),
    trigger: found,
    codes: codesOf(row, view, { ...context, posted_to: row.payments_posted_to }),
    no_way: code,
    way: first,
    variant: first ? variantOf(found.type, first, today) : 'neutral',
    last_day,
    due_at,
    expired: last_day < londonDate(due_at),
  };
}
