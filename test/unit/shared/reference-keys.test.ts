import { describe, expect, test } from 'vitest';
import { keysWith } from '../../../functions/shared/ids.ts';

describe('keyed hashes', () => {
  // printf %s '["account","801000001"]' | openssl dgst -sha256 -hmac 'one reference key, 32 characters' -binary | base64
  test.each([
    [['account', '801000001'], 'BWwDrG7qj4xLiOXgZbx9kD'],
    [['person', 'Ł, “P1”'], 'FAT882eo9LpPzNnaQ7FCpS'],
  ] as const)('are the HMAC-SHA256 of %j, as openssl has it', ([kind, part], expected) => {
    expect(keysWith('one reference key, 32 characters')(kind, part)).toBe(expected);
  });

  test('do not depend on what was hashed before', () => {
    const [one, other] = ['one reference key, 32 characters', 'another reference key, 64 characters'].map(keysWith);
    const first = one?.('person', 'P1');
    expect(other?.('person', 'P1')).not.toBe(first);
    expect(one?.('account', 'P1')).not.toBe(first);
    expect(one?.('person', 'P1')).toBe(first);
  });

  test('are not made with a short key', () => {
    expect(() => keysWith('x'.repeat(31))).toThrow('the reference key is too short: it needs at least 32 characters');
  });
});
