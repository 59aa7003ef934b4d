import { describe, expect, it } from 'vitest';
import { benefitsTypes } from '../../../../functions/notices/catalogue/benefits.ts';
import { debtEventTypes } from '../../../../functions/notices/catalogue/debt-events.ts';
import { benefitsDocumentTypes, debtDocumentTypes } from '../../../../functions/notices/catalogue/documents.ts';
import { wordsFor } from '../../../../functions/notices/catalogue/personalise.ts';
import { recoveryTypes } from '../../../../functions/notices/catalogue/recovery.ts';
import { requestsTypes } from '../../../../functions/notices/catalogue/requests.ts';
import { smokeTestTypes } from '../../../../functions/notices/catalogue/smoke-test.ts';
import type { NoticeTypeEntry, Wording } from '../../../../functions/notices/catalogue/types.ts';
import { wasteTypes } from '../../../../functions/notices/catalogue/waste.ts';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import type { Settings } from '../../../../functions/notices/rules/settings.ts';
import { fragmentsOf } from '../../../../functions/shared/notify/fragments.ts';
import { councils } from '../../../../infra/config/councils.ts';

const DOCUMENTS = [...debtDocumentTypes, ...benefitsDocumentTypes];
const ABOUT_MONEY = [...recoveryTypes, ...debtEventTypes];
const TYPES = [...ABOUT_MONEY, ...benefitsTypes, ...requestsTypes, ...wasteTypes, ...smokeTestTypes, ...DOCUMENTS];

const LONGEST_DAY = 'Wednesday 30 September';
const LONGEST: Record<string, string> = {
  payBy: LONGEST_DAY,
  dueDate: LONGEST_DAY,
  newDate: LONGEST_DAY,
  date: LONGEST_DAY,
  year: '2026-27',
  ref: 'R'.repeat(100),
  service: 'x'.repeat(60),
};
const STAGES = ['assessed', 'booked', 'in-progress'];
const OUTCOMES = ['fixed', 'no-further-action', 'not-councils-responsibility', 'duplicate', 'cancelled'];
const WELSH = 'ŵ'.repeat(60);

/** With a number that can be replied to, and without. */
const settings = councils.flatMap((council) =>
  [null, '11111111-2222-4333-8444-555555555555'].map(
    (
      reply_sender_id,
    ): Omit<Settings, 'sending' | 'allow_list' | 'receipt_silence_seconds' | 'letter_silence_seconds'> => ({
      ...council.settings,
      reply_sender_id,
      responsible: { landowner: 'x'.repeat(26) },
    }),
  ),
);

const filled = ({ subject, body }: Wording, values: Record<string, string>) => {
  const put = (text: string) => text.replace(/\(\((\w+)\)\)/g, (whole, name) => values[name] ?? whole);
  return { subject: put(subject ?? ''), body: put(body) };
};

const wordingNamed = (entry: NoticeTypeEntry, template: string) =>
  entry.wordings.find((each) => each.template === template) as Wording;

const valuesWith = (more: Record<string, string>) => ({ stage: 'assessed', outcome: 'fixed', ...LONGEST, ...more });

const said = (entry: NoticeTypeEntry, council: (typeof settings)[number], more: Record<string, string>, name = '') =>
  (['full', 'neutral'] as const)
    .filter((variant) => entry.wordings.some((each) => each.channel === 'sms' && each.variant === variant))
    .map((variant) => {
      const from = { entry, council };
      const words = wordsFor({ channel: 'sms', variant, first_name: name, values: valuesWith(more) }, from);
      const { body } = filled(wordingNamed(entry, words.template), words.personalisation);
      return { ...words, text: `${council.council_name}: ${body}` };
    });

const texting = TYPES.filter(({ channels }) => channels.includes('sms'));

