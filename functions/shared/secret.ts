import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { checkTokens, type TokensOf } from './bearer.ts';
import type { Now } from './clock.ts';

/**
 * Reads one secret as text.
 * @throws Error naming the secret, never its value.
 */
export async function readSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!SecretString) throw new Error(`secret ${secretId} holds no text: put its value in Secrets Manager`);
  return SecretString;
}

/**
 * Those fields that are set of a secret that is a JSON object of texts: an empty one has not been put in yet. While one value takes
 * the place of another a field has both, the new one first.
 */
async function fieldsOf(client: SecretsManagerClient, secretId: string): Promise<TokensOf> {
  const text = await readSecret(client, secretId);
  let fields: TokensOf;
  try {
    fields = JSON.parse(text) as TokensOf;
  } catch {
    throw new Error(`secret ${secretId} is not JSON: it should be an object of texts`);
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/**
 * A value that people may change at any time; null while none has been put in.
 * @param after a call was refused with what is kept: it may be of yesterday
 */
export type Kept<Value> = (after?: 'refusal') => Promise<Value | null>;

const KEPT_MS = 5 * 60_000;
/** A call with a wrong token does not have a secret read each time. */
const AGAIN_MS = 10_000;

/** Keeps what is read for five minutes, and what is not set yet not at all. */
export function kept<Value>(read: () => Promise<Value | null>, now: Now): Kept<Value> {
  let last: { value: Promise<Value | null>; at: number } | undefined;
  const readAgain = () => {
    const mine = { value: read(), at: now() };
    const forget = () => {
      if (last === mine) last = undefined;
    };
    mine.value.then((value) => value === null && forget(), forget);
    last = mine;
    return mine.value;
  };
  return async (after) => {
    const age = last ? now() - last.at : Number.POSITIVE_INFINITY;
    return last && age < (after === 'refusal' ? AGAIN_MS : KEPT_MS) ? last.value : readAgain();
  };
}

/** One field of a secret: of two values the new one. */
export const keptField = (client: SecretsManagerClient, secretId: string, field: string, now: Now): Kept<string> =>
  kept(async () => [(await fieldsOf(client, secretId))[field] ?? null].flat()[0] ?? null, now);

/** Bearer tokens by the name of the officer or system that has it. */
export type Tokens = Kept<TokensOf>;

/**
 * The tokens of a secret, or some of its fields.
 * @param name of the variable that says which secret it is, for the officer who must put it right
 */
export const keptTokens = (
  client: SecretsManagerClient,
  { id, name, only }: { id: string; name: string; only?: string | readonly string[] },
  now: Now,
): Tokens =>
  kept(async () => {
    const fields = await fieldsOf(client, id);
    const wanted = Object.entries(fields).filter(([field]) => only === undefined || [only].flat().includes(field));
    return wanted.length === 0 ? null : checkTokens(name, Object.fromEntries(wanted));
  }, now);

/** Keys that other systems gave us, by their names. How long theirs are is for them to say. */
export const keptKeys = (client: SecretsManagerClient, secretId: string, now: Now): Tokens =>
  kept(async () => {
    const fields = await fieldsOf(client, secretId);
    return Object.keys(fields).length === 0 ? null : fields;
  }, now);
