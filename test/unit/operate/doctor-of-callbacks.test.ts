import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { callbacks } from '../../../infra/operate/doctor/callbacks.ts';
import { looked } from '../../../infra/operate/doctor/looked.ts';
import { KINDS } from '../../../infra/operate/secrets.ts';
import type { StackNow } from '../../../infra/operate/stack-now.ts';

const STACK: StackNow = {
  ...{ name: 'crier-stockton-test', account: '1', region: 'eu-west-2', status: 'UPDATE_COMPLETE', outputs: {} },
  template: { Resources: {} },
  resources: [
    { logicalId: KINDS.notify, physicalId: 'notify', type: 'AWS::SecretsManager::Secret', path: '', properties: {} },
  ],
};

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The function's address, which answers with this status to whoever has the token, and with 401 to others. */
async function doorWith(status: number, token = 'of-notify') {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    res.writeHead(req.headers.authorization === `Bearer ${token}` ? status : 401).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { at: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

function secretsWith(SecretString: string) {
  const secrets = new SecretsManagerClient({ region: 'eu-west-2' });
  const mock = mockClient(secrets);
  mock.on(GetSecretValueCommand, { SecretId: 'notify' }).resolves({ SecretString, VersionId: 'v1' });
  return { secrets, mock };
}
const withToken = () => secretsWith('{"api_key":"k","callback_token":"of-notify"}');

describe('the callbacks of Notify', () => {
  it('are as they should be where a receipt of nothing is refused for what it is', async () => {
    const { at, asked } = await doorWith(400);
    expect((await callbacks(withToken(), STACK, at)).findings).toEqual([]);
    expect(asked).toEqual(['POST /notify/receipts']);
  });

  it.each([
    [400, 'another', '401'],
    [503, 'of-notify', '503'],
    [202, 'of-notify', '202'], // whatever takes nothing for a receipt is not Crier
  ])('stop what residents reply where the door answers %i to whoever has "%s"', async (status, token, said) => {
    const { at } = await doorWith(status, token);
    const { findings } = await callbacks(withToken(), STACK, at);
    expect(findings).toMatchObject([{ grade: 'stops', what: expect.stringContaining(`would get ${said}:`) }]);
    expect(JSON.stringify(findings)).not.toContain('of-notify');
  });

  it.each(['http://127.0.0.1:1/', ''])('are told to get no answer at "%s"', async (at) => {
    const { findings } = await callbacks(withToken(), STACK, at);
    expect(findings).toMatchObject([{ grade: 'stops', what: expect.stringContaining('would get no answer') }]);
  });

  it('are not tried without a token: that is said of the secret', async () => {
    const { at, asked } = await doorWith(400);
    expect((await callbacks(secretsWith('{"api_key":"k","callback_token":""}'), STACK, at)).findings).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('whose token one may not read are told so, and nothing is tried', async () => {
    const { at, asked } = await doorWith(400);
    const { secrets, mock } = withToken();
    mock
      .on(GetSecretValueCommand)
      .rejects(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException', $metadata: {} }));
    const { findings } = await looked('callbacks of Notify', () => callbacks({ secrets }, STACK, at));
    expect(findings).toMatchObject([{ grade: 'look', what: expect.stringContaining('your role may not look') }]);
    expect(asked).toEqual([]);
  });
});
