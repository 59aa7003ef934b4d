import { createHash, timingSafeEqual } from 'node:crypto';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The tokens of each officer or system, by name: one, or two while one takes the place of the other. */
export type TokensOf = Readonly<Record<string, string | readonly string[]>>;

/**
 * Whose bearer token this is, or null. All tokens are compared, each in constant time, so that the time taken tells
 * nothing of any of them. Hashing first makes them equally long.
 * @param tokens by the name of the officer or system that has it
 * @param authorization the request's header
 */
export function bearerOf(tokens: TokensOf, authorization: string | undefined): string | null {
  const given = /^bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? '';
  const hash = sha256(given);
  let found: string | null = null;
  for (const [name, held] of Object.entries(tokens))
    for (const token of [held].flat()) if (timingSafeEqual(sha256(token), hash)) found = name;
  return given === '' ? null : found;
}

/** Whose bearer token this is, or null. One that is not among them may be newer than the tokens that are kept. */
export async function callerOf(
  tokens: (after?: 'refusal') => Promise<TokensOf | null>,
  authorization: string | undefined,
): Promise<string | null> {
  const caller = bearerOf((await tokens()) ?? {}, authorization);
  return caller ?? bearerOf((await tokens('refusal')) ?? {}, authorization);
}

const SHORTEST_TOKEN = 12;

/**
 * @throws Error naming the token that will not do, never the token.
 */
export function checkTokens(secret: string, read: Record<string, unknown>): TokensOf {
  for (const [name, held] of Object.entries(read)) {
    const tokens = [held].flat();
    if (tokens.length > 0 && tokens.length <= 2 && tokens.every(isToken)) continue;
    throw new Error(`${secret}: the token "${name}" must be a text of at least ${SHORTEST_TOKEN} characters, or two`);
  }
  return read as TokensOf;
}

const isToken = (token: unknown) => typeof token === 'string' && token.length >= SHORTEST_TOKEN;
