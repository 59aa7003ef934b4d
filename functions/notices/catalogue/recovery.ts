import { LEGAL_DAYS_TO_PAY, TEXT_WITHIN_DAYS } from '../../../contracts/files/recovery-extract.ts';
import { windows } from '../../shared/calendar/windows.ts';
import type { NoticeType } from '../notice/notice.ts';
import type { NoticeTypeEntry, Wording } from './types.ts';

// Council tax recovery: texts before a reminder, and beside the reminders and final notices that the council posts.
// None of them is the statutory notice itself: SI 1992/613 says what that must contain, and a text cannot.

/** A pay-by date that the law lets nobody shorten. */
const AS_POSTED = { days: LEGAL_DAYS_TO_PAY, after: 'trigger_date', by_law: true } as const;

/** What on a row of the extract brings one about (format page, section 4). */
type StageTrigger =
  | { stage: 'NONE'; date: 'missed_instalment_date'; working_days_after: number; at_most_days: number }
  | { stage: 'REM1' | 'REM2' | 'FINAL'; date: 'stage_date'; at_most_days: number };

export type RecoveryType = NoticeTypeEntry & {
  trigger: StageTrigger;
  /** Pay-by date where the extract gives none: so many days after this date. `by_law`: and none may be earlier. */
  pay_by: { days: number; after: 'today' | 'trigger_date'; by_law: boolean };
};

/** What every recovery notice has in common. */
const RECOVERY = {
  channels: ['sms', 'email'],
  trust: 'full-or-neutral',
  purpose: null,
  heeds: ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S10', 'S11', 'S16', 'S17', 'S18', 'S20', 'S21', 'S22'],
  cap: { hours: 168, among: 'recovery', from: 'planning' },
  household: 'one',
  window: windows.recovery,
} as const;

// For an address that nobody has lately confirmed as this person's: no word of a debt, an amount or a date, and nothing
// that misleads about why we ask.
const NEUTRAL_TEXT =
  'please call us on ((phone)) about your council account. Our website says how to check that this message is from us.';
const NEUTRAL_MAIL = `Please call us on ((phone)) about your council account.

We are not putting details in this email, because we have not checked lately that this address is yours. Our website says how to check that this message is from us.

If you need help to call us, ask someone you trust to ring with you.

((council))`;

const NEUTRAL: readonly Wording[] = [
  {
    template: 'recovery.neutral.sms',
    channel: 'sms',
    variant: 'neutral',
    named: true,
    subject: null,
    body: `Hi ((firstName)), ${NEUTRAL_TEXT}`,
  },
  {
    template: 'recovery.neutral.sms.no-name',
    channel: 'sms',
    variant: 'neutral',
    named: false,
    subject: null,
    body: `Hello, ${NEUTRAL_TEXT}`,
  },
  {
    template: 'recovery.neutral.email',
    channel: 'email',
    variant: 'neutral',
    named: true,
    subject: 'Please call us about your council account',
    body: `Hello ((firstName)),\n\n${NEUTRAL_MAIL}`,
  },
  {
    template: 'recovery.neutral.email.no-name',
    channel: 'email',
    variant: 'neutral',
    named: false,
    subject: 'Please call us about your council account',
    body: `Hello,\n\n${NEUTRAL_MAIL}`,
  },
];

/** The four full wordings of one type, from its text with and without a name, and its email. */
function wordings(
  type: NoticeType,
  words: { named: string; noName: string; subject: string; mail: string },
): readonly Wording[] {
  const full = { variant: 'full', subject: null } as const;
  return [
    { ...full, template: `${type}.sms`, channel: 'sms', named: true, body: words.named },
    { ...full, template: `${type}.sms.no-name`, channel: 'sms', named: false, body: words.noName },
    {
      ...full,
      template: `${type}.email`,
      channel: 'email',
      named: true,
      subject: words.subject,
      body: `Hello ((firstName)),\n\n${words.mail}`,
    },
    {
      ...full,
      template: `${type}.email.no-name`,
      channel: 'email',
      named: false,
      subject: words.subject,
      body: `Hello,\n\n${words.mail}`,
    },
    ...NEUTRAL,
  ];
}

