import { describe, expect, test } from 'vitest';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import type { MatterEvent, MatterView } from '../../../../functions/register/register.ts';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { keyOf, plannedNotice } from '../../../support/planned-notice.ts';

const PERSON = keyOf('person');

type Told = { type: string; data: Record<string, unknown>; at?: number };

/** What fills the placeholders of a notice that goes on Tuesday 29 September 2026, about a matter of which these events are known. */
function valuesOf(type: string, occasion: string, told: Told[]): Record<string, string> {
  const events = told.map(
    ({ type, data, at = TUESDAY_TEN }, i): MatterEvent =>
      ({
        ...{ type: `council.${type}.v1`, data, at, order: at, source: 'test', stored_at: at, id: `e${i}` },
        ...{ people: [{ person: PERSON, ref: 'P1' }], refs: { request_ref: 'CFY-1', claim_ref: 'CL-1' } },
      }) as MatterEvent,
  );
  const view = { matter: { ref: 'x' }, told: { events, words: { service_name: 'Graffiti' } } } as never as MatterView;
  const notice = plannedNotice('n', { type, occasion, person: PERSON, due_at: TUESDAY_TEN } as Partial<Notice>);
  return ourCatalogue.family(type).values(notice, view);
}

describe('days that an event tells, as a resident reads them', () => {
  const claim = { claim_ref: 'k', scheme: 'hb', received_on: '2026-09-28', answer_by: '2026-10-11' };
  const evidence = { claim_ref: 'k', scheme: 'hb', request_ref: 'R1', due_by: '2026-11-01', document: {} };
  const plan = { bill_year: '2026-27', arrangement_ref: 'AR' };

  test.each<[string, string, string, Told, Record<string, string>]>([
    [
      'the council’s own promise, as it is: on a Sunday',
      'ben.claim.received',
      '2026-09-28',
      { type: 'benefits.claim-received', data: claim },
      { payBy: 'Sunday 11 October', ref: 'CL-1' },
    ],
    [
      'a Sunday to reply by: the Friday, on which somebody answers',
      'ben.evidence.requested',
      'R1',
      { type: 'benefits.evidence-requested', data: evidence },
      { payBy: 'Friday 30 October' },
    ],
    [
      'the first payment of a plan, as it was agreed',
      'ct.arrangement.confirmed',
      'AR',
      { type: 'recovery.arrangement-agreed', data: { ...plan, first_due: '2026-10-04' } },
      { dueDate: 'Sunday 4 October' },
    ],
    [
      'what was missed, and the day to call by',
      'ct.arrangement.missed',
      'AR/2026-09-27',
      { type: 'recovery.arrangement-missed', data: { ...plan, missed_due: '2026-09-27' } },
      { dueDate: '27 September', payBy: 'Tuesday 6 October' },
    ],
    [
      'the last day before a referral on a Monday: the Friday',
      'ct.enforcement.last_chance',
      '2026-10-12',
      { type: 'recovery.enforcement-planned', data: { bill_year: '2026-27', referral_on: '2026-10-12' } },
      { payBy: 'Friday 9 October' },
    ],
  ])('%s', (_, type, occasion, told, values) => {
    expect(valuesOf(type, occasion, [told])).toMatchObject(values);
  });
});

describe('a target of a request', () => {
  const received = (more: object = {}) => ({
    type: 'requests.request-received',
    data: { service_code: 'graffiti', received_at: '2026-09-29T08:00:00+01:00', ...more },
    at: TUESDAY_TEN - 3_600_000,
  });
  const stage = (more: object = {}) => ({
    type: 'requests.stage-changed',
    data: { stage: 'booked', changed_at: '2026-09-29T09:00:00+01:00', ...more },
  });
  const news = (...told: Told[]) => valuesOf('sr.status.updated', 'booked', told);

  test('is that of the news itself, else the newest that is known', () => {
    const first = received({ target_at: '2026-10-01T12:00:00+01:00' });
    const moved = {
      type: 'requests.target-moved',
      data: { new_target_at: '2026-10-06T12:00:00+01:00', moved_at: '2026-09-29T08:30:00+01:00' },
      at: TUESDAY_TEN - 1000,
    };
    expect(news(first, stage())['payBy']).toBe('Thursday 1 October');
    expect(news(first, moved, stage())['payBy']).toBe('Tuesday 6 October');
    expect(news(first, moved, stage({ target_at: '2026-10-08T12:00:00+01:00' }))['payBy']).toBe('Thursday 8 October');
  });

  test('is said to nobody once it is past, nor counted anew', () => {
    const values = news(received({ target_at: '2026-09-28T12:00:00+01:00' }), stage());
    expect(values).not.toHaveProperty('payBy');
    expect(values).not.toHaveProperty('received_at');
    expect(news(received({ target_at: '2026-09-29T08:00:00+01:00' }), stage())['payBy']).toBe('Tuesday 29 September');
  });

  test('is left to the council’s own aims where nobody gave one', () => {
    expect(news(received(), stage())).toEqual({
      ...{ ref: 'CFY-1', service_code: 'graffiti', service: 'Graffiti', stage: 'booked' },
      ...{ said_on: '2026-09-29', received_at: '2026-09-29T08:00:00+01:00' },
    });
  });
});
