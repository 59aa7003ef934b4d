import { createHash, timingSafeEqual } from 'node:crypto';

/** Officers' tokens by name, from the secret `{ "name": "token" }`. */
export type Officers = Readonly<Record<string, string>>;

const SHORTEST_TOKEN = 12;

/**
 * @throws Error naming the officer whose token will not do, never the token.
 */
export function checkOfficers(read: Record<string, unknown>): Officers {
  for (const [name, token] of Object.entries(read)) {
    if (typeof token === 'string' && token.length >= SHORTEST_TOKEN) continue;
    throw new Error(`OFFICERS_SECRET: the token of "${name}" must be a text of at least ${SHORTEST_TOKEN} characters`);
  }
  return read as Officers;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * The officer whose bearer token this is, or null. Every token is compared, each in constant time, so that the time
 * taken tells nothing of any of them.
 */
export function officerOf(officers: Officers, authorization: string | undefined): string | null {
  const given = sha256(/^bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? '');
  let found: string | null = null;
  for (const [name, token] of Object.entries(officers)) if (timingSafeEqual(sha256(token), given)) found = name;
  return found;
}
