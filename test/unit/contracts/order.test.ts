import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../contracts/catalogue.ts';
import { isNewer, orderOf } from '../../../contracts/order.ts';

const ADDRESS = 'council.residents.address-changed.v1';
const CONTACT = 'council.residents.contact-changed.v1';
const time = '2026-11-28T08:00:00.000Z';
const told = (type: string, data: object, sequence?: string) => orderOf({ type, time, data, sequence });
const fact = (sequence: string, at = time, id = 'a') => ({ sequence, time: at, id });

describe('the order of facts', () => {
  test('is the source’s own sequence without leading zeros, else the time', () => {
    expect(told(ADDRESS, {}, '9').sequence).toBe('9');
    expect(told(ADDRESS, {}, '000123').sequence).toBe('123');
    expect(told(ADDRESS, {}, '000').sequence).toBe('0');
    expect(told(ADDRESS, {}).sequence).toBe(String(Date.parse(time)));
    expect(told(ADDRESS, {}, 'twelve').sequence).toBe(String(Date.parse(time)));
    expect(told(ADDRESS, {}, '1234567890123456').sequence).toBe(String(Date.parse(time)));
  });

  test('says what a fact tells of, where it tells how things stand', () => {
    expect(told(ADDRESS, {}).told).toBe('post');
    expect(told(CONTACT, { channel: 'post' }).told).toBe('post');
    expect(told(CONTACT, { channel: 'sms' }).told).toBe('sms');
    expect(told('council.payments.payment-received.v1', {}).told).toBeNull();
  });

  test('no other fact of the catalogue supersedes: payments, holds, opt-outs, deaths and records count each', () => {
    expect(catalogue.filter(({ order }) => order === 'newest').map(({ type }) => type)).toEqual([ADDRESS, CONTACT]);
  });

  test('goes by whole numbers, then by the later time, then by the greater id', () => {
    expect(isNewer(fact('10'), fact('9'))).toBe(true);
    expect(isNewer(fact('999999999999999'), fact('999999999999998'))).toBe(true);
    expect(isNewer(fact('9', '2026-11-28T08:00:00.001Z'), fact('9'))).toBe(true);
    expect(isNewer(fact('9', '2026-11-28T09:30:00+01:00'), fact('9', '2026-11-28T09:00:00Z'))).toBe(false);
    expect(isNewer(fact('9', time, 'b'), fact('9', time, 'a'))).toBe(true);
  });

  test('is whole: of two different facts just one is newer, and none is newer than itself', () => {
    const facts = fc.record({
      sequence: fc.constantFrom('0', '9', '10', '999999999999999'),
      time: fc.constantFrom(time, '2026-11-28T08:00:01.000Z'),
      id: fc.constantFrom('A', 'a', 'b'),
    });
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        expect([isNewer(a, b), isNewer(b, a)].filter(Boolean)).toHaveLength(isSame ? 0 : 1);
      }),
    );
  });
});
