import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../../contracts/catalogue.ts';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import { readFact } from '../../../../functions/notices/plan-notices/plan-fact.ts';
import { addressKey } from '../../../support/builders.ts';
import { testKey } from '../../../support/register.ts';

const account = testKey('account', 'A1');
const person = testKey('person', 'P1');
const claim = testKey('matter', 'claim', 'C1');
const told = (type: string, data: object) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'council.intake',
  type: `council.${type}.v1`,
  time: '2026-09-29T09:00:00Z',
  origin: 'depot',
  subject: claim,
  data,
});
const imported = {
  file: 'a.csv',
  run: 'CT-1',
  extracted_at: '2026-09-29T01:00:00Z',
  payments_posted_to: '2026-09-29T00:00:00Z',
  imported_at: '2026-09-29T02:00:00Z',
  rows: 3,
  taken: 2,
  rejected: 1,
  debts: 2,
  sum_pence: 5,
  reject_reasons: { empty: 1 },
};
const kept = (word: string) => ({
  ...{ address: addressKey('+447700900001'), word },
  ...{ at: Date.parse('2026-09-29T09:00:00Z'), notify_id: null },
});
const reply = (word: string) => ({ address: addressKey('+447700900001'), word, received_at: '2026-09-29T09:00:00Z' });

describe('what plan-notices makes of a fact', () => {
  test.each([
    [
      'a hold on an account',
      'recovery.hold-applied',
      { scope: 'account', account_ref: account, code: 'S6', from: '2026-09-01' },
      { kind: 'told', subject: { account } },
    ],
    [
      'a hold on a person',
      'recovery.hold-applied',
      { scope: 'person', person_ref: person, code: 'S6', from: '2026-09-01' },
      { kind: 'told', subject: { person } },
    ],
    [
      'the end of a hold',
      'recovery.hold-released',
      { scope: 'account', account_ref: account, code: 'S6', from: '2026-09-01', ended_at: '2026-09-29T09:00:00Z' },
      { kind: 'ended', subject: { account } },
    ],
    [
      'a payment',
      'payments.payment-received',
      { account_ref: account, bill_year: '2026-27', amount_pence: 1, paid_at: '2026-09-28' },
      { kind: 'told', subject: { account } },
    ],
    [
      'an opt-out',
      'residents.opt-out-recorded',
      { person_ref: person, channel: 'sms', recorded_at: '2026-09-29T09:00:00Z' },
      { kind: 'told', subject: { person } },
    ],
    [
      'a death',
      'residents.death-recorded',
      { person_ref: person, recorded_at: '2026-09-29T09:00:00Z' },
      { kind: 'told', subject: { person } },
    ],
    [
      'a hold on a claim',
      'recovery.hold-applied',
      { scope: 'claim', claim_ref: claim, code: 'S4', from: '2026-09-01' },
      { kind: 'told', subject: { matter: { kind: 'claim', id: claim } } },
    ],
    [
      'a new address, or the end of one',
      'residents.contact-changed',
      { person_ref: person, channel: 'email', status: 'failed', changed_at: '2026-09-29T09:00:00Z' },
      { kind: 'changed', subject: { person } },
    ],
    [
      'an agreement that is withdrawn',
      'residents.e-service-withdrawn',
      { person_ref: person, purpose: 'hb', received_at: '2026-09-29T09:00:00Z' },
      { kind: 'changed', subject: { person } },
    ],
    [
      'a stage of a request: it rings for the request, in the run of its source and day',
      'requests.stage-changed',
      { request_ref: claim, stage: 'booked', changed_at: '2026-09-29T09:00:00Z' },
      { kind: 'matter', matter: { kind: 'request', id: claim }, run: 'events-depot-2026-09-29' },
    ],
    [
      'STOP',
      'residents.reply-received',
      { ...reply('STOP'), notify_id: 'n-1' },
      { kind: 'replied', reply: { ...kept('STOP'), notify_id: 'n-1' } },
    ],
    ['some other reply', 'residents.reply-received', reply('OTHER'), { kind: 'replied', reply: kept('OTHER') }],
    ['a file without rows', 'intake.file-imported', { ...imported, run: null }, { kind: 'imported', run: null }],
    [
      'a file',
      'intake.file-imported',
      imported,
      {
        kind: 'imported',
        run: {
          name: 'CT-1',
          file: 'a.csv',
          source: 'recovery-extract',
          imported_at: Date.parse('2026-09-29T02:00:00Z'),
          rows: 3,
          rejected: 1,
        },
      },
    ],
  ])('%s', (_, type, data, fact) => {
    expect(readFact(told(type, data), ourCatalogue)).toEqual(fact);
  });

  test('it reads every type that the catalogue says it consumes, and no other', () => {
    for (const { type, consumers } of catalogue) {
      const read = () => readFact({ ...told('x.x', {}), type }, ourCatalogue);
      if (consumers.includes('plan-notices')) expect(read).not.toThrow(/does not consume/);
      else expect(read).toThrow(/does not consume/);
    }
  });
});
