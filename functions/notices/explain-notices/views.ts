import type { Channel } from '../../../contracts/channels.ts';
import { CODES, type Code } from '../../../contracts/codes.ts';
import type { ContactSeen, DebtSeen, MarkSeen } from '../../../contracts/officers/account.ts';
import type { HoldView } from '../../../contracts/officers/holds.ts';
import type { NoticeView } from '../../../contracts/officers/notices.ts';
import type { DebtMarks, DebtRow, DebtView } from '../../register/debt.ts';
import type { ContactTold, Hold, MatterView } from '../../register/register.ts';
import { iso } from '../../shared/http/answer.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { statusOf } from '../ledger/book-keeping.ts';
import type { Brake } from '../notice/brake.ts';
import { type Attempt, type Notice, STOPPED_UNSENT } from '../notice/notice.ts';
import { waitsWithItsRun } from './brakes.ts';
import { noticeInWords, stepInWords, whyInWords } from './words-for-officers.ts';

/**
 * What officers see of a notice and of a debt. No names, numbers or addresses: an officer who needs them has them in
 * the back office.
 */

/** @param person_ref null where it is not known any more. */
export function noticeView(
  notice: Notice,
  { person_ref, catalogue, brake = null }: { person_ref: string | null; catalogue: Catalogue; brake?: Brake | null },
): NoticeView {
  const withRun = waitsWithItsRun(notice, brake?.verdict);
  const { id, type, state, about, occasion, last_day, channel, variant, due_at, codes, reason, run } = notice;
  return {
    id,
    notice_type: type,
    title: catalogue.title(type),
    person_ref,
    bill_year: about.bill_year ?? null,
    occasion,
    last_day,
    served: servedView(notice),
    run,
    state,
    status: statusOf(state),
    words: [noticeInWords(notice), withRun].filter(Boolean).join(' '),
    why: [whyInWords(notice), withRun].filter(Boolean).join(' '),
    channel,
    variant,
    due_at: iso(due_at),
    codes,
    reason,
    attempts: (Object.entries(notice.attempts) as [Channel, Attempt][]).map(([by, attempt]) => ({
      channel: by,
      reference: attempt.reference,
      notify_id: attempt.notify_id ?? null,
      posted_at: iso(attempt.posted_at ?? null),
      outcome: attempt.outcome ?? null,
      detail: attempt.detail ?? null,
    })),
    crossed: notice.crossed.map(({ code, fact_at, claimed_at }) => ({
      code,
      fact_at: iso(fact_at),
      claimed_at: iso(claimed_at),
      words: `Learned too late to stop it: ${CODES[code].words}`,
    })),
    history: notice.history.map((step) => ({
      at: iso(step.at),
      state: step.state,
      by: step.by,
      codes: step.codes ?? [],
      reason: step.reason ?? null,
      detail: step.detail ?? null,
      note: step.note ?? null,
      times: step.times ?? 1,
      words: stepInWords(step, channel),
    })),
  };
}

/** How the law counts a document that goes, or has gone. */
export const servedView = ({ issued_on, deemed_served_on, act_by = null, state }: Notice): NoticeView['served'] =>
  issued_on && deemed_served_on && !STOPPED_UNSENT.includes(state) ? { issued_on, deemed_served_on, act_by } : null;

/** How sources name the matter and the person of a notice; null where they are not known any more. */
export function refsOf(view: MatterView | null, notice: Notice): { account_ref: string; person_ref: string } | null {
  const person = view?.matter.people.find((each) => each.person === notice.person);
  return view && person ? { account_ref: view.matter.ref, person_ref: person.ref } : null;
}

/** Marks of the back office and the code each may bring. Whether it does today is for the rules to say. */
const DEBT_MARKS: readonly [keyof DebtMarks, Code][] = [
  ['breathing_from', 'S1'],
  ['insolvency', 'S3'],
  ['arrangement_kept', 'S5'],
  ['dispute', 'S6'],
  ['exemption_pending', 'S7'],
  ['cts_claim_pending', 'S9'],
  ['direct_debit_live', 'S20'],
  ['hold', 'S21'],
];
const ROW_MARKS: readonly [keyof DebtRow, Code][] = [
  ...DEBT_MARKS,
  ['deceased', 'S2'],
  ['vulnerable', 'S4'],
  ['appointee', 'S10'],
  ['safe_contact', 'S11'],
  ['agent', 'S16'],
  ['gone_away', 'S22'],
];

function marksOf<T extends DebtMarks>(row: T, marks: readonly [keyof T, Code][]): MarkSeen[] {
  const dates: Record<string, { from: string | null; to: string | null }> = {
    S1: { from: row.breathing_from, to: row.breathing_to },
    S21: { from: null, to: row.hold_until },
  };
  return marks
    .filter(([field]) => row[field] !== null && row[field] !== false)
    .map(([, code]) => ({ code, words: CODES[code].words, ...(dates[code] ?? { from: null, to: null }) }));
}

export const holdView = ({ code, bill_year, from, to, review_on, ended_at, ended_by, source }: Hold): HoldView => ({
  code,
  words: CODES[code].words,
  bill_year,
  from,
  to,
  review_on,
  ended_at: iso(ended_at),
  ended_by: ended_by && { ...ended_by, at: iso(ended_by.at) },
  source,
});

export function debtView({ debt, account, persons }: DebtView): DebtSeen {
  return {
    bill_year: debt.bill_year,
    run: debt.run,
    extracted_at: iso(debt.extracted_at),
    people: debt.rows.map((row) => {
      const told = persons.get(row.person);
      return {
        person_ref: row.person_ref,
        liability_seq: row.liability_seq,
        stage_code: row.stage_code,
        stage_date: row.stage_date,
        missed_instalment_date: row.missed_instalment_date,
        balance_pence: row.balance_pence,
        overdue_pence: row.overdue_pence,
        last_payment_date: row.last_payment_date,
        mobile: contactView(row.contacts.sms, told?.opt_outs.sms),
        email: contactView(row.contacts.email, told?.opt_outs.email),
        marks: marksOf(row, ROW_MARKS),
        holds: (told?.holds ?? []).map(holdView),
        death_recorded_at: iso(told?.death?.recorded_at ?? null),
      };
    }),
    refused_rows: debt.refused.map((row) => marksOf(row, DEBT_MARKS)),
    holds: account.holds.filter(({ bill_year }) => bill_year === null || bill_year === debt.bill_year).map(holdView),
    payments: account.payments
      .filter(({ bill_year }) => bill_year === debt.bill_year)
      .map(({ amount_pence, paid_on, reversal, source }) => ({ amount_pence, paid_on, reversal, source })),
  };
}

const contactView = (contact: ContactTold | undefined, optOut: object | undefined): ContactSeen => ({
  usable: typeof contact?.to === 'string',
  verified_at: contact?.verified_at ?? null,
  opted_out: optOut !== undefined || Boolean(contact?.opted_out),
});
