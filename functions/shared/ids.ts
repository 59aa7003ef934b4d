import { hash } from 'node:crypto';

/** A keyed hash that stands for a reference or an address: 22 characters of base64url (132 bits). */
export type Key = string & { readonly key: unique symbol };

/** What a keyed hash is of. The same text under two kinds gives two unrelated keys. */
export type KeyKind = 'account' | 'person' | 'debt' | 'address' | 'notice' | 'hold' | 'event';

/**
 * Makes keyed hashes. Account numbers can be guessed, so a plain hash would not hide them: HMAC-SHA256 under the
 * council's own secret does.
 */
export type MakeKey = (kind: KeyKind, ...parts: string[]) => Key;

const SHORTEST = 32;
/** One block of SHA-256, in bytes: HMAC pads a key to it. */
const BLOCK = 64;
const ASCII = /^[\x20-\x7e]*$/;

/**
 * HMAC-SHA256 (RFC 2104) by two one-shot hashes, because a million rows take five million of them and node's `createHmac`
 * takes more than twice as long; a test compares the two. The padded key of an ASCII secret is ASCII, so all can be text.
 * @param secret the council's reference key: 32 to 64 ASCII characters.
 * @throws Error if it is anything else
 */
export function keysWith(secret: string): MakeKey {
  if (secret.length < SHORTEST)
    throw new Error(`the reference key is too short: it needs at least ${SHORTEST} characters`);
  if (secret.length > BLOCK) throw new Error(`the reference key is too long: it has room for ${BLOCK} characters`);
  if (!ASCII.test(secret))
    throw new Error('the reference key may only have plain letters, digits and punctuation (ASCII)');
  const padded = Buffer.alloc(BLOCK);
  padded.write(secret);
  const inner = padded.map((byte) => byte ^ 0x36).toString();
  const outer = Buffer.concat([padded.map((byte) => byte ^ 0x5c), Buffer.alloc(32)]);
  return (kind, ...parts) => {
    outer.write(hash('sha256', inner + JSON.stringify([kind, ...parts]), 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'base64url').slice(0, 22) as Key;
  };
}

/** A plain digest, for content that cannot be guessed: 22 characters of base64url. */
export const digest = (...parts: string[]): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
