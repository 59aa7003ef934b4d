import { PAY_BY_TOO_EARLY } from '../../../contracts/files/recovery-extract.ts';
import type { DebtRow, DebtView, ReadRegister } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import { nextOpening, windows } from '../../shared/calendar/windows.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import type { Notice } from '../notice/notice.ts';
import { variantOf, type Way, wayBy } from './channel.ts';
import { codesOf, type FactCode, factCodes, postedTo } from './codes.ts';
import { type Context, contextAt } from './context.ts';
import type { Look, LookAgain, LookAtNextChannel, Recipient } from './look.ts';
import { isTooEarly, payBy, standingTrigger } from './trigger.ts';

/** A notice that waits for a newer file is looked at once a day. */
const DAY_MS = 24 * 3_600_000;

/** The row a notice is about, as the newest extract has it; undefined if that person is no longer on the debt. */
const rowOf = (notice: Notice, view: DebtView | null) => view?.debt.rows.find(({ person }) => person === notice.person);

/** Whether the back office still says what brought the notice about: the same stage, the same date, still overdue. */
export function stillStands(notice: Notice, view: DebtView | null): boolean {
  const row = rowOf(notice, view);
  const found = row && standingTrigger(row);
  return found?.type === notice.type && found.date === notice.occasion;
}

/**
 * The date by which to pay, as the newest extract has it, so that one that was put right reaches a text that waits. Where
 * that is earlier than the law allows, the first that the law allows: it ends the waiting, and is told to nobody.
 */
export function payByNow({ type, occasion, planned_at }: Notice, row: DebtRow): string {
  const trigger = { type, date: occasion };
  return payBy(isTooEarly(row, trigger) ? { pay_by: null } : row, trigger, londonDate(planned_at));
}

/**
 * The look at release and at sending (format page, section 7): every rule again, on what the register knows now. The
 * notice stays on its channel: an opt-out stops it, and the next extract decides anew. HOUSEHOLD and S15 are not asked.
 * @param view null if the debt is not known
 */
export function lookAgain(notice: Notice, view: DebtView | null, context: Context): Look {
  const row = rowOf(notice, view);
  if (!row || !view || !stillStands(notice, view)) return { kind: 'cancelled', reason: 'trigger-ended' };
  const codes = codesOf(row, view, { ...context, posted_to: postedTo(row, view.debt, view.newest) });
  if (codes.length > 0) return { kind: 'blocked', codes };
  const way = wayBy(notice.channel, row, { view, key: context.key });
  if (!way || way.opted_out) return { kind: 'blocked', codes: [way ? 'S13' : 'S12'] };
  return whenAndTo(notice, { row, way }, context);
}

/**
 * Where a notice may go on after its channel failed for good: the next in its type's order that reaches the person.
 * @returns null if there is none; otherwise as `lookAgain`.
 */
export function nextChannel(notice: Notice, view: DebtView | null, context: Context): Look | null {
  const { channels } = noticeTypes[notice.type];
  const row = rowOf(notice, view);
  for (const channel of channels.slice(channels.indexOf(notice.channel) + 1)) {
    const way = row && view && wayBy(channel, row, { view, key: context.key });
    if (way && !way.opted_out) return lookAgain({ ...notice, channel }, view, context);
  }
  return null;
}

function whenAndTo(notice: Notice, { row, way }: { row: DebtRow; way: Way }, { now, today }: Context): Look {
  const window = windows[noticeTypes[notice.type].window];
  const due_at = nextOpening(window, now);
  const last_day = payByNow(notice, row);
  if (last_day < londonDate(due_at)) return { kind: 'expired' };
  const recipient: Recipient = {
    channel: way.channel,
    variant: variantOf(notice.type, way, today),
    to: way.to,
    address: way.address,
    first_name: row.first_name,
    due_date: notice.occasion,
    last_day,
  };
  if (isTooEarly(row, { type: notice.type, date: notice.occasion }))
    return { kind: 'wait', due_at: nextOpening(window, due_at + DAY_MS), reason: PAY_BY_TOO_EARLY, recipient };
  return due_at > now ? { kind: 'wait', due_at, reason: 'outside-window', recipient } : { kind: 'go', recipient };
}

/** Codes that facts of events bring against a notice, opt-outs and replies too, with when each was stored. */
export function factsAgainst(notice: Notice, view: DebtView, context: Context): FactCode[] {
  const row = rowOf(notice, view);
  if (!row) return [];
  const optedOut = view.persons.get(row.person)?.opt_outs[notice.channel];
  const { stopped, wrong } = view.addresses.get(notice.address) ?? { stopped: null, wrong: null };
  return [
    ...factCodes(row, view, context),
    ...[optedOut, stopped].flatMap((fact) => (fact ? [{ code: 'S13' as const, stored_at: fact.stored_at }] : [])),
    ...(wrong ? [{ code: 'S12' as const, stored_at: wrong.stored_at }] : []),
  ];
}

/** Both looks, reading the register consistently each time. */
export function looksWith({
  register,
  ...rest
}: { register: Pick<ReadRegister, 'debt'> } & Pick<Context, 'settings' | 'key'>): {
  look: LookAgain;
  lookAtNextChannel: LookAtNextChannel;
} {
  return {
    look: async (notice, at) => lookAgain(notice, await register.debt(notice.about.id), contextAt(at, rest)),
    lookAtNextChannel: async (notice, at) =>
      nextChannel(notice, await register.debt(notice.about.id), contextAt(at, rest)),
  };
}
