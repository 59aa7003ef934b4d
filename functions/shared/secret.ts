import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * Reads one secret as text.
 * @throws Error naming the secret, never its value.
 */
export async function readSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!SecretString) throw new Error(`secret ${secretId} holds no text: put its value in Secrets Manager`);
  return SecretString;
}

/** Reads a secret that is a JSON object of texts. */
export async function readSecretFields(
  client: SecretsManagerClient,
  secretId: string,
): Promise<Record<string, string>> {
  const text = await readSecret(client, secretId);
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    throw new Error(`secret ${secretId} is not JSON: it should be an object of texts`);
  }
}
