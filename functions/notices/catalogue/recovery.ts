import { LEGAL_DAYS_TO_PAY, TEXT_WITHIN_DAYS } from '../../../contracts/files/recovery-extract.ts';
import { windows } from '../../shared/calendar/windows.ts';
import { RECOVERY } from './heeded.ts';
import { neutralWordings } from './neutral.ts';
import { HOW_TO_PAY, IF_YOU_CANNOT_PAY, mailOf, PAID, TALK_TO_US } from './shared-words.ts';
import type { NoticeTypeEntry } from './types.ts';
import { greetedWordings, type Words } from './wordings.ts';

// Council tax recovery by the nightly extract: texts before a reminder, and beside the reminders and final notices that the
// council sends. None of them is the statutory notice itself: SI 1992/613 says what that must contain, and a text cannot.

/** A pay-by date that the law lets nobody shorten. */
const AS_SENT = { days: LEGAL_DAYS_TO_PAY, after: 'trigger_date', by_law: true } as const;

/** What on a row of the extract brings one about (format page, section 4). */
type StageTrigger =
  | { stage: 'NONE'; date: 'missed_instalment_date'; working_days_after: number; at_most_days: number }
  | { stage: 'REM1' | 'REM2' | 'FINAL'; date: 'stage_date'; at_most_days: number };

export type RecoveryType = NoticeTypeEntry & {
  trigger: StageTrigger;
  /** Pay-by date where the extract gives none: so many days after this date. `by_law`: and none may be earlier. */
  pay_by: { days: number; after: 'today' | 'trigger_date'; by_law: boolean };
};

/** What texts and emails about money that is owed have in common. */
export const CHASING = {
  channels: ['sms', 'email'],
  trust: 'full-or-neutral',
  purpose: null,
  heeds: RECOVERY,
  cap: { hours: 168, among: 'recovery', from: 'planning' },
  household: 'one',
  window: windows.recovery,
} as const satisfies Partial<NoticeTypeEntry>;

/** An email about money: what it is about, then how to pay, and who helps. */
export const payingMail = (...about: readonly string[]): string =>
  mailOf(...about, HOW_TO_PAY, PAID, IF_YOU_CANNOT_PAY, TALK_TO_US);

/** In full to a verified address, else asking for a call. */
export const chasingWordings = (type: string, words: Words) => [
  ...greetedWordings({ stem: type, variant: 'full' }, words),
  ...neutralWordings.callAboutAccount,
];

const PAY_OR_CALL = 'Please pay or call ((phone)) by ((payBy)).';

export const recoveryTypes: readonly RecoveryType[] = [
  {
    ...CHASING,
    type: 'ct.instalment.missed_soft',
    title: 'Missed instalment',
    duty: 'courtesy',
    regulation: null,
    trigger: { stage: 'NONE', date: 'missed_instalment_date', working_days_after: 3, at_most_days: 14 },
    pay_by: { days: 7, after: 'today', by_law: false },
    wordings: chasingWordings('ct.instalment.missed_soft', {
      texts: { '': `we have not received your Council Tax. ${PAY_OR_CALL} ${PAID}` },
      subject: 'Your Council Tax payment due ((dueDate))',
      mail: payingMail('We have not received your Council Tax payment due on ((dueDate)).', PAY_OR_CALL),
    }),
  },
  {
    ...CHASING,
    type: 'ct.reminder.first',
    title: 'First reminder',
    duty: 'cover',
    regulation: 'SI 1992/613 reg 23(1)',
    trigger: { stage: 'REM1', date: 'stage_date', at_most_days: TEXT_WITHIN_DAYS },
    pay_by: AS_SENT,
    wordings: chasingWordings('ct.reminder.first', {
      texts: { '': `we've sent you a Council Tax reminder. ${PAY_OR_CALL} ${PAID}` },
      subject: 'We have sent you a Council Tax reminder',
      mail: payingMail(
        'We have sent you a Council Tax reminder. Please read it when it arrives.',
        `${PAY_OR_CALL} Then you can keep paying in instalments.`,
      ),
    }),
  },
  {
    ...CHASING,
    type: 'ct.reminder.second',
    title: 'Second reminder',
    duty: 'cover',
    regulation: 'SI 1992/613 reg 23(1)(iv)',
    trigger: { stage: 'REM2', date: 'stage_date', at_most_days: TEXT_WITHIN_DAYS },
    pay_by: AS_SENT,
    wordings: chasingWordings('ct.reminder.second', {
      texts: {
        '': "we've sent a second Council Tax reminder. Pay or call ((phone)) by ((payBy)) or you may lose the right to instalments",
      },
      subject: 'We have sent you a second Council Tax reminder',
      mail: payingMail(
        'We have sent you a second Council Tax reminder. Please read it when it arrives.',
        PAY_OR_CALL,
        'It is the last reminder we can send you this year. If a payment is missed after it, you may lose the right to pay in instalments, and the rest of the year may be due at once. If you see that coming, call us: we can often agree a plan.',
      ),
    }),
  },
  {
    ...CHASING,
    type: 'ct.final_notice',
    title: 'Final notice',
    duty: 'cover',
    regulation: 'SI 1992/613 reg 33',
    trigger: { stage: 'FINAL', date: 'stage_date', at_most_days: TEXT_WITHIN_DAYS },
    pay_by: AS_SENT,
    wordings: chasingWordings('ct.final_notice', {
      texts: { '': `we've sent a Council Tax final notice. ${PAY_OR_CALL} ${PAID}` },
      subject: 'We have sent you a Council Tax final notice',
      mail: payingMail(
        'We have sent you a Council Tax final notice. Please read it when it arrives.',
        PAY_OR_CALL,
        'If you cannot pay all of it by then, call us: we can talk about a plan.',
      ),
    }),
  },
];
