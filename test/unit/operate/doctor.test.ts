import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { deployment } from '../../../infra/operate/doctor/account.ts';
import { driftOf } from '../../../infra/operate/doctor/drift.ts';
import { secretsSet } from '../../../infra/operate/doctor/secrets-set.ts';
import { KINDS } from '../../../infra/operate/secrets.ts';
import type { StackNow } from '../../../infra/operate/stack-now.ts';

const stackWith = (more: Partial<StackNow> = {}): StackNow => ({
  ...{ name: 'crier-stockton-test', account: '1', region: 'eu-west-2', status: 'UPDATE_COMPLETE', outputs: {} },
  template: { Resources: {} },
  resources: Object.values(KINDS).map((logicalId) => ({
    ...{ logicalId, physicalId: logicalId, type: 'AWS::SecretsManager::Secret', path: logicalId, properties: {} },
  })),
  ...more,
});

test('a fresh stack has nobody’s key: what stops sending is told from what keeps one source away, each with its command', async () => {
  const secrets = new SecretsManagerClient({ region: 'eu-west-2' });
  const mock = mockClient(secrets);
  mock.on(GetSecretValueCommand).resolves({ SecretString: '{"-":"x"}', VersionId: 'v1' });
  const values = {
    NotifySecret: '{"api_key":"","callback_token":"made"}',
    SourcesSecret: '{"contact-centre":"","a":["n","o"]}',
  };
  for (const [SecretId, SecretString] of Object.entries(values))
    mock.on(GetSecretValueCommand, { SecretId }).resolves({ SecretString, VersionId: 'v1' });
  const { findings } = await secretsSet({ secrets }, stackWith());
  expect(findings.map(({ grade, mend }) => [grade, mend])).toEqual([
    ['look', 'npm run crier -- rotate sources/contact-centre'],
    ['note', 'npm run crier -- rotate sources/a --finish'],
    ['stops', 'NOTIFY_API_KEY=… npm run crier -- rotate notify/api_key'],
  ]);
  expect(JSON.stringify(findings)).not.toContain('made');
});

test('a deployment that was rolled back, and a clock that is ahead on AWS, are said', () => {
  const fn = { logicalId: 'F', physicalId: 'f', type: 'AWS::Lambda::Function', path: 'f' };
  const ahead = { ...fn, properties: { Environment: { Variables: { CLOCK_SHIFT_MS: '5' } } } };
  const stack = stackWith({ status: 'UPDATE_ROLLBACK_COMPLETE', resources: [ahead] });
  expect(deployment(stack, false).findings.map(({ grade }) => grade)).toEqual(['look', 'stops']);
  expect(deployment(stack, true).findings.map(({ grade }) => grade)).toEqual(['look']);
  expect(deployment(stackWith(), false).findings).toEqual([]);
});

test('what was changed by hand, or is of another version, is named; the code of functions is not compared', () => {
  const queue = (seconds: number) => ({ Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: seconds } });
  const fn = (key: string) => ({ Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: key }, Timeout: 3 } });
  const ours = stackWith({ template: { Resources: { A: queue(10), B: queue(10), F: fn('one') } } });
  expect(driftOf(ours, { Resources: { A: queue(10), B: queue(10), F: fn('two') } })).toEqual([]);
  expect(driftOf(ours, { Resources: { A: queue(11), F: fn('two'), New: queue(1) } })).toEqual(['A', 'B', 'New']);
});
