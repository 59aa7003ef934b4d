import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { checkTokens } from '../bearer.ts';
import type { Now } from '../clock.ts';
import { readSecretFields } from '../secret.ts';

// A token taken out of the secret stops working within this time.
const KEPT_MS = 5 * 60_000;

/**
 * Officers' tokens by name, read again every five minutes.
 * @throws Error where the secret cannot be read, or names a token that will not do
 */
export async function officersIn(
  secret: SecretsManagerClient,
  id: string,
  now: Now,
): Promise<() => Promise<Record<string, string>>> {
  const read = async () => checkTokens('OFFICERS_SECRET', await readSecretFields(secret, id));
  let kept = { officers: await read(), until: now() + KEPT_MS };
  return async () => {
    if (now() >= kept.until) kept = { officers: await read(), until: now() + KEPT_MS };
    return kept.officers;
  };
}
