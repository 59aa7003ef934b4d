import { describe, expect, it } from 'vitest';
import { isEmailAddress } from '../../../../infra/local/notify/recipients/email-addresses.ts';
import {
  PHONE_FAULTS,
  parsePhone,
  phoneFormFault,
  senderAsAnswered,
} from '../../../../infra/local/notify/recipients/phone-numbers.ts';
import { checkAddress } from '../../../../infra/local/notify/recipients/postal-addresses.ts';

describe('phone numbers', () => {
  it.each([
    ['7900900123', '447900900123'],
    ['447900900123', '447900900123'],
    ['0044 7900 900123', '447900900123'],
    ['0+447900900123', '447900900123'],
    ['+4407900900123', '447900900123'],
    ['(0)7900900123', '447900900123'],
    ['++447900900123', '447900900123'],
    ['000007900900123', '447900900123'],
    ['07700900001', '447700900001'],
    ['07900\u200b900\u00a0123', '447900900123'],
    ['00353871234567', '353871234567'],
    // One digit too many, and it is a Russian number.
    ['079009001234', '79009001234'],
  ])('%s is %s', (typed, normalised) => {
    expect(parsePhone(typed)).toMatchObject({ ok: true, number: { normalised } });
  });

  it.each([
    ['', 'too-short'],
    ['999', 'too-short'],
    ['12345', 'too-short'],
    ['0790090012', 'invalid'],
    ['0909 879 0000', 'invalid'],
    ['+999123456789', 'too-long'],
    ['٠٧٩٠٠٩٠٠١٢٣', 'unknown-character'],
    ['07900900123x', 'unknown-character'],
  ] as const)('%j is refused: %s', (typed, fault) => {
    expect(phoneFormFault(typed)).toBe(fault);
    expect(PHONE_FAULTS[fault]).toMatch(/^[A-Z]/);
  });

  it.each([
    ['07900900123', { uk: true, landline: false, international: false, multiplier: 1, receipts: true }],
    ['01179460860', { uk: true, landline: true, international: false }],
    ['07797292290', { uk: true, crownDependency: true, international: true, multiplier: 2 }],
    ['+33612345678', { uk: false, international: true, prefix: '33', multiplier: 2, receipts: true }],
    ['+12025550123', { uk: false, international: true, prefix: '1', multiplier: 1, receipts: false }],
    ['+16847331234', { prefix: '1684' }],
  ])('%s is known for what it is', (typed, number) => {
    expect(parsePhone(typed)).toMatchObject({ ok: true, number });
  });

  it('as senders get their country code, names stay', () => {
    expect([senderAsAnswered('07700900500'), senderAsAnswered('GOVUK')]).toEqual(['447700900500', 'GOVUK']);
  });
});

describe('email addresses', () => {
  it.each([
    ['a@example.com', true],
    [' A@Example.COM ', true],
    ['.a@example.com', true],
    ['a.@example.com', true],
    ['a@exämple.com', true],
    ['a@example.xn--p1ai', true],
    [`${'x'.repeat(64)}@example.com`, true],
    ['a..b@example.com', false],
    ['é@example.com', false],
    ['a b@example.com', false],
    ['a@b@example.com', false],
    ['a@example', false],
    ['a@example.123', false],
    ['a@x-.com', false],
    ['a@x_y.com', false],
    [`a@${'b'.repeat(64)}.com`, false],
    [`${'x'.repeat(309)}@example.com`, false],
    ['a@ü/.com', false],
    ['', false],
  ])('%s: %s', (address, valid) => {
    expect(isEmailAddress(address)).toBe(valid);
  });
});

describe('postal addresses', () => {
  const lines = (...given: string[]) =>
    Object.fromEntries(given.map((line, index) => [`address_line_${index + 1}`, line]));
  it.each([
    [lines('Ann', '1 St', 'sw1a1aa'), 'united-kingdom'],
    [lines('Ann', '1 St', 'SW1A 1AA', 'England'), 'united-kingdom'],
    [lines('Ann', '1 Rue', 'Paris', 'France'), 'europe'],
    [lines('Ann', '1 Rue', 'Yr Almaen'), 'europe'],
    [lines('Ann', '1 Road', 'new zealand'), 'rest-of-world'],
    [lines('Ann', 'Unit', 'BFPO 12'), 'united-kingdom'],
    [lines('Ann', '1 St', 'Jersey', 'JE2 3AB'), 'united-kingdom'],
  ])('%j goes to %s', (address, zone) => {
    expect(checkAddress(address, true)).toBe(zone);
  });

  it.each([
    [lines('Ann', 'SW1A 1AA'), 'Address must be at least 3 lines'],
    [
      lines('Ann', '---', 'SW1A 1AA'),
      'The first 2 lines of the address must both include at least one alphanumeric character',
    ],
    [lines('Ann', 'Unit', 'BFPO 12', 'France'), 'The last line of a BFPO address must not be a country.'],
    [lines('Ann', '1 Rue', 'France'), 'Must be a real UK postcode'],
    [lines('Ann', 'NFA', 'SW1A 1AA'), 'Must be a real address'],
  ])('%j is refused: %s', (address, message) => {
    expect(() => checkAddress(address, message.startsWith('The last line'))).toThrow(message);
  });
});