describe('the text of every type', () => {
  const situations: Record<string, string>[] = [
    {},
    { ref: 'CFY-204815', service: 'a problem' },
    { service: WELSH },
    { ref: 'Ŵ-1', service: WELSH },
    { ref: 'see example.org/x', service: 'see example.org' },
    ...STAGES.map((stage) => ({ stage })),
    ...OUTCOMES.map((outcome) => ({ outcome, responsible: 'landowner' })),
    { service_code: 'fly-tipping' },
  ];
  const names = ['', 'Jo', 'Samantha', 'Anne-Marie', 'Bartholomew', 'Wolfeschlegelsteinhausenbergerdorff', 'Zoë'];

  it.each(texting.map((entry) => [entry.type, entry] as const))('%s is one fragment, whatever it says', (_, entry) => {
    for (const council of settings)
      for (const more of situations)
        for (const name of names)
          for (const { text, template } of said(entry, council, more, name)) {
            expect({ template, text, fragments: fragmentsOf(text) }).toMatchObject({ fragments: 1 });
            expect(text).not.toMatch(/\(\(|undefined|https?:|example\.org/);
          }
  });

  it.each(texting.filter(({ trust }) => trust === 'full-or-neutral').map((entry) => [entry.type, entry] as const))(
    '%s greets Samantha by name on an ordinary day',
    (_, entry) => {
      const day = 'Monday 5 October';
      const ordinary = { payBy: day, dueDate: day, ref: 'CL-20481' };
      for (const council of settings)
        for (const { text } of said(entry, council, ordinary, 'Samantha')) expect(text).toContain('Samantha');
    },
  );

  it('shows a reference that fits, and does without one that does not, or that could be a link', () => {
    const received = benefitsTypes.find(({ type }) => type === 'ben.claim.received')!;
    const texts = (ref: string) => said(received, settings[0]!, { ref })[0]!.text;
    expect(texts('CL-20481')).toContain('ref CL-20481');
    expect(texts('R'.repeat(100))).not.toContain('RR');
    expect(texts('example.org/pay')).not.toContain('example');
    expect(texts('2026.48')).toContain('ref 2026.48');
  });

  it('names a service as the council does, else as its source does if those are plain words', () => {
    const received = requestsTypes.find(({ type }) => type === 'sr.received')!;
    const text = (more: Record<string, string>) => said(received, settings[0]!, { ref: 'CFY-1', ...more })[0]!.text;
    expect(text({ service_code: 'fly-tipping', service: 'Fly tip 2026/4' })).toContain('about dumped rubbish.');
    expect(text({ service_code: 'x', service: 'Abandoned car' })).toContain('about abandoned car.');
    expect(text({ service_code: 'x', service: 'call 07700 900123' })).toContain('about a problem.');
  });

  it('aims at a day counted in the service’s own hours where its source gives none, and says none that is past', () => {
    const received = requestsTypes.find(({ type }) => type === 'sr.received')!;
    const targets = { pothole: { working_hours: 17, at_work: 'working-days' } } as const;
    const text = (more: Record<string, string>) => {
      const values = { ref: 'CFY-1', service_code: 'pothole', received_at: '2026-10-02T12:00:00+01:00', ...more };
      const from = { entry: received, council: { ...settings[0]!, targets } };
      const words = wordsFor({ channel: 'sms', variant: 'full', first_name: '', values }, from);
      return filled(wordingNamed(received, words.template), words.personalisation).body;
    };
    expect(text({ said_on: '2026-10-02' })).toContain('We aim to sort it by Tuesday 6 October.');
    expect(text({ said_on: '2026-10-07' })).toContain('when there is news');
    expect(text({ payBy: 'Friday 9 October' })).toContain('by Friday 9 October.');
    expect(text({ service_code: 'graffiti' })).toContain('when there is news');
  });

  it('says whose it is, if the council’s own words know', () => {
    const closed = requestsTypes.find(({ type }) => type === 'sr.closed')!;
    const outcome = { outcome: 'not-councils-responsibility', ref: 'CFY-1', service: 'a pothole' };
    const council = { ...settings[0]!, responsible: { 'national-highways': 'National Highways' } };
    const text = (responsible: string) => said(closed, council, { ...outcome, responsible })[0]!.text;
    expect(text('national-highways')).toContain('it is for National Highways, not the council');
    expect(text('mr-smith')).toContain('it is not for the council to deal with');
  });

  it('asks for a reply only from a number that can be replied to', () => {
    const closed = requestsTypes.find(({ type }) => type === 'sr.closed')!;
    for (const council of settings) {
      const [words] = said(closed, council, {});
      expect(words!.text.includes('Reply NO')).toBe(council.reply_sender_id !== null);
      expect(words!.sms_sender_id).toBe(council.reply_sender_id ?? undefined);
    }
    const invites = TYPES.flatMap(({ wordings }) => wordings).filter(({ body }) =>
      /\breply [A-Z]{2}|\btext [A-Z]{2}/i.test(body),
    );
    expect(invites.length).toBeGreaterThan(0);
    for (const each of TYPES.flatMap(({ wordings }) => wordings).filter(({ channel }) => channel === 'sms'))
      expect({ template: each.template, invites: /\bReply [A-Z]{2}/.test(each.body) }).toEqual({
        template: each.template,
        invites: each.invites_reply === true,
      });
  });
});

const emails = (types: readonly NoticeTypeEntry[], variant: Wording['variant'] = 'full') =>
  types.flatMap(({ wordings }) => wordings).filter((each) => each.channel === 'email' && each.variant === variant);
const neutrals = TYPES.flatMap(({ wordings }) => wordings).filter(({ variant }) => variant === 'neutral');

describe('what every wording says', () => {
  it('to an address nobody has verified lately: nothing of a debt or a benefit, and a way to check us', () => {
    expect(neutrals.length).toBeGreaterThan(0);
    for (const { subject, body } of neutrals) {
      expect(`${subject} ${body}`).not.toMatch(
        /tax|pay|owe|debt|remind|due|£|benefit|claim|housing|support|summons|court|decision|evidence|arrears/i,
      );
      expect(body).toMatch(/number .*is on our website, \(\(website\)\)/);
      expect(body).toContain('((phone))');
    }
  });

  it('by email: when we are there, Relay UK, other languages and formats', () => {
    for (const { body, template } of [
      ...emails([...ABOUT_MONEY, ...benefitsTypes, ...wasteTypes, ...DOCUMENTS]),
      ...emails(TYPES, 'neutral'),
    ]) {
      expect({ template, body }).toEqual({ template, body: expect.stringContaining('((openingHours))') });
      expect(body).toContain('dial 18001 and then ((phone))');
      expect(body).toMatch(/another language, in large print, in Braille/);
    }
    for (const { body } of emails(requestsTypes)) expect(body).toMatch(/\(\(website\)\)[\s\S]*Relay UK[\s\S]*language/);
  });

  it('by email about money or a benefit: how to pay, and free advice about debt, with numbers', () => {
    for (const { body, template } of emails([...ABOUT_MONEY, ...benefitsTypes, ...DOCUMENTS])) {
      expect({ template, body }).toEqual({ template, body: expect.stringContaining('details are on your bill') });
      expect(body).toMatch(/the usual way; /);
      for (const number of ['0800 144 8848', '0800 138 1111', '0808 808 4000']) expect(body).toContain(number);
    }
  });

  it('about money that has not come: ignore this if you have paid', () => {
    const demands = ABOUT_MONEY.filter(({ cap }) => cap).filter(({ type }) => type !== 'ct.summons.issued');
    for (const { body } of emails(demands)) expect(body).toContain("If you've paid, ignore this.");
    const texts = demands
      .flatMap(({ wordings }) => wordings)
      .filter((each) => each.channel === 'sms' && each.variant === 'full');
    for (const { body, template } of texts)
      if (!template.startsWith('ct.reminder.second')) expect(body).toContain("If you've paid, ignore this.");
  });

  it('of a second reminder: that the right to instalments may be lost', () => {
    const { wordings } = recoveryTypes.find(({ type }) => type === 'ct.reminder.second')!;
    for (const { body } of wordings.filter(({ variant }) => variant === 'full'))
      expect(body).toMatch(/you may lose the right to (pay in )?instalments/);
  });

  it('in plain words, without threats or links', () => {
    for (const { subject, body, template } of TYPES.flatMap(({ wordings }) => wordings)) {
      const text = `${subject ?? ''} ${body}`;
      expect({ template, text }).toEqual({
        template,
        text: expect.not.stringMatching(
          /please be advised|not arrived|go on paying|when it comes|https?:|www\.|bailiff|prosecut|legal action|failure to|immediately|!/i,
        ),
      });
      expect(text.replace(/\b(NO|UK|PDF)\b/g, '')).not.toMatch(/\b[A-Z]{2,}\b/);
    }
  });

  it('of a document by email: its link, and no name', () => {
    for (const { channels, wordings } of DOCUMENTS) {
      expect(wordings).toHaveLength(channels.includes('email') ? 1 : 0);
      for (const { body } of wordings) expect(body).toContain('((file))');
    }
    expect(JSON.stringify(DOCUMENTS)).not.toContain('firstName');
  });
});

describe('the templates', () => {
  it('are those of every type that there is', () => {
    expect(TYPES.map(({ type }) => type).toSorted()).toEqual(ourCatalogue.types.toSorted());
  });

  it('have a name each, the same words under the same name, and a subject if and only if they are emails', () => {
    const all = TYPES.flatMap(({ wordings }) => wordings);
    const words = new Map(all.map(({ template, subject, body }) => [template, `${subject}\n${body}`]));
    for (const { template, subject, body, channel } of all) {
      expect(words.get(template)).toBe(`${subject}\n${body}`);
      expect(subject !== null).toBe(channel === 'email');
    }
  });
});
