import { expect, test } from 'vitest';
import type { Key } from '../../../../functions/shared/ids.ts';
import { keysWith } from '../../../../functions/shared/ids.ts';
import { asWritten, differing, digestsOf, type Values } from '../../../../functions/sync/rules/told-values.ts';

const key = keysWith('the key of one test, of 32 letters or more');
const of = { subscriber: 'roll', subject: 'person-A' as Key };
const TOLD: Values = { first_name: 'Zoë', mobile: '07700 900123', email: null, postcode: 'TS0 1AA' };
const told = digestsOf(key, of, TOLD);
const against = (copy: Values, other = of) => differing(key, other, { told, copy });

test('a copy agrees with what was told, however its values are written', () => {
  expect(against(TOLD)).toEqual([]);
  expect(against({ mobile: '+447700900123', postcode: 'ts01aa', first_name: ' Zoë ', email: '' })).toEqual([]);
});

test('a copy differs in each column that has something else, or nothing, or something where nothing was told', () => {
  expect(against({ first_name: 'Zoe', mobile: '', email: 'a@example.org', postcode: 'TS0 1AB' })).toEqual([
    ...['first_name', 'mobile', 'email', 'postcode'],
  ]);
});

test('what was not told is not compared', () => {
  expect(against({ address_line_1: '1 Road' })).toEqual([]);
});

test('no value can be read from digests: they are of one person at one system, under the key of the council', () => {
  expect(told).not.toMatch(/Zo|900123|TS0/);
  expect(against(TOLD, { ...of, subscriber: 'libraries' })).toHaveLength(4);
  expect(against(TOLD, { ...of, subject: 'person-B' as Key })).toHaveLength(4);
  expect(digestsOf(keysWith('another key, of thirty-two letters or more'), of, TOLD)).not.toBe(told);
});

test('a letter that an encoding lacks was told without its accent', () => {
  expect([asWritten('Łucja', 'windows-1252'), asWritten('Łucja', 'utf-8')]).toEqual(['Lucja', 'Łucja']);
});
