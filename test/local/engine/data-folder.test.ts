import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import {
  arnOf,
  assemblyOf,
  cleanUp,
  clientOf,
  lambda,
  mapping,
  queue,
  start,
  temporaryFolder,
  urlOf,
  withRoles,
} from './stack-under-test.ts';

afterEach(cleanUp);

const Table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: ['pk', 'due'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-due',
        KeySchema: [{ AttributeName: 'due', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
};
const Bucket = { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } };
const Secret = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } };
const store = { Table, Bucket, Secret, Idle: queue() };

describe('a data folder', () => {
  test('carries queues, tables, buckets and generated secrets over to the next start', async () => {
    const dataDir = temporaryFolder();
    const first = await start(store, { dataDir });
    const VersionId = (await fill(first, 'one')).VersionId;
    await fill(first, 'two');
    await first.close();

    const second = await start(store, { dataDir });
    const names = (engine: typeof first) =>
      [...engine.resources.keys()].map((id) => urlOf(engine, id).split('/').at(-1));
    expect(names(second)).toEqual(names(first));
    const dynamodb = new DynamoDBClient(clientOf(second));
    const TableName = urlOf(second, 'Table');
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { pk: { S: 'one' } } }));
    expect(Item?.['due']?.S).toBe('today');
    expect(await dueToday(second)).toEqual(['one', 'two']);
    const s3 = new S3Client(clientOf(second));
    const read = async (version?: string) => {
      const got = await s3.send(
        new GetObjectCommand({ Bucket: urlOf(second, 'Bucket'), Key: 'file', VersionId: version }),
      );
      return got.Body?.transformToString();
    };
    expect([await read(), await read(VersionId)]).toEqual(['two', 'one']);
    expect(second.queues()[0]?.visible).toBe(2);
  });

  test('keeps a generated secret', async () => {
    const dataDir = temporaryFolder();
    const secretOf = async (engine: Started) => {
      const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
      const command = new GetSecretValueCommand({ SecretId: urlOf(engine, 'Secret') });
      return (await new SecretsManagerClient(clientOf(engine)).send(command)).SecretString;
    };
    const first = await start({ Secret }, { dataDir });
    const value = await secretOf(first);
    await first.close();
    expect(value).toHaveLength(32);
    expect(await secretOf(await start({ Secret }, { dataDir }))).toBe(value);
  });

  test('fires at the next start what came due while no engine ran, once, and what fires every while in any case', async () => {
    const dataDir = temporaryFolder();
    const scheduled = (ScheduleExpression: string) => ({
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression,
        Targets: [{ Id: 'q', Arn: arnOf('Ticks'), Input: JSON.stringify(ScheduleExpression) }],
      },
    });
    const soon = new Date(Date.now() + 60_000).toISOString().slice(0, 19);
    const stack = {
      Ticks: queue(),
      Minutes: scheduled('rate(5 minutes)'),
      Daily: scheduled('cron(0 3 * * ? *)'),
      Weekly: scheduled('cron(0 3 ? * MON *)'),
      Later: scheduled(`at(${soon})`),
    };
    const ticks = async (engine: Started) => {
      const { Messages = [] } = await new SQSClient(clientOf(engine)).send(
        new ReceiveMessageCommand({ QueueUrl: urlOf(engine, 'Ticks'), MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      );
      return Messages.map(({ Body }) => JSON.parse(Body ?? '')).sort();
    };
    const first = await start(stack, { dataDir });
    expect(await ticks(first)).toEqual([]);
    await first.close();
    const file = join(dataDir, 'engine.json');
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    saved.schedules['Daily'] -= 3 * 24 * 3_600_000;
    writeFileSync(file, JSON.stringify(saved));
    const second = await start(stack, { dataDir });
    expect(await ticks(second)).toEqual(['cron(0 3 * * ? *)', 'rate(5 minutes)']);
    expect(second.events.filter(({ kind }) => kind === 'schedule')).toHaveLength(2);
    await second.close();
    const third = await start(stack, { dataDir });
    expect(await ticks(third)).toEqual(['cron(0 3 * * ? *)', 'rate(5 minutes)', 'rate(5 minutes)']);
  });

  test('is used by one engine at a time', async () => {
    const dataDir = temporaryFolder();
    const first = await start(store, { dataDir });
    await fill(first, 'one');
    await expect(start(store, { dataDir })).rejects.toThrow(/Another engine runs on/);
    expect(first.queues()[0]?.visible).toBe(1);
  });

  test('whose indexes a kill left apart from the items gets them built anew', async () => {
    const dataDir = temporaryFolder();
    const first = await start(store, { dataDir });
    await fill(first, 'one');
    await fill(first, 'two');
    await first.close();
    await loseIndexEntries(join(dataDir, 'dynamodb'));

    const trusting = await start(store, { dataDir });
    expect(await dueToday(trusting)).toEqual(['gone']);
    await trusting.close();
    const file = join(dataDir, 'engine.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"closedCleanly":true', '"closedCleanly":false'));
    expect(await dueToday(await start(store, { dataDir }))).toEqual(['one', 'two']);
  });

  test('refuses a table whose keys differ from those in the folder', async () => {
    const dataDir = temporaryFolder();
    await (await start({ Table }, { dataDir })).close();
    const { GlobalSecondaryIndexes: _, ...Properties } = Table.Properties;
    const Changed = { ...Table, Properties };
    await expect(start({ Table: Changed }, { dataDir })).rejects.toThrow(/Table .*differ/);
  });

  test('carries on after kill -9 of the whole engine, with what was in flight', async () => {
    const dataDir = temporaryFolder();
    const worker = `export const handler = async ({ Records }) => {
      console.log('got ' + Records[0].body + ' ' + Records[0].attributes.ApproximateReceiveCount);
      if (process.env.HANG) await new Promise((go) => setTimeout(go, 50_000));
    };`;
    const assetsDir = assemblyOf({ worker });
    const resources = (HANG: string) => ({
      ...store,
      Queue: queue({ VisibilityTimeout: 60 }),
      Worker: lambda('worker', { Timeout: 60, Environment: { Variables: { HANG } } }),
      Mapping: mapping('Queue', 'Worker', { BatchSize: 1 }),
    });
    const child = fork(fileURLToPath(new URL('./engine-to-kill.ts', import.meta.url)), { stdio: 'inherit' });
    const told = (what: string) =>
      new Promise<{ endpoint: string; physical: Record<string, string> }>((resolve) => {
        child.on('message', (message: { kind: string; endpoint: string; physical: Record<string, string> }) => {
          if (message.kind === what) resolve(message);
        });
      });
    const started = told('started');
    child.send({ template: { Resources: withRoles(resources('yes')) }, assetsDir, dataDir });
    const { endpoint, physical } = await started;
    const client = { region: 'eu-west-2', endpoint, credentials: { accessKeyId: 'o', secretAccessKey: 'o' } };
    const inHand = told('log');
    await new SQSClient(client).send(new SendMessageCommand({ QueueUrl: physical['Queue'], MessageBody: 'in hand' }));
    await new DynamoDBClient(client).send(
      new PutItemCommand({ TableName: physical['Table'], Item: { pk: { S: 'kept' }, due: { S: 'today' } } }),
    );
    await inHand;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;

    const again = await start(resources(''), { assetsDir, dataDir });
    await again.untilIdle();
    // The engine died, not the message's handler: it counts as received once.
    expect(again.said).toEqual(['got in hand 1']);
    expect(await dueToday(again)).toEqual(['kept']);
  });
});

