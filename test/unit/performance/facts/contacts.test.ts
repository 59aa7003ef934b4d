import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../../functions/performance/facts/from-event.ts';
import { COUNCILS, count, event, factIn, problemIn, TODAY } from '../../../support/facts-of-events.ts';

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

  test('are all there were of a day that their source covers, of one service or of every one', () => {
    const covered = (data: object) => event('council.contacts.day-covered.v1', { on: '2026-09-28', ...data });
    const { facts } = factsOf(covered({ service: 'council-tax' }), TODAY, COUNCILS);
    expect(facts).toMatchObject([
      { measure: 'day-covered', day: '2026-09-28', service: 'council-tax', source: 'urn:stockton:contact-centre' },
      { measure: 'source-sent', day: '2026-09-29', rows: 0, rejected: 0, cutoff: '2026-09-28' },
    ]);
    expect(factIn(covered({}))).toMatchObject({ measure: 'day-covered', service: null });
    expect(problemIn(covered({ on: '2026-10-01' }))).toMatchObject({ code: 'future' });
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