const HELP = `# If you cannot pay

Call us on ((phone)) as soon as you can. We can talk about a plan you can afford, and check whether you can get a discount or Council Tax Support.

Citizens Advice, StepChange and National Debtline give free debt advice and are independent of the council.

If you have paid in the last few days, you do not need to do anything.

((council))`;

export const recoveryTypes: readonly RecoveryType[] = [
  {
    ...RECOVERY,
    type: 'ct.instalment.missed_soft',
    title: 'Missed instalment',
    duty: 'courtesy',
    regulation: null,
    trigger: { stage: 'NONE', date: 'missed_instalment_date', working_days_after: 3, at_most_days: 14 },
    pay_by: { days: 7, after: 'today', by_law: false },
    wordings: wordings('ct.instalment.missed_soft', {
      named:
        'Hi ((firstName)), your Council Tax payment due ((dueDate)) has not arrived. Please pay or call ((phone)) by ((payBy)). Paid? Ignore this.',
      noName:
        'Your Council Tax payment due ((dueDate)) has not arrived. Please pay or call ((phone)) by ((payBy)). Paid? Ignore this.',
      subject: 'Your Council Tax payment due ((dueDate))',
      mail: `Your Council Tax payment due on ((dueDate)) has not reached us.

Please pay, or call us on ((phone)), by ((payBy)).

${HELP}`,
    }),
  },
  {
    ...RECOVERY,
    type: 'ct.reminder.first',
    title: 'First reminder',
    duty: 'cover',
    regulation: 'SI 1992/613 reg 23(1)',
    trigger: { stage: 'REM1', date: 'stage_date', at_most_days: TEXT_WITHIN_DAYS },
    pay_by: AS_POSTED,
    wordings: wordings('ct.reminder.first', {
      named:
        'Hi ((firstName)), we have posted you a Council Tax reminder. Pay by ((payBy)) to go on paying in instalments. Need help? Call ((phone))',
      noName:
        'We have posted you a Council Tax reminder. Please pay by ((payBy)) to go on paying in instalments. Need help? Call ((phone))',
      subject: 'We have posted you a Council Tax reminder',
      mail: `We have posted you a Council Tax reminder. Please read it when it comes.

Pay by ((payBy)) to go on paying in instalments.

${HELP}`,
    }),
  },
  {
    ...RECOVERY,
    type: 'ct.reminder.second',
    title: 'Second reminder',
    duty: 'cover',
    regulation: 'SI 1992/613 reg 23(1)(iv)',
    trigger: { stage: 'REM2', date: 'stage_date', at_most_days: TEXT_WITHIN_DAYS },
    pay_by: AS_POSTED,
    wordings: wordings('ct.reminder.second', {
      named:
        'Hi ((firstName)), we have posted your second Council Tax reminder. Please read it and pay by ((payBy)). Need help? Call ((phone))',
      noName:
        'We have posted your second Council Tax reminder. Please read it and pay by ((payBy)). Need help? Call ((phone))',
      subject: 'We have posted your second Council Tax reminder',
      mail: `We have posted your second Council Tax reminder. It is the last one we send in a year, so please read it when it comes.

Please pay by ((payBy)).

${HELP}`,
    }),
  },
  {
    ...RECOVERY,
    type: 'ct.final_notice',
    title: 'Final notice',
    duty: 'cover',
    regulation: 'SI 1992/613 reg 33',
    trigger: { stage: 'FINAL', date: 'stage_date', at_most_days: TEXT_WITHIN_DAYS },
    pay_by: AS_POSTED,
    wordings: wordings('ct.final_notice', {
      named:
        'Hi ((firstName)), we have posted you a Council Tax final notice. Please pay or call ((phone)) by ((payBy)). We can agree a plan with you.',
      noName:
        'We have posted you a Council Tax final notice. Please pay or call ((phone)) by ((payBy)). We can agree a plan with you.',
      subject: 'We have posted you a Council Tax final notice',
      mail: `We have posted you a Council Tax final notice. Please read it when it comes.

Please pay, or call us on ((phone)), by ((payBy)).

${HELP}`,
    }),
  },
];
