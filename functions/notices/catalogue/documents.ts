import { DEMAND, PERSONAL } from './heeded.ts';
import { CHECK_US, HOW_TO_PAY, IF_YOU_CANNOT_PAY, mailOf, PAID, TALK_TO_US, WHILE_YOU_WAIT } from './shared-words.ts';
import type { NoticeTypeEntry } from './types.ts';
import { emailOf } from './wordings.ts';

// Statutory notices as their back office made them: a PDF behind a link in an email, for whoever agreed to that, else a letter.
// The email says what it is and where; what the law wants said stands in the document alone.

const DOCUMENT = {
  duty: 'statutory',
  channels: ['email', 'letter'],
  trust: 'agreed',
  cap: null,
  household: 'each',
  window: null,
} as const satisfies Partial<NoticeTypeEntry>;

const TO_ANYONE = { ...DOCUMENT, heeds: [...PERSONAL, 'FORMAT'] } as const;
const DEMANDING = { ...DOCUMENT, purpose: 'ct-statutory', heeds: DEMAND } as const;

const FILE = `Open it here: ((file))

The link is for you alone: you will be asked for this email address. It works for 26 weeks, so please save a copy. If you cannot open it, call us on ((phone)).`;

const BY_AGREEMENT =
  'You have this by email because you agreed to that. To have it by post from now on, call us: your letters go by post again from the third working day after you tell us.';

const emailed = (type: string, { subject, says }: { subject: string; says: readonly string[] }) => [
  emailOf({ stem: type, variant: 'full' }, { subject, mail: mailOf(...says, BY_AGREEMENT, TALK_TO_US, CHECK_US) }),
];

/** @param act what to do, which the document says in full */
const demand = (type: string, name: string, act: string) =>
  emailed(type, {
    subject: `Your ${name}`,
    says: [`This is your ${name}. ${act}`, FILE, HOW_TO_PAY, PAID, IF_YOU_CANNOT_PAY],
  });

const benefit = (type: string, subject: string, says: readonly string[]) =>
  emailed(type, { subject, says: [...says, WHILE_YOU_WAIT] });

const PAY_AS_IT_SAYS =
  'It says what to pay and by when. Please read it, and pay or call us on ((phone)) by the day that it says.';
const DISAGREE = 'It says why, and what you can do, and by when, if you think that it is wrong.';

/** About a debt. */
export const debtDocumentTypes: readonly NoticeTypeEntry[] = [
  {
    ...TO_ANYONE,
    type: 'ct.bill.document',
    title: 'Bill',
    regulation: 'SI 1992/613 reg 18',
    purpose: 'ct-statutory',
    wordings: emailed('ct.bill.document', {
      subject: 'Your Council Tax bill',
      says: ['This is your Council Tax bill. It says what to pay, and when.', FILE, HOW_TO_PAY, IF_YOU_CANNOT_PAY],
    }),
  },
  {
    ...DEMANDING,
    type: 'ct.reminder.first.document',
    title: 'First reminder (document)',
    regulation: 'SI 1992/613 reg 23(1)',
    wordings: demand('ct.reminder.first.document', 'Council Tax reminder', PAY_AS_IT_SAYS),
  },
  {
    ...DEMANDING,
    type: 'ct.reminder.second.document',
    title: 'Second reminder (document)',
    regulation: 'SI 1992/613 reg 23(1)(iv)',
    wordings: demand(
      'ct.reminder.second.document',
      'second Council Tax reminder',
      `${PAY_AS_IT_SAYS} If a payment is missed after this reminder, you may lose the right to pay in instalments.`,
    ),
  },
  {
    ...DEMANDING,
    type: 'ct.final_notice.document',
    title: 'Final notice (document)',
    regulation: 'SI 1992/613 reg 33',
    wordings: demand('ct.final_notice.document', 'Council Tax final notice', PAY_AS_IT_SAYS),
  },
  {
    ...DEMANDING,
    type: 'ct.summons.document',
    title: 'Summons (document)',
    regulation: 'SI 1992/613 regs 34(2), 35(2)',
    channels: ['letter'], // reg 35 lists how a summons is served, and email is not among it
    purpose: null,
    wordings: [],
  },
];

/** About a claim. */
export const benefitsDocumentTypes: readonly NoticeTypeEntry[] = [
  {
    ...TO_ANYONE,
    type: 'ben.evidence.requested.document',
    title: 'Request for evidence (document)',
    regulation: 'SI 2006/213 reg 86',
    purpose: 'scheme',
    wordings: benefit('ben.evidence.requested.document', 'We need more information for your claim', [
      'This is the list of what we need for your claim. Please reply by the day that it says.',
      FILE,
      'If you need more time, or cannot get something on the list, call us on ((phone)) by then: we can often agree more time or something else instead.',
    ]),
  },
  {
    ...TO_ANYONE,
    type: 'hb.decision.made.document',
    title: 'Housing Benefit decision (document)',
    regulation: 'SI 2006/213 reg 90, Sch 9',
    purpose: 'hb',
    wordings: benefit('hb.decision.made.document', 'Our decision on your Housing Benefit', [
      `This is our decision on your Housing Benefit. ${DISAGREE}`,
      FILE,
    ]),
  },
  {
    ...TO_ANYONE,
    type: 'hb.award.changed.document',
    title: 'Housing Benefit changed (document)',
    regulation: 'SI 2006/213 reg 90, Sch 9',
    purpose: 'hb',
    wordings: benefit('hb.award.changed.document', 'Your Housing Benefit is changing', [
      `This is our decision on your Housing Benefit. It says what changes, and from when. ${DISAGREE}`,
      FILE,
    ]),
  },
  {
    ...TO_ANYONE,
    type: 'cts.decision.made.document',
    title: 'Council Tax Support decision (document)',
    regulation: 'SI 2012/2885 Sch 8',
    purpose: 'cts',
    wordings: benefit('cts.decision.made.document', 'Our decision on your Council Tax Support', [
      `This is our decision on your Council Tax Support. ${DISAGREE}`,
      FILE,
      'If it changes what you have to pay, we send you a new bill.',
    ]),
  },
  {
    ...TO_ANYONE,
    type: 'hb.payment.suspended.document',
    title: 'Housing Benefit paused (document)',
    regulation: 'SI 2001/1002 regs 11, 13',
    purpose: 'hb',
    wordings: benefit('hb.payment.suspended.document', 'We have paused your Housing Benefit', [
      'We have paused your Housing Benefit. The letter says why, and what we need from you.',
      FILE,
      'Please reply, or call us on ((phone)), by the day that it says, so that we can help to restart it.',
    ]),
  },
  {
    ...TO_ANYONE,
    type: 'hb.overpayment.decided.document',
    title: 'Housing Benefit overpayment (document)',
    regulation: 'SI 2006/213 Sch 9 para 15',
    purpose: 'hb',
    wordings: benefit('hb.overpayment.decided.document', 'Our decision about Housing Benefit that we paid you', [
      `This is our decision about Housing Benefit that we paid you in the past. ${DISAGREE}`,
      FILE,
      'If you are worried about paying anything back, call us on ((phone)): we can talk about what you can afford.',
    ]),
  },
];