type Started = Awaited<ReturnType<typeof start>>;

async function fill(engine: Started, name: string) {
  const client = clientOf(engine);
  await new SQSClient(client).send(new SendMessageCommand({ QueueUrl: urlOf(engine, 'Idle'), MessageBody: name }));
  const Item = { pk: { S: name }, due: { S: 'today' } };
  await new DynamoDBClient(client).send(new PutItemCommand({ TableName: urlOf(engine, 'Table'), Item }));
  return new S3Client(client).send(new PutObjectCommand({ Bucket: urlOf(engine, 'Bucket'), Key: 'file', Body: name }));
}

/** What a kill between dynalite's writes leaves: entries that are missing, and one whose item is not there. */
async function loseIndexEntries(path: string): Promise<void> {
  const requireOfDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));
  const { Level } = requireOfDynalite('level');
  const level = new Level(path, { valueEncoding: 'json' });
  const [key] = await level.keys({ gte: 'index-', lt: 'index-~' }).all();
  await level.clear({ gte: 'index-', lt: 'index-~' });
  await level.put(key, { pk: { S: 'gone' }, due: { S: 'today' } });
  await level.close();
}

async function dueToday(engine: Started): Promise<(string | undefined)[]> {
  const { Items } = await new DynamoDBClient(clientOf(engine)).send(
    new QueryCommand({
      TableName: urlOf(engine, 'Table'),
      IndexName: 'by-due',
      KeyConditionExpression: 'due = :due',
      ExpressionAttributeValues: { ':due': { S: 'today' } },
    }),
  );
  return (Items ?? []).map((item) => item['pk']?.S).sort();
}
