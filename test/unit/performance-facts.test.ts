import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../functions/performance/facts/fact.ts';
import { factsOf } from '../../functions/performance/facts/from-event.ts';
import { reasonClassOf } from '../../functions/performance/facts/reason-class.ts';
import { councils, factsCouncilOf } from '../../infra/config/councils.ts';
import { validSamples } from '../support/samples.ts';

const COUNCILS = councils.map(factsCouncilOf);
const TODAY = '2026-09-30';

const event = (type: string, data: object, more: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'urn:stockton:contact-centre',
  type,
  time: '2026-09-29T06:30:00+01:00',
  data,
  ...more,
});
const COUNTED = 'council.contacts.contacts-counted.v1';
const count = (data: object = {}, more: object = {}) =>
  event(
    COUNTED,
    {
      service: 'care-for-your-area',
      channel: 'telephone',
      from: '2026-09-28',
      to: '2026-09-28',
      contacts: 142,
      revision: 1,
      ...data,
    },
    more,
  );
const notice = (what: string, data: object = {}, more: object = {}) =>
  event(
    `council.notices.notice-${what}.v1`,
    {
      notice: 'N0ticeN0ticeN0ticeN0ti',
      notice_type: 'ct.reminder.first',
      account_ref: 'Acc0unt_Acc0unt_Acc0un',
      person_ref: 'Pers0n-Pers0n-Pers0n-P',
      bill_year: '2026-27',
      extract_id: 'CT-20260929',
      at: '2026-09-29T08:15:00.000Z',
      ...data,
    },
    { source: 'council.notices', council: 'stockton', ...more },
  );
const factIn = (told: unknown): Fact => factsOf(told, TODAY, COUNCILS).facts[0] as Fact;
const problemIn = (told: unknown) => factsOf(told, TODAY, COUNCILS).problems[0];

describe('a count', () => {
  test('is a fact of its first day, with what its source sent and up to when', () => {
    const { facts, problems } = factsOf(count(), TODAY, COUNCILS);
    expect(problems).toEqual([]);
    const common = { recorded: TODAY, area: 'E06000004', source: 'urn:stockton:contact-centre' };
    expect(facts).toEqual([
      {
        ...common,
        id: expect.stringMatching(/^[\w-]{22}$/),
        measure: 'contacts-counted',
        day: '2026-09-28',
        service: 'care-for-your-area',
        channel: 'telephone',
        from: '2026-09-28',
        to: '2026-09-28',
        contacts: 142,
        revision: 1,
      },
      {
        ...common,
        id: expect.stringMatching(/^[\w-]{22}$/),
        measure: 'source-sent',
        day: '2026-09-29',
        rows: 1,
        rejected: 0,
        cutoff: '2026-09-28',
        at: '2026-09-29T05:30:00.000Z',
      },
    ]);
  });

  test('that a door took is of the source that told it', () => {
    expect(factIn(count({}, { source: 'council.intake', origin: 'contact-centre' })).source).toBe('contact-centre');
    expect(factIn(count({}, { source: 'urn:elsewhere', origin: 'contact-centre' })).source).toBe('urn:elsewhere');
  });

  test('has the same id however often it comes, and another one from another source', () => {
    const ids = [count(), count(), count({}, { source: 'urn:other' }), count({}, { id: 'e2' })].map(
      (each) => factIn(each).id,
    );
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(ids[1]);
  });

  test.each([
    ['negative', { contacts: -1 }, 'invalid', 'data.contacts'],
    ['fractional', { contacts: 1.5 }, 'invalid', 'data.contacts'],
    ['of an unknown channel', { channel: 'fax' }, 'invalid', 'data.channel'],
    ['that ends before it begins', { to: '2026-09-27' }, 'invalid', 'data.to'],
    ['of days to come', { to: '2026-10-01' }, 'future', TODAY],
  ])('%s is a problem that names source and event', (_, data, code, text) => {
    const { facts, problems } = factsOf(count(data), TODAY, COUNCILS);
    expect(facts).toEqual([]);
    expect(problems).toMatchObject([{ source: 'urn:stockton:contact-centre', event: 'e1', code }]);
    expect(problems[0]?.text).toContain(text);
  });

  test('up to the day on which it was recorded is taken', () => {
    expect(factIn(count({ to: TODAY }))).toMatchObject({ to: TODAY });
  });
});

describe('councils', () => {
  test.each([
    [undefined, 'E06000004'],
    ['stockton', 'E06000004'],
    ['stockton-on-tees', 'E06000004'],
    ['darlington', 'E06000005'],
    ['E06000005', 'E06000005'],
  ])('%s is %s', (council, area) => {
    expect(factIn(count({}, council ? { council } : {})).area).toBe(area);
  });

  test('that nobody knows are a problem', () => {
    expect(problemIn(count({}, { council: 'stock' }))?.code).toBe('unknown-council');
  });
});

