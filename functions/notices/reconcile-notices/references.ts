import type { Key } from '../../shared/ids.ts';
import type { Channel } from '../notice.ts';

/** The references that Crier gives its messages: `<notice id>.<channel>`, the id 22 letters of base64url. */
const OURS = /^([\w-]{22})\.(sms|email)$/;

/** The notice and channel that a reference names; null if it is none of ours. */
export function ours(reference: string | null): { id: Key; channel: Channel } | null {
  const [, id, channel] = OURS.exec(reference ?? '') ?? [];
  return id === undefined ? null : { id: id as Key, channel: channel as Channel };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export const BUCKETS = 1024;

/** By the first ten bits of an id, which is a hash: an even spread. */
export const bucketOf = (id: Key): number => (ALPHABET.indexOf(id[0]!) * 64 + ALPHABET.indexOf(id[1]!)) >> 2;
