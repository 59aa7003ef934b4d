import type { MatterEvent } from '../../../register/register.ts';
import { addDays, londonDate, londonInstant } from '../../../shared/calendar/london.ts';
import { dateInWords, dayInWords } from '../../catalogue/days-in-words.ts';
import type { Notice } from '../../notice/notice.ts';
import type { DocumentAsked } from '../family.ts';
import { type AskOf, dataOf, type Telling, withCover } from '../told-asks.ts';
import { dayToAct } from '../words.ts';

// What events about a debt ask for (format page of events, section 3).

type Document = { key: string; sha256: string };
type DocumentIssued = {
  kind: 'bill' | 'reminder-1' | 'reminder-2' | 'final-notice' | 'summons';
  issue_date: string;
  pay_by?: string;
  hearing_on?: string;
  document: Document;
};

type Rule = {
  type: string;
  kind: DocumentAsked['kind'];
  actBy: (issued: DocumentIssued) => string | null;
  lastDay: (issued: DocumentIssued) => string | null;
  /** For how many days after its issue its cover may be asked for. */
  cover_within_days?: number;
};

const payBy = ({ pay_by }: DocumentIssued) => pay_by ?? null;
const hearingOn = ({ hearing_on }: DocumentIssued) => hearing_on ?? null;
const TO_PAY = { actBy: payBy, lastDay: payBy, cover_within_days: 3 } as const;

const RULES: Readonly<Record<DocumentIssued['kind'], Rule>> = {
  bill: { type: 'ct.bill', kind: 'bill', actBy: payBy, lastDay: ({ issue_date }) => addDays(issue_date, 14) },
  'reminder-1': { type: 'ct.reminder.first', kind: 'reminder', ...TO_PAY },
  'reminder-2': { type: 'ct.reminder.second', kind: 'reminder', ...TO_PAY },
  'final-notice': { type: 'ct.final_notice', kind: 'final-notice', ...TO_PAY },
  summons: {
    type: 'ct.summons',
    kind: 'summons',
    actBy: hearingOn,
    lastDay: ({ hearing_on }) => (hearing_on === undefined ? null : addDays(hearing_on, -1)),
  },
};

/** Covers that are not named as their document. */
const COVERS: Readonly<Record<string, string>> = { 'ct.bill': 'ct.bill.ready', 'ct.summons': 'ct.summons.issued' };

/** What the law counts from before a final notice (WSI 2025/1109). */
const BEFORE_FINAL: Readonly<
  Record<'missed' | 'reminder', Readonly<Record<string, (told: MatterEvent) => string | null>>>
> = {
  missed: {
    'council.payments.direct-debit-failed.v1': (told) => dataOf<{ due_date: string }>(told).due_date,
    'council.recovery.arrangement-missed.v1': (told) => dataOf<Missed>(told).missed_due,
  },
  reminder: {
    'council.recovery.document-issued.v1': (told) => {
      const { kind, issue_date } = dataOf<DocumentIssued>(told);
      return RULES[kind].kind === 'reminder' ? issue_date : null;
    },
  },
};

const newestDay = (what: keyof typeof BEFORE_FINAL, all: readonly MatterEvent[]): string | null =>
  all
    .flatMap((each) => BEFORE_FINAL[what][each.type]?.(each) ?? [])
    .toSorted()
    .at(-1) ?? null;

function documentIssued(told: MatterEvent, all: readonly MatterEvent[]): AskOf[] {
  const issued = dataOf<DocumentIssued>(told);
  const { type, kind, actBy, lastDay, cover_within_days: within } = RULES[issued.kind];
  const follows = { missed: newestDay('missed', all), reminder: newestDay('reminder', all) };
  const document = {
    ...{ ...issued.document, kind, act_by: actBy(issued), complete: true },
    ...(kind === 'final-notice' && { follows }),
  };
  const asks = withCover(
    { type: `${type}.document`, occasion: issued.issue_date, last_day: null, document },
    { last_day: lastDay(issued), ...(within !== undefined && { not_after: addDays(issued.issue_date, within) }) },
  );
  return asks.map((ask) => ({ ...ask, type: COVERS[ask.type] ?? ask.type }));
}

type Agreed = { arrangement_ref: string; first_due: string; asked_by_resident: boolean };
type Missed = { arrangement_ref: string; missed_due: string };

const WARNED_BEFORE_DAYS = 14;
const LAST_CHANCE_ENDS_DAYS = 7;

export const telling: Telling = {
  asks: {
    'council.recovery.document-issued.v1': documentIssued,
    'council.recovery.arrangement-agreed.v1': (told) => {
      const { arrangement_ref, first_due, asked_by_resident } = dataOf<Agreed>(told);
      // The Debt Respite Scheme regulations (SI 2020/1311), reg 11(2): contact at the debtor's own request is no enforcement.
      const spared = asked_by_resident ? (['S1'] as const) : [];
      return [{ type: 'ct.arrangement.confirmed', occasion: arrangement_ref, last_day: first_due, spared }];
    },
    'council.recovery.arrangement-missed.v1': (told) => {
      const { arrangement_ref, missed_due } = dataOf<Missed>(told);
      const occasion = `${arrangement_ref}/${missed_due}`;
      return [{ type: 'ct.arrangement.missed', occasion, last_day: addDays(missed_due, 14) }];
    },
    'council.recovery.enforcement-planned.v1': (told) => {
      const { referral_on } = dataOf<{ referral_on: string }>(told);
      return [
        {
          type: 'ct.enforcement.last_chance',
          occasion: referral_on,
          last_day: addDays(referral_on, -LAST_CHANCE_ENDS_DAYS),
          not_before: londonInstant(addDays(referral_on, -WARNED_BEFORE_DAYS), '00:00'),
        },
      ];
    },
    'council.payments.direct-debit-failed.v1': (told) => {
      const { due_date } = dataOf<{ due_date: string }>(told);
      return [{ type: 'ct.direct_debit.failed', occasion: due_date, last_day: addDays(due_date, 14) }];
    },
  },
  ended: {
    'ct.enforcement.last_chance': ({ type }) => type === 'council.recovery.enforcement-planned.v1',
  },
};

type Said = Partial<DocumentIssued & Agreed & Missed> & { bill_year: string; referral_on?: string; due_date?: string };

/** Asked to pay by then after something was missed. */
const PAY_WITHIN_DAYS = 7;

/** What fills the placeholders of what an event asks for. */
export function valuesOfTold(notice: Notice, told: MatterEvent): Record<string, string> {
  const { bill_year, pay_by, referral_on, first_due, missed_due, due_date } = dataOf<Said>(told);
  const due = londonDate(notice.due_at);
  const missed = missed_due ?? due_date;
  const by = pay_by ?? (referral_on ? addDays(referral_on, -1) : missed && addDays(due, PAY_WITHIN_DAYS));
  const dueDate = first_due ? dayInWords(first_due) : missed && dateInWords(missed);
  return {
    year: bill_year,
    ...(by && { payBy: dayToAct(by, notice) }),
    ...(dueDate && { dueDate }),
  };
}
