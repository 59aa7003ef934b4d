import type { Kept } from '../secret.ts';
import type { Fault } from './fault.ts';

/** Why a message cannot be posted before there is a key. */
export const NO_API_KEY = 'no-api-key';

/** The key of GOV.UK Notify has not been put in yet. */
export class NoApiKey extends Error {}

/** Whether it is the key that Notify refuses. */
export const refusesKey = (error: unknown): boolean => [401, 403].includes((error as Fault).response?.status ?? 0);

/**
 * Asks Notify something that may be asked twice: again with the key as it is now, if it refused the one that was kept.
 * @throws NoApiKey, or what `ask` throws
 */
export async function withKey<Answer>(key: Kept<string>, ask: (key: string) => Promise<Answer>): Promise<Answer> {
  const known = await key();
  if (known === null) throw new NoApiKey('no api_key yet');
  try {
    return await ask(known);
  } catch (error) {
    const now = refusesKey(error) ? await key('refusal') : null;
    if (now === null || now === known) throw error;
    return ask(now);
  }
}