describe('single contacts and answers', () => {
  test('are of the London day, not of the day in UTC', () => {
    const contact = event('council.contacts.contact-made.v1', {
      service: 'council-tax',
      channel: 'sms',
      at: '2026-09-28T23:30:00Z',
    });
    expect(factIn(contact)).toMatchObject({ measure: 'contact', day: '2026-09-29', channel: 'sms' });
  });

  test.each([
    ['2026-10-25T00:30:00Z', '2026-10-25'],
    ['2026-10-25T23:30:00Z', '2026-10-25'], // an hour longer
    ['2026-03-29T22:59:59Z', '2026-03-29'],
    ['2026-03-29T23:00:00Z', '2026-03-30'], // an hour shorter
  ])('at %s, around a change of clocks, are of %s', (at, day) => {
    const contact = event('council.contacts.contact-made.v1', { service: 'council-tax', channel: 'post', at });
    expect(factsOf(contact, '2026-12-31', COUNCILS).facts[0]?.day).toBe(day);
  });

  test('keep the score', () => {
    const answer = event('council.contacts.satisfaction-answered.v1', {
      service: 'council-tax',
      channel: 'telephone',
      score: 4,
      on: '2026-09-29',
    });
    expect(factIn(answer)).toMatchObject({ measure: 'satisfaction', day: '2026-09-29', score: 4 });
  });
});

describe('a notice', () => {
  test('that was sent costs its fragments by the list price, an email nothing', () => {
    expect(factIn(notice('sent', { channel: 'sms', fragments: 3 }))).toMatchObject({
      measure: 'notice',
      outcome: 'sent',
      cost_pence: 7.2,
      seconds: null,
      fallback: 0,
    });
    expect(factIn(notice('sent', { channel: 'email', fallback: true }))).toMatchObject({ cost_pence: 0, fallback: 1 });
    expect(factIn(notice('sent', { channel: 'sms' }))).toMatchObject({ cost_pence: null });
  });

  test('has its stages joined by a hash that is nowhere on the bus', () => {
    const [sent, delivered] = ['sent', 'delivered'].map((what) =>
      factIn(notice(what, { channel: 'sms', seconds: 40 })),
    );
    expect(sent).toMatchObject({ outcome: 'sent', seconds: null });
    expect(delivered).toMatchObject({ outcome: 'delivered', seconds: 40, cost_pence: null });
    expect(delivered).toMatchObject({ notice: (sent as { notice: string }).notice });
    expect(JSON.stringify([sent, delivered])).not.toMatch(/N0tice|Pers0n|Acc0unt|CT-2026/);
  });

  test('that was not sent tells the class of the reason and no code', () => {
    const fact = factIn(notice('blocked', { codes: ['S2', 'S12'] }));
    expect(fact).toMatchObject({ measure: 'notice-not-sent', reason_class: 'welfare-or-legal' });
    expect(JSON.stringify(fact)).not.toMatch(/S2|S12/);
    expect(factIn(notice('expired'))).toMatchObject({ reason_class: 'window' });
    expect(factIn(notice('cancelled'))).toMatchObject({ reason_class: 'payment-or-balance' });
  });

  test('has a class for every code that can stop it', () => {
    const codes = [...Array.from({ length: 13 }, (_, i) => `S${i + 1}`), 'S15', 'S16', 'S17', 'S18', 'S19', 'S20'];
    for (const code of [...codes, 'S21', 'S22', 'HOUSEHOLD']) expect(reasonClassOf([code]), code).not.toBe('other');
    expect(reasonClassOf(['S99'])).toBe('other');
  });
});

describe('a nightly file', () => {
  const imported = (data: object) =>
    event(
      'council.intake.file-imported.v1',
      {
        file: 'recovery/2026-09-29.csv',
        extract_id: 'CT-20260929',
        extracted_at: '2026-09-29T02:00:00.000Z',
        payments_posted_to: '2026-09-28T23:45:00.000Z',
        imported_at: '2026-09-29T03:30:00.000Z',
        rows: 4,
        taken: 3,
        rejected: 1,
        debts: 3,
        sum_pence: 100,
        reject_reasons: { 'bad-date': 1 },
        ...data,
      },
      { source: 'council.intake', council: 'stockton' },
    );

  test('tells what its source sent and up to when', () => {
    expect(factIn(imported({}))).toMatchObject({
      measure: 'source-sent',
      source: 'recovery-extract',
      rows: 4,
      rejected: 1,
      cutoff: '2026-09-29',
    });
  });

  test('of counts leaves its good rows to tell of themselves', () => {
    const fact = factIn(imported({ layout: 'contacts-counted', payments_posted_to: null }));
    expect(fact).toMatchObject({ source: 'contact-centre', rows: 1, rejected: 1, cutoff: null });
  });
});

describe('any event', () => {
  test.each(validSamples.filter(({ event: { council } }) => council === 'stockton'))(
    'of ours, as $type $name, makes facts without a person or a reference in them, and no problem',
    ({ event: told }) => {
      const { facts, problems } = factsOf(told, TODAY, COUNCILS);
      expect(problems).toEqual([]);
      expect(JSON.stringify(facts)).not.toMatch(/Acc0unt|Pers0n|Addr3ss|_ref|CT-20/);
    },
  );

  test('that is none, or of a type that nobody knows, is a problem and never an exception', () => {
    expect(problemIn({ ...count(), id: undefined })).toMatchObject({ code: 'not-an-event', event: '' });
    expect(problemIn(count({}, { type: 'council.contacts.letters-weighed.v1' }))?.code).toBe('unknown-type');
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const { facts, problems } = factsOf(anything, TODAY, COUNCILS);
        return facts.length === 0 && problems.length === 1;
      }),
    );
  });

  test('never has its content in a problem', () => {
    const marked = count({ service: 'Mrs Marked 07700 900123', channel: 'marked-channel' });
    expect(JSON.stringify(problemIn(marked))).not.toMatch(/marked|07700/i);
  });
});
