import type { Clients } from '../clients.ts';
import { namesIn, readSecretOf } from '../secrets.ts';
import type { StackNow } from '../stack-now.ts';
import type { Check } from './finding.ts';

/**
 * Whether what Notify would call back takes its token, by a receipt of nothing: it is refused for what it is not, and changes nothing.
 * Which address Notify has, it tells nobody.
 */
export async function callbacks({ secrets }: Pick<Clients, 'secrets'>, stack: StackNow, at: string): Promise<Check> {
  const known = namesIn(await readSecretOf(secrets, stack, 'notify')).find(({ name }) => name === 'callback_token');
  const name = 'callbacks of Notify';
  const [token] = known?.values ?? [];
  if (token === undefined) return { name, findings: [] }; // said of the secret
  const status = await statusOf(`${at.replace(/\/+$/, '')}/notify/receipts`, token);
  if (status === 400) return { name, findings: [] };
  const what = `Notify's callbacks would get ${status ?? 'no answer'}: receipts are late, and replies such as STOP are lost`;
  return { name, findings: [{ grade: 'stops', what, mend: 'receive-notify in docs/runbook.md' }] };
}

async function statusOf(url: string, token: string): Promise<number | null> {
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(15_000) })).status;
  } catch {
    return null; // that it does not answer is what is told
  }
}
