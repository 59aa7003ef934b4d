import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { clientsAt } from '../../infra/operate/clients.ts';
import { lettersIn } from '../../infra/operate/letters.ts';
import { queuesOf, viewOf } from '../../infra/operate/queues.ts';
import { lookBefore, moveBack } from '../../infra/operate/redrive.ts';
import { changeSecret, namesIn, readSecretOf } from '../../infra/operate/secrets.ts';
import { stackNow } from '../../infra/operate/stack-now.ts';
import { arnOf, cleanUp, queue, start } from './engine/stack-under-test.ts';

afterEach(cleanUp);

const at = (path: string, each: ReturnType<typeof queue>) => ({ ...each, Metadata: { 'aws:cdk:path': path } });

const RESOURCES = {
  Work: at(
    'crier/notices/plan-notices-queue/queue/Resource',
    queue({ RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 3 } }),
  ),
  Dead: at('crier/notices/plan-notices-queue/dead/queue/Resource', queue()),
  OfficersSecret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      GenerateSecretString: {
        SecretStringTemplate: '{"pat":"","-":"x"}',
        GenerateStringKey: 'officer',
        PasswordLength: 20,
      },
    },
  },
  Undelivered: at('crier/undelivered-events/queue/Resource', queue()),
};

async function world() {
  const engine = await start({}, { template: { Resources: RESOURCES }, stackName: 'crier-stockton-local' });
  const clients = clientsAt(engine.endpoint, {});
  const stack = await stackNow(clients, 'crier-stockton-local');
  const [planNotices, undelivered] = queuesOf(stack);
  const send = (url: string, body: object, rule?: string) =>
    clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: JSON.stringify(body),
        ...(rule && { MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: rule } } }),
      }),
    );
  return { engine, clients, stack, planNotices: planNotices!, undelivered: undelivered!, send };
}

test('a stack is read as CloudFormation tells it: its account, its outputs, its queues by the names of their workers', async () => {
  const { stack, planNotices, undelivered, clients } = await world();
  expect(stack).toMatchObject({ account: '000000000000', region: 'eu-west-2', status: 'CREATE_COMPLETE' });
  expect([planNotices.name, undelivered.name]).toEqual(['plan-notices', 'undelivered-events']);
  expect(planNotices.url).not.toBeNull();
  expect(undelivered.url).toBeNull();
  await expect(stackNow(clients, 'crier-york-test')).rejects.toThrow('crier-york-test does not exist');
});

test('of each queue it is seen what waits, what is dead, and for how long', async () => {
  const { clients, planNotices, undelivered, send } = await world();
  await send(planNotices.url!, { notice: 'n' });
  await send(planNotices.deadUrl, { notice: 'n' });
  await send(undelivered.deadUrl, {});
  expect(await viewOf(clients, planNotices)).toEqual({
    ...{ name: 'plan-notices', waiting: 1, later: 0, in_flight: 0, dead: 1 },
    ...{ oldest_seconds: expect.any(Number), oldest_dead_seconds: expect.any(Number) },
  });
  expect(await viewOf(clients, undelivered)).toMatchObject({ waiting: 0, dead: 1, oldest_seconds: null });
});

test('dead letters are seen by reference, with why no rule could bring them, and lie there as before', async () => {
  const { clients, undelivered, send } = await world();
  await send(undelivered.deadUrl, { notice: 'abcdefghijklmnopqrstuv', name: 'Zebedee' }, 'NO_PERMISSIONS');
  for (const _ of [1, 2])
    expect(await lettersIn(clients.sqs, undelivered.deadUrl, 50)).toMatchObject([
      { references: ['notice abcdefghijklmnopqrstuv', 'NO_PERMISSIONS'] },
    ]);
});

test('a redrive moves what is dead, once; a queue whose letters grow meanwhile is seen to be filling', async () => {
  const { clients, engine, planNotices, send } = await world();
  for (let i = 0; i < 12; i += 1) await send(planNotices.deadUrl, { i });
  const { deadUrl } = planNotices;
  const dies = () => send(deadUrl, {}).then(() => undefined);
  expect(await lookBefore(clients, deadUrl, dies)).toEqual({ dead: 13, grewBy: 1, underway: false });
  const still = () => Promise.resolve();
  expect(await lookBefore(clients, deadUrl, still)).toEqual({ dead: 13, grewBy: 0, underway: false });
  expect(await moveBack(clients, { deadUrl, dead: 13 }, still)).toEqual({ moved: 13, left: 0, stopped: false });
  expect(Object.fromEntries(engine.queues().map((each) => [each.logicalId, each.visible]))).toMatchObject({
    Work: 13,
    Dead: 0,
  });
  expect(await lookBefore(clients, deadUrl, still)).toEqual({ dead: 0, grewBy: 0, underway: false });
});

test('names of one secret are changed by several people: who has read what is no longer so changes nothing', async () => {
  const { clients, stack } = await world();
  const read = () => readSecretOf(clients.secrets, stack, 'officers');
  const mine = await read();
  expect(namesIn(mine)).toEqual([
    { name: 'pat', values: [] },
    { name: 'officer', values: [expect.any(String)] },
  ]);
  await changeSecret(clients.secrets, await read(), { name: 'sam', values: ['the-token-of-sam'] });
  const change = changeSecret(clients.secrets, mine, { name: 'pat', values: ['the-token-of-pat', 'the-old-one'] });
  await expect(change).rejects.toThrow('nothing was changed');
  expect(namesIn(await read()).map(({ name }) => name)).toEqual(['pat', 'officer', 'sam']);
  await changeSecret(clients.secrets, await read(), { name: 'pat', values: ['the-token-of-pat', 'the-old-one'] });
  expect(namesIn(await read())).toContainEqual({ name: 'pat', values: ['the-token-of-pat', 'the-old-one'] });
});

test('letters of no queue cannot be moved: AWS says so, and they stay', async () => {
  const { clients, undelivered, send } = await world();
  await send(undelivered.deadUrl, {});
  const asked = { deadUrl: undelivered.deadUrl, dead: 1 };
  await expect(moveBack(clients, asked, () => Promise.resolve())).rejects.toThrow('dead-letter queue of no queue');
  expect(await viewOf(clients, undelivered)).toMatchObject({ dead: 1 });
});
