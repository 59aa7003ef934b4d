import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isSecret } from '../../../contracts/subscriber.ts';
import type { Now } from '../../shared/clock.ts';
import { type Kept, kept, readSecret } from '../../shared/secret.ts';

/** The secrets of each subscriber by its name: a text, or a list of two during a rotation. Null while there is none. */
export function subscriberSecrets(client: SecretsManagerClient, secretId: string, now: Now) {
  const known = new Map<string, Kept<readonly string[]>>();
  const read = async (name: string) => {
    const all = JSON.parse(await readSecret(client, secretId)) as Record<string, string | string[]>;
    const own = [all[name]].flat().filter(isSecret);
    return own.length > 0 ? own : null;
  };
  return async (name: string): Promise<readonly string[] | null> => {
    const secrets = known.get(name) ?? kept(() => read(name), now);
    known.set(name, secrets);
    return secrets();
  };
}
