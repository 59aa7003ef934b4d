import { windows } from '../../shared/calendar/windows.ts';
import { PERSONAL } from './heeded.ts';
import { neutralWordings } from './neutral.ts';
import { mailOf, TALK_TO_US, WHILE_YOU_WAIT } from './shared-words.ts';
import type { NoticeTypeEntry, Wording } from './types.ts';
import { greetedWordings, type Words } from './wordings.ts';

// Housing Benefit and Council Tax Support: texts beside what the council decides or asks for in writing (SI 2006/213), and by
// themselves. No amount, no reason and nothing about a household stands in any of them.

const BENEFITS = {
  channels: ['sms', 'email'],
  trust: 'full-or-neutral',
  purpose: null,
  heeds: PERSONAL,
  cap: null,
  household: 'each',
  window: windows.recovery,
} as const satisfies Partial<NoticeTypeEntry>;

/** Texts that stand alone: no more than one a day to an address, among them. */
const ONE_A_DAY = { hours: 24, among: 'benefits', from: 'due' } as const;

/** An email about a benefit: what it is about, then what to do about rent and Council Tax meanwhile, and who helps. */
const benefitMail = (...about: readonly string[]): string => mailOf(...about, WHILE_YOU_WAIT, TALK_TO_US);

const wordings = (type: string, neutral: readonly Wording[], words: Words): Wording[] => [
  ...greetedWordings({ stem: type, variant: 'full' }, words),
  ...neutral,
];

const READ_IT = 'Please read it when it arrives.';
const DISAGREE =
  'If you think that it is wrong, you can ask us to explain it or to look at it again. What we sent says how, and by when.';

