import { createHmac, createSecretKey, hash } from 'node:crypto';

/** A keyed hash that stands for a reference or an address: 22 characters of base64url (132 bits). */
export type Key = string & { readonly key: unique symbol };

/** What a keyed hash is of. The same text under two kinds gives two unrelated keys. */
export type KeyKind =
  | 'account'
  | 'person'
  | 'matter'
  | 'address'
  | 'hold'
  | 'payment'
  | 'event'
  | 'document'
  | 'arrangement'
  | 'evidence'
  | 'decision'
  | 'suspension'
  | 'overpayment'
  | 'wording'
  | 'record'
  | 'told';

/**
 * Makes keyed hashes. Account numbers can be guessed, so a plain hash would not hide them: HMAC-SHA256 under the
 * council's own secret does.
 */
export type MakeKey = (kind: KeyKind, ...parts: string[]) => Key;

const SHORTEST = 32;

/**
 * @param secret the council's reference key: 32 characters at least.
 * @throws Error if it is shorter
 */
export function keysWith(secret: string): MakeKey {
  if (secret.length < SHORTEST)
    throw new Error(`the reference key is too short: it needs at least ${SHORTEST} characters`);
  const key = createSecretKey(secret, 'utf8');
  return (kind, ...parts) =>
    createHmac('sha256', key)
      .update(JSON.stringify([kind, ...parts]))
      .digest('base64url')
      .slice(0, 22) as Key;
}

/** A plain digest, for content that cannot be guessed: 22 characters of base64url. */
export const digest = (...parts: string[]): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
