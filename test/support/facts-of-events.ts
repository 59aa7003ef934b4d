import type { Fact } from '../../functions/performance/facts/fact.ts';
import { factsOf } from '../../functions/performance/facts/from-event.ts';
import { councils, factsCouncilOf } from '../../infra/config/councils.ts';

export const COUNCILS = councils.map(factsCouncilOf);
export const TODAY = '2026-09-30';

/** An event as it comes off the bus. */
export const event = (type: string, data: object, more: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'urn:stockton:contact-centre',
  type,
  time: '2026-09-29T06:30:00+01:00',
  data,
  ...more,
});

const COUNTED = 'council.contacts.contacts-counted.v1';
export const count = (data: object = {}, more: object = {}) =>
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

export const notice = (what: string, data: object = {}, more: object = {}) =>
  event(
    `council.notices.notice-${what}.v1`,
    {
      notice: 'N0ticeN0ticeN0ticeN0ti',
      notice_type: 'ct.reminder.first',
      about: { kind: 'debt', matter: 'DebtKeyDebtKeyDebtKeyD' },
      account_ref: 'Acc0unt_Acc0unt_Acc0un',
      person_ref: 'Pers0n-Pers0n-Pers0n-P',
      bill_year: '2026-27',
      run: 'CT-20260929',
      at: '2026-09-29T08:15:00.000Z',
      ...data,
    },
    { source: 'council.notices', council: 'stockton', ...more },
  );

/** The first fact of an event, and its first problem. */
export const factIn = (told: unknown): Fact => factsOf(told, TODAY, COUNCILS).facts[0] as Fact;
export const problemIn = (told: unknown) => factsOf(told, TODAY, COUNCILS).problems[0];
