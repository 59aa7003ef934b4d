import { describe, expect, test } from 'vitest';
import { busEvent } from '../../contracts/bus-event.ts';
import { contract } from '../../contracts/events/payments/payment-received.v1.ts';

const keyed = 'AbCdEfGhIjKlMnOpQrStUv';
const fact = {
  id: keyed,
  capability: 'intake',
  council: 'stockton',
  time: Date.parse('2026-09-29T09:15:00+01:00'),
  sequence: '7',
  data: { account_ref: keyed, bill_year: '2026-27', amount_pence: 100, paid_at: '2026-09-29' },
};

describe('a fact on its way to the bus', () => {
  test('becomes a CloudEvent with our attributes', () => {
    expect(busEvent(contract, fact)).toEqual({
      specversion: '1.0',
      id: keyed,
      source: 'council.intake',
      type: 'council.payments.payment-received.v1',
      time: '2026-09-29T08:15:00.000Z',
      datacontenttype: 'application/json',
      council: 'stockton',
      sequence: '7',
      dataclassification: 'personal',
      data: fact.data,
    });
  });

  test('is held back when a reference is not keyed, without telling the reference', () => {
    const clear = { ...fact, data: { ...fact.data, account_ref: '700412345' } };
    expect(() => busEvent(contract, clear)).toThrow(/account_ref \(not keyed\)/);
    expect(() => busEvent(contract, clear)).not.toThrow(/700412345/);
  });

  test('is held back when it breaks its contract', () => {
    expect(() => busEvent(contract, { ...fact, data: { ...fact.data, amount_pence: 1.5 } })).toThrow(/amount_pence/);
  });

  test('loses what its contract does not name', () => {
    const more = { ...fact.data, name: 'Mrs Example' };
    expect(busEvent(contract, { ...fact, data: more }).data).toEqual(fact.data);
  });
});
