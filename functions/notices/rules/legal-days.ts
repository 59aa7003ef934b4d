import { hasPublishedHolidays } from '../../shared/calendar/bank-holidays.ts';
import { addDays } from '../../shared/calendar/london.ts';
import { isWorkingDay } from '../../shared/calendar/working-days.ts';
import type { DocumentAsked } from '../families/family.ts';
import type { Channel } from '../notice/notice.ts';

// The days that the law counts from a statutory document (format page of events, section 5). Business days are the working
// days of England and Wales.

/** One law's numbers, from the day on which it came into force. */
export type LegalProfile = {
  /** SI 1992/613 reg 19: a bill's first instalment, counted from its issue. */
  billDaysToFirstInstalment: number;
  /** SI 1992/613 reg 23 and 33: seven days beginning with the day of issue. */
  reminderPayDays: number;
  finalNoticePayDays: number;
  /** From a missed instalment, and from any reminder, to the issue of a final notice; 0: the law names none. */
  finalNoticeMinDaysAfterMissed: number;
  finalNoticeMinDaysAfterReminder: number;
  /** Whether a reminder must come before a final notice, which its back office sees to. */
  reminderMandatory: boolean;
  /** SI 1992/613 reg 35: from service of the summons to the hearing. */
  summonsMinDaysToHearing: number;
  /** SI 2006/213 reg 86: one month beginning with the day of issue. */
  benefitReplyMonths: number;
  electronicServedBusinessDays: number;
  withdrawalBusinessDays: number;
  /** From the day on which GOV.UK Notify has a letter to the day on which it is posted. */
  postedBusinessDays: number;
  /** The ordinary course of post, from the day of posting. */
  postServedBusinessDays: number;
  emailFileBytes: number;
  letterFileBytes: number;
};

const ENGLAND_1992: LegalProfile = {
  billDaysToFirstInstalment: 14,
  reminderPayDays: 7,
  finalNoticePayDays: 7,
  finalNoticeMinDaysAfterMissed: 0,
  finalNoticeMinDaysAfterReminder: 0,
  reminderMandatory: true,
  summonsMinDaysToHearing: 14,
  benefitReplyMonths: 1,
  electronicServedBusinessDays: 2,
  withdrawalBusinessDays: 3,
  postedBusinessDays: 1,
  postServedBusinessDays: 4,
  emailFileBytes: 2_097_152,
  letterFileBytes: 5_242_880,
};

/** By name. A council's configuration says from which day on it is under which (`legal_days`). */
export const LEGAL_PROFILES = {
  'england-1992': ENGLAND_1992,
  // WSI 2025/1109, in force on 1 April 2026: some 63 days in all. Which instalment was missed is known where an event told of it.
  'wales-2026': {
    ...ENGLAND_1992,
    finalNoticePayDays: 21,
    finalNoticeMinDaysAfterMissed: 41,
    finalNoticeMinDaysAfterReminder: 14,
    reminderMandatory: false,
  },
} as const satisfies Readonly<Record<string, LegalProfile>>;

export type LegalProfileName = keyof typeof LEGAL_PROFILES;
export const LEGAL_PROFILE_NAMES = Object.keys(LEGAL_PROFILES) as LegalProfileName[];

/** Which profile holds from which London day on. */
export type LegalDays = readonly { from: string; profile: LegalProfileName }[];

/**
 * The profile that holds on a day.
 * @throws Error if none does: the configuration is checked for one from the beginning on
 */
export function profileOn(day: string, legal_days: LegalDays): LegalProfile {
  const inForce = legal_days.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (!inForce) throw new Error(`no legal profile holds on ${day}`);
  return LEGAL_PROFILES[inForce.profile];
}

/**
 * The nth business day after a date.
 * @returns null where bank holidays are not published that far: a legal day is never guessed
 */
export function businessDayAfter(date: string, n: number): string | null {
  let day = date;
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (!hasPublishedHolidays(day)) return null;
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** When a document counts as issued and as served. */
export type Served = { issued_on: string; deemed_served_on: string };

/**
 * By email both are one day, since outside the post the day of issue is the day of service (SI 1992/613 reg 17(4)); by letter it is
 * issued when it is posted.
 * @param today the day on which it is sent, or handed to GOV.UK Notify to be printed
 * @returns null where bank holidays are not published that far
 */
export function servedOn(
  channel: Extract<Channel, 'email' | 'letter'>,
  today: string,
  profile: LegalProfile,
): Served | null {
  const issued_on = businessDayAfter(
    today,
    channel === 'email' ? profile.electronicServedBusinessDays : profile.postedBusinessDays,
  );
  const deemed_served_on =
    channel === 'email' || !issued_on ? issued_on : businessDayAfter(issued_on, profile.postServedBusinessDays);
  return issued_on && deemed_served_on ? { issued_on, deemed_served_on } : null;
}

/** The same date so many months later; a date that month lacks is its last day. */
export function monthsAfter(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** The first day that a document may name to act by; null: it may name any. */
const EARLIEST: Readonly<Record<DocumentAsked['kind'], (served: Served, profile: LegalProfile) => string | null>> = {
  bill: ({ issued_on }, profile) => addDays(issued_on, profile.billDaysToFirstInstalment),
  reminder: ({ issued_on }, profile) => addDays(issued_on, profile.reminderPayDays - 1),
  'final-notice': ({ issued_on }, profile) => addDays(issued_on, profile.finalNoticePayDays - 1),
  summons: ({ deemed_served_on }, profile) => addDays(deemed_served_on, profile.summonsMinDaysToHearing),
  'benefit-reply': ({ issued_on }, profile) => addDays(monthsAfter(issued_on, profile.benefitReplyMonths), -1),
  decision: () => null, // it states the time for a dispute itself
};

/** Whether a document that is served so gives its reader less time than the law does. */
export function isTooLateInLaw(
  { kind, act_by }: Pick<DocumentAsked, 'kind' | 'act_by'>,
  served: Served,
  profile: LegalProfile,
): boolean {
  const earliest = EARLIEST[kind](served, profile);
  return act_by !== null && earliest !== null && act_by < earliest;
}

/** Whether a final notice that is issued so comes sooner after what it follows than the law allows. */
export function isTooEarlyInLaw(
  { follows }: Pick<DocumentAsked, 'follows'>,
  { issued_on }: Served,
  { finalNoticeMinDaysAfterMissed, finalNoticeMinDaysAfterReminder }: LegalProfile,
): boolean {
  const isWithin = (day: string | null | undefined, days: number) =>
    !!day && days > 0 && issued_on < addDays(day, days);
  return (
    isWithin(follows?.missed, finalNoticeMinDaysAfterMissed) ||
    isWithin(follows?.reminder, finalNoticeMinDaysAfterReminder)
  );
}

/** Whether a consent that was withdrawn on a day is over by another; where holidays are not published that far, it is. */
export function withdrawalBites(received_on: string, today: string, profile: LegalProfile): boolean {
  const bites_on = businessDayAfter(received_on, profile.withdrawalBusinessDays);
  return bites_on === null || bites_on <= today;
}