export const benefitsTypes: readonly NoticeTypeEntry[] = [
  {
    ...BENEFITS,
    type: 'ben.claim.received',
    title: 'Claim received',
    duty: 'courtesy',
    regulation: null,
    cap: ONE_A_DAY,
    wordings: wordings('ben.claim.received', neutralWordings.serviceFormReceived, {
      texts: {
        '': "we have your claim, ref ((ref)). We'll be in touch by ((payBy)), or sooner. Questions? Call ((phone))",
        'no-ref': "we have your claim. We'll be in touch by ((payBy)), or sooner. Questions? Call ((phone))",
      },
      subject: 'We have your claim',
      mail: benefitMail(
        'Thank you, we have your claim. We will be in touch by ((payBy)), or sooner if we need more information.',
        'Your reference is ((ref)).',
        'If something changes before then, such as your address, your income or who lives with you, please tell us straight away.',
      ),
    }),
  },
  {
    ...BENEFITS,
    type: 'ben.evidence.requested',
    title: 'Evidence asked for',
    duty: 'cover',
    regulation: 'SI 2006/213 reg 86',
    wordings: wordings('ben.evidence.requested', neutralWordings.servicePapersSent, {
      texts: {
        '': 'we need more information for your claim and have sent you a list. Please reply or call ((phone)) by ((payBy))',
      },
      subject: 'We need more information for your claim',
      mail: benefitMail(
        'We need more information for your claim. We have sent you a list of what we need. Please read it when it arrives.',
        'Please reply, or call us on ((phone)), by ((payBy)). If you need more time, or cannot get something on the list, call us: we can often agree more time or something else instead.',
      ),
    }),
  },
  {
    ...BENEFITS,
    type: 'ben.evidence.reminder',
    title: 'Evidence still needed',
    duty: 'courtesy',
    regulation: null,
    cap: ONE_A_DAY,
    wordings: wordings('ben.evidence.reminder', neutralWordings.callAboutService, {
      texts: {
        '': 'we have not received all we need for your claim. Please send it, or call ((phone)) for more time, by ((payBy))',
      },
      subject: 'We still need information for your claim',
      mail: benefitMail(
        'We have not received all of the information that we need for your claim.',
        'Please send it by ((payBy)). If you need more time, or cannot get something on the list, call us on ((phone)) by then.',
        'If you have sent everything in the last few days, you do not need to do anything.',
      ),
    }),
  },
  {
    ...BENEFITS,
    type: 'hb.decision.made',
    title: 'Housing Benefit decision',
    duty: 'cover',
    regulation: 'SI 2006/213 reg 90, Sch 9',
    wordings: wordings('hb.decision.made', neutralWordings.servicePapersSent, {
      texts: {
        '': "we've sent you our decision on your Housing Benefit. Please read it when it arrives. Questions? Call ((phone))",
      },
      subject: 'We have made a decision on your Housing Benefit',
      mail: benefitMail(`We have made a decision on your Housing Benefit and sent it to you. ${READ_IT}`, DISAGREE),
    }),
  },
  {
    ...BENEFITS,
    type: 'hb.award.changed',
    title: 'Housing Benefit changed',
    duty: 'cover',
    regulation: 'SI 2006/213 reg 90, Sch 9',
    wordings: wordings('hb.award.changed', neutralWordings.servicePapersSent, {
      texts: {
        '': "your Housing Benefit is changing. We've sent you our decision. Please read it when it arrives. Questions? Call ((phone))",
      },
      subject: 'Your Housing Benefit is changing',
      mail: benefitMail(
        `Your Housing Benefit is changing. We have sent you our decision, with what changes, from when, and why. ${READ_IT}`,
        DISAGREE,
      ),
    }),
  },
  {
    ...BENEFITS,
    type: 'cts.decision.made',
    title: 'Council Tax Support decision',
    duty: 'cover',
    regulation: 'SI 2012/2885 Sch 8',
    wordings: wordings('cts.decision.made', neutralWordings.servicePapersSent, {
      texts: {
        '': "we've sent you our decision on your Council Tax Support. Please read it when it arrives. Questions? Call ((phone))",
      },
      subject: 'We have made a decision on your Council Tax Support',
      mail: benefitMail(
        `We have made a decision on your Council Tax Support and sent it to you. ${READ_IT}`,
        DISAGREE,
        'If it changes what you have to pay, we send you a new bill. Until then, keep paying what your last bill says, if you can.',
        'If something changes later, such as your address, your income or who lives with you, please tell us within 21 days.',
      ),
    }),
  },
  {
    ...BENEFITS,
    type: 'hb.payment.suspended',
    title: 'Housing Benefit paused',
    duty: 'cover',
    regulation: 'SI 2001/1002 regs 11, 13',
    heeds: [...PERSONAL, 'S4'],
    wordings: wordings('hb.payment.suspended', neutralWordings.callAboutService, {
      texts: {
        '': "we've paused your Housing Benefit. Please call ((phone)) by ((payBy)) so we can help restart it.",
      },
      subject: 'We have paused your Housing Benefit',
      mail: benefitMail(
        `We have paused your Housing Benefit and written to you. ${READ_IT} It says why, and what we need from you.`,
        'Please call us on ((phone)) by ((payBy)), so that we can help to restart it. If you need more time, tell us.',
        'If you rent, tell your landlord that it is paused and that you are talking to us.',
      ),
    }),
  },
  {
    ...BENEFITS,
    type: 'hb.overpayment.decided',
    title: 'Housing Benefit overpayment',
    duty: 'cover',
    regulation: 'SI 2006/213 Sch 9 para 15',
    wordings: wordings('hb.overpayment.decided', neutralWordings.servicePapersSent, {
      texts: {
        '': "we've written to you about your Housing Benefit. Please read it when it arrives. Questions or worries? Call ((phone))",
      },
      subject: 'We have written to you about your Housing Benefit',
      mail: benefitMail(
        `We have written to you about Housing Benefit that we paid you in the past. ${READ_IT}`,
        DISAGREE,
        'If you are worried about paying anything back, call us on ((phone)): we can talk about what you can afford.',
      ),
    }),
  },
];
