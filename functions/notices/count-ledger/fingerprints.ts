import { createHash } from 'node:crypto';
import type { Key } from '../../shared/ids.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export const BUCKETS = 1024;

/** By the first letter of an id: coarser, and sixteen times less to write down. */
export const COARSE_BUCKETS = 64;
export const coarseBucketOf = (id: Key): number => ALPHABET.indexOf(id[0]!);

/** By the first ten bits of an id, which is a hash: an even spread. */
export const bucketOf = (id: Key): number => (ALPHABET.indexOf(id[0]!) * 64 + ALPHABET.indexOf(id[1]!)) >> 2;

/** Fingerprints are added up modulo this: an integer that a double holds, of which two sums are hardly ever alike. */
const MODULUS = 2 ** 48;

/** Stands for one message with its reference in a sum. */
export const fingerprint = (reference: string, notifyId: string): number =>
  createHash('sha256').update(`${reference} ${notifyId}`).digest().readUIntBE(0, 6);

/** Stands for one notice. */
export const fingerprintOf = (id: Key): number => fingerprint(id, '');

export const plus = (sum: number, print: number): number => (sum + print) % MODULUS;
export const minus = (sum: number, print: number): number => (sum - print + MODULUS) % MODULUS;
