// The letters of the week, as a back office would have made them.
import { createHash } from 'node:crypto';
import { TODAY } from './day.ts';
import { type Block, letterOf, PHONE } from './letter.ts';
import type { Told } from './told-people.ts';

const BENEFITS = 'Benefits';
const COUNCIL_TAX = 'Council Tax';
const FRIENDLY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const day = (date: string) => FRIENDLY.format(new Date(date)).replace(',', '');

const HELP: Block[] = [
  { heading: 'If you need help' },
  `Call us on ${PHONE}. We can explain this letter, and send it in large print, in Braille, as audio, or in another language. If you cannot hear or speak on the phone, dial 18001 first to use Relay UK.`,
  'Citizens Advice, 0800 144 8848, and National Debtline, 0808 808 4000, give free advice and are not part of the council.',
];
const IF_WRONG: Block[] = [
  { heading: 'If you think this is wrong' },
  'Within one month of the date of this letter you can:',
  {
    points: [
      'ask us to explain it, or for a written statement of our reasons',
      'ask us to look at it again. Tell us why, and send anything that shows it',
      'appeal. Write to us, and an independent tribunal will decide. You can do this at once, or after we have looked again.',
    ],
  },
];
const CHANGES = 'Tell us straight away if something changes: your address, your rent, your income, or who lives with you.';

export type Document = { name: string; bytes: Buffer; named: { key: string; sha256: string } };
type Made = { team: string; reference: string; heading: string; blocks: Block[] };

/** One letter to one person, under the name that its event gives. */
function document(name: string, to: Told, made: Made): Document {
  const bytes = letterOf({ ...made, to: [to.name, ...to.lines!, to.postcode!], date: day(TODAY), blocks: [`Dear ${to.name.replace(` ${to.first}`, '')}`, ...made.blocks] });
  const key = `${TODAY.slice(0, 7).replace('-', '/')}/${name}.pdf`;
  return { name: `documents/${key}`, bytes, named: { key, sha256: createHash('sha256').update(bytes).digest('hex') } };
}

type Asked = { claim: string; due_by: string; points: string[] };
export const evidenceAsked = (name: string, to: Told, { claim, due_by, points }: Asked): Document =>
  document(name, to, {
    ...{ team: BENEFITS, reference: claim, heading: 'We need more information for your Housing Benefit claim' },
    blocks: [
      'To decide how much Housing Benefit you can have, we need:',
      { points },
      `Please send copies or photos, or bring them in, by ${day(due_by)}. If you cannot get something, or need more time, call us before then: we can often agree on something else, or on a later day.`,
      'If we have not heard from you by then, we have to decide with what we know, and you could get less than you are entitled to.',
      ...HELP,
    ],
  });

const pounds = (pence: number) => `£${(pence / 100).toFixed(2)}`;

/** Of one person on their own with savings below £6,000, a week, in pence. */
const ALLOWANCE = 90_30;
const KEPT_OF_PAY = 5_00;
const TAPER = 0.65;

type Awarded = { claim: string; from: string; rent: number; heating: number; pay: number; changed?: boolean };
export function housingBenefit(name: string, to: Told, { claim, from, rent, heating, pay, changed }: Awarded): Document {
  const income = pay - KEPT_OF_PAY;
  const share = Math.round((income - ALLOWANCE) * TAPER);
  const weekly = pounds(rent - heating - share);
  return document(name, to, {
    ...{ team: BENEFITS, reference: claim, heading: changed ? 'Your Housing Benefit is changing' : 'Our decision on your Housing Benefit' },
    blocks: [
      changed ? `From ${day(from)} your Housing Benefit is ${weekly} a week.` : `You are entitled to Housing Benefit of ${weekly} a week from ${day(from)}.`,
      'We pay it into your bank account every two weeks, for the two weeks before.',
      { heading: 'How we worked it out, for one week' },
      {
        rows: [
          ['Your rent', pounds(rent)],
          ['Less the part for heating', pounds(heating)],
          ['Your rent that counts', pounds(rent - heating)],
          ['Your pay after tax', pounds(pay)],
          ['Less the part of it that you may keep', pounds(KEPT_OF_PAY)],
          ['Your income that counts', pounds(income)],
          ['What the law says you need to live on', pounds(ALLOWANCE)],
          ['Your income above that', pounds(income - ALLOWANCE)],
          ['65p of each pound above it, towards your rent', pounds(share)],
          ['Your Housing Benefit', weekly],
        ],
      },
      'You live on your own, nobody else’s income counts, and you have savings below £6,000, which make no difference.',
      CHANGES,
      ...IF_WRONG,
      ...HELP,
    ],
  });
}

export const overpaid = (name: string, to: Told, { claim, amount, from, until }: { claim: string; amount: string; from: string; until: string }): Document =>
  document(name, to, {
    ...{ team: BENEFITS, reference: claim, heading: 'We paid you too much Housing Benefit' },
    blocks: [
      `Between ${day(from)} and ${day(until)} we paid you ${amount} more than you were entitled to, because your income went up and we were told later.`,
      { heading: 'What happens now' },
      'We have decided that this has to be paid back. We will take £11.10 a week from the Housing Benefit that you get. If that would leave you short, call us before you worry: we can agree on less.',
      { rows: [['Paid', '£1,041.60'], ['You were entitled to', '£849.20'], ['Paid too much', amount]] },
      ...IF_WRONG,
      ...HELP,
    ],
  });

export const support = (name: string, to: Told, { claim, weekly, from }: { claim: string; weekly: string; from: string }): Document =>
  document(name, to, {
    ...{ team: BENEFITS, reference: claim, heading: 'Our decision on your Council Tax Support' },
    blocks: [
      `From ${day(from)} your Council Tax is lower by ${weekly} a week. A new bill shows what is left to pay.`,
      { heading: 'How we worked it out' },
      { rows: [['Your Council Tax, a week', '£28.46'], ['Council Tax Support, a week', weekly]] },
      CHANGES,
      { heading: 'If you think this is wrong' },
      'Write to us and say why. If we do not agree, or have not answered within two months, you can appeal to the Valuation Tribunal, which is independent.',
      ...HELP,
    ],
  });

type Summoned = { account: string; hearing_on: string; owed: string; costs: string; total: string };
export const summons = (name: string, to: Told, { account, hearing_on, owed, costs, total }: Summoned): Document =>
  document(name, to, {
    ...{ team: COUNCIL_TAX, reference: account, heading: 'Summons for unpaid Council Tax' },
    blocks: [
      `Stockton Council has complained to the Magistrates’ Court that you have not paid the Council Tax below. You are summoned to appear on ${day(hearing_on)} at 10am at Specimen Magistrates’ Court, 2 Placeholder Way, Stockton-on-Tees TS0 1ZZ, to show why an order should not be made for you to pay it.`,
      { rows: [['Council Tax for 2026 to 2027', owed], ['Costs of this summons', costs], ['To pay', total]] },
      { heading: 'What you can do' },
      {
        points: [
          `Pay ${total} before the hearing. Then nothing more happens, and you do not have to come.`,
          `Call us on ${PHONE} if you cannot pay it all. We can agree on a plan, and you do not have to come to the hearing.`,
          'Come to the hearing if you do not owe this. Tell the court why: for example, you have paid, or you did not live there.',
        ],
      },
      ...HELP,
      'A. Specimen, for the Clerk to the Justices',
    ],
  });
