import { windows } from '../../shared/calendar/windows.ts';
import { but, PERSONAL, RECOVERY } from './heeded.ts';
import { neutralWordings } from './neutral.ts';
import { CHASING, chasingWordings, payingMail } from './recovery.ts';
import { HOW_TO_PAY, IF_YOU_CANNOT_PAY, mailOf, PAID, TALK_TO_US } from './shared-words.ts';
import type { NoticeTypeEntry } from './types.ts';
import { greetedWordings } from './wordings.ts';

// What events tell of a debt, beside the documents: the bill and the summons, plans, Direct Debits, the last chance.

/** What is no demand. */
const TELLING = {
  channels: ['sms', 'email'],
  trust: 'full-or-neutral',
  purpose: null,
  cap: null,
  household: 'one',
  window: windows.recovery,
} as const satisfies Partial<NoticeTypeEntry>;

export const debtEventTypes: readonly NoticeTypeEntry[] = [
  {
    ...TELLING,
    type: 'ct.bill.ready',
    title: 'Bill sent',
    duty: 'cover',
    regulation: 'SI 1992/613 reg 18',
    heeds: PERSONAL,
    wordings: [
      ...greetedWordings(
        { stem: 'ct.bill.ready', variant: 'full' },
        {
          texts: {
            '': "we've sent your Council Tax bill for ((year)). Please read it when it arrives. Worried about paying? Call ((phone))",
          },
          subject: 'We have sent your Council Tax bill for ((year))',
          mail: mailOf(
            'We have sent your Council Tax bill for ((year)). Please read it when it arrives. It says what to pay, and when.',
            HOW_TO_PAY,
            'If something on it is not right, or you think you should have a discount or Council Tax Support, call us on ((phone)).',
            IF_YOU_CANNOT_PAY,
            TALK_TO_US,
          ),
        },
      ),
      ...neutralWordings.accountPapersSent,
    ],
  },
  {
    ...CHASING,
    type: 'ct.summons.issued',
    title: 'Summons sent',
    duty: 'cover',
    regulation: 'SI 1992/613 regs 34(2), 35(2)',
    wordings: chasingWordings('ct.summons.issued', {
      texts: {
        '': "we've posted you a Council Tax summons. Please call ((phone)) as soon as you can: we can still agree a plan.",
      },
      subject: 'We have posted you a Council Tax summons',
      mail: mailOf(
        'We have posted you a summons about your Council Tax. Please read it when it arrives. It says when and where the court hearing is, and what to pay.',
        'Please call us on ((phone)) as soon as you can, before the hearing. We can still agree a plan. If you pay all of it with the costs before the hearing, we stop.',
        HOW_TO_PAY,
        'If you have paid, call us to make sure that nothing is left to do.',
        IF_YOU_CANNOT_PAY,
        TALK_TO_US,
      ),
    }),
  },
  {
    ...CHASING,
    type: 'ct.enforcement.last_chance',
    title: 'Last chance before enforcement',
    duty: 'courtesy',
    regulation: null,
    heeds: but('S16', RECOVERY),
    wordings: chasingWordings('ct.enforcement.last_chance', {
      texts: {
        '': `please call ((phone)) by ((payBy)) to avoid extra fees on your Council Tax. ${PAID}`,
      },
      subject: 'Please call us about your Council Tax by ((payBy))',
      mail: payingMail(
        'Please call us on ((phone)) by ((payBy)) about the Council Tax that you owe.',
        'After that day we plan to ask enforcement agents to collect it, and the law lets them add fees. If we can agree a plan with you before then, that does not happen.',
        'If you are ill, or have had bad news, or are struggling in another way, please tell us: it changes what we do.',
      ),
    }),
  },
  {
    ...TELLING,
    type: 'ct.arrangement.confirmed',
    title: 'Payment plan agreed',
    duty: 'courtesy',
    regulation: null,
    heeds: [...PERSONAL, 'S1'],
    wordings: [
      ...greetedWordings(
        { stem: 'ct.arrangement.confirmed', variant: 'full' },
        {
          texts: {
            '': 'your Council Tax payment plan is set up. Your first payment is due ((dueDate)). Questions? Call ((phone))',
          },
          subject: 'Your Council Tax payment plan is set up',
          mail: mailOf(
            'Your Council Tax payment plan is set up. Your first payment is due on ((dueDate)).',
            HOW_TO_PAY,
            'Keep paying as we agreed, and call us before a payment is due if you will not be able to make it: we can look at the plan again.',
            IF_YOU_CANNOT_PAY,
            TALK_TO_US,
          ),
        },
      ),
      ...neutralWordings.accountAgreed,
    ],
  },
  {
    ...CHASING,
    type: 'ct.arrangement.missed',
    title: 'Plan payment missed',
    duty: 'courtesy',
    regulation: null,
    heeds: but('S5', RECOVERY),
    wordings: chasingWordings('ct.arrangement.missed', {
      texts: {
        '': `we have not received a Council Tax plan payment. Please call ((phone)) by ((payBy)). ${PAID}`,
      },
      subject: 'Your Council Tax plan payment due ((dueDate))',
      mail: payingMail(
        'We have not received your Council Tax plan payment due on ((dueDate)).',
        'Please pay it, or call us on ((phone)), by ((payBy)) to keep your plan. If the plan no longer suits you, we can look at it again.',
      ),
    }),
  },
  {
    ...CHASING,
    type: 'ct.direct_debit.failed',
    title: 'Direct Debit not paid',
    duty: 'courtesy',
    regulation: null,
    heeds: but('S20', RECOVERY),
    wordings: chasingWordings('ct.direct_debit.failed', {
      texts: { '': `your Council Tax Direct Debit was not paid. Please call ((phone)) by ((payBy)). ${PAID}` },
      subject: 'Your Council Tax Direct Debit was not paid',
      mail: payingMail(
        'Your bank did not pay your last Council Tax Direct Debit.',
        'Please pay it, or call us on ((phone)), by ((payBy)). This can happen to anyone, and we can help put it right.',
      ),
    }),
  },
];
