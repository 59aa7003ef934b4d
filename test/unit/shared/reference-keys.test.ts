import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeyKind, keysWith } from '../../../functions/shared/ids.ts';

const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
const secrets = fc.string({ unit: printable, minLength: 32, maxLength: 64 });
const kinds = fc.constantFrom<KeyKind>('account', 'person', 'debt', 'address', 'notice', 'hold', 'event');
const parts = fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 5 });

describe('keyed hashes', () => {
  test("are node's HMAC-SHA256 of whatever is hashed, under any key", () => {
    fc.assert(
      fc.property(secrets, kinds, parts, (secret, kind, of) => {
        const expected = createHmac('sha256', secret)
          .update(JSON.stringify([kind, ...of]))
          .digest('base64url');
        expect(keysWith(secret)(kind, ...of)).toBe(expected.slice(0, 22));
      }),
      { numRuns: 1000 },
    );
  });

  test('do not depend on what was hashed before', () => {
    const [one, other] = ['one reference key, 32 characters', 'another reference key, 64 characters'].map(keysWith);
    const first = one?.('person', 'P1');
    expect(other?.('person', 'P1')).not.toBe(first);
    expect(one?.('account', 'P1')).not.toBe(first);
    expect(one?.('person', 'P1')).toBe(first);
  });

  test.each([
    ['x'.repeat(31), 'the reference key is too short: it needs at least 32 characters'],
    ['x'.repeat(65), 'the reference key is too long: it has room for 64 characters'],
    [`${'x'.repeat(40)}é`, 'the reference key may only have plain letters, digits and punctuation (ASCII)'],
    [`${'x'.repeat(40)}\n`, 'the reference key may only have plain letters, digits and punctuation (ASCII)'],
  ])('are not made with the key %j', (secret, message) => {
    expect(() => keysWith(secret)).toThrow(message);
  });
});
