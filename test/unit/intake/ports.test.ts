import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsOn } from '../../../functions/intake/objects.ts';
import { ObjectGone } from '../../../functions/intake/ports.ts';
import { intakeTable } from '../../../functions/intake/table.ts';
import { inFlight } from '../../../functions/shared/in-flight.ts';
import { putOn, putTogetherOn } from '../../../functions/shared/queue.ts';
import { dynamoDb } from '../../support/dynamodb.ts';
import { inMemoryIntakeTable } from '../../support/intake.ts';
import { intakeTableCases } from '../../support/intake-port-suite.ts';

let dynamo: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  dynamo = await dynamoDb();
});
afterAll(() => dynamo.close());

describe.each([
  ['in memory', async () => inMemoryIntakeTable()],
  ['on DynamoDB', async () => intakeTable(dynamo.documents, await dynamo.table({ partitionKey: 'pk', sortKey: 'sk' }))],
])('intake table %s', (_, open) => intakeTableCases(open, test));

describe('the inbox on S3', () => {
  const object = { bucket: 'inbox', key: 'night.csv', version_id: 'v1', etag: '"e"' };
  const open = () => {
    const client = new S3Client({ region: 'eu-west-2' });
    return { objects: objectsOn(client), sent: mockClient(client) };
  };
  const text = async (bytes: AsyncIterable<Uint8Array>) => {
    const all: Uint8Array[] = [];
    for await (const chunk of bytes) all.push(chunk);
    return Buffer.concat(all).toString();
  };

  test('reads that version, from its start each time', async () => {
    const { objects, sent } = open();
    sent.on(GetObjectCommand).callsFake(() => ({ Body: Readable.from([Buffer.from('ab'), Buffer.from('c')]) }));
    const bytes = objects.read(object);
    expect([await text(bytes), await text(bytes)]).toEqual(['abc', 'abc']);
    expect(sent.commandCalls(GetObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'inbox', Key: 'night.csv', VersionId: 'v1' },
      { Bucket: 'inbox', Key: 'night.csv', VersionId: 'v1' },
    ]);
  });

  test('reads the very bytes that the event meant where there are no versions', async () => {
    const { objects, sent } = open();
    sent.on(GetObjectCommand).callsFake(() => ({ Body: Readable.from([Buffer.from('x')]) }));
    await text(objects.read({ ...object, version_id: null }));
    expect(sent.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'inbox',
      Key: 'night.csv',
      IfMatch: '"e"',
    });
  });

  test.each(['NoSuchKey', 'NoSuchVersion', 'PreconditionFailed'])(
    'says that the object is gone on %s',
    async (name) => {
      const { objects, sent } = open();
      sent.on(GetObjectCommand).rejects(Object.assign(new Error(), { name }));
      await expect(text(objects.read(object))).rejects.toThrow(ObjectGone);
    },
  );

  test('lets any other fault through', async () => {
    const { objects, sent } = open();
    sent.on(GetObjectCommand).rejects(Object.assign(new Error('slow down'), { name: 'SlowDown' }));
    await expect(text(objects.read(object))).rejects.toThrow('slow down');
  });

  test('writes a file as JSON, with its length', async () => {
    const { objects, sent } = open();
    sent.on(PutObjectCommand).resolves({});
    const path = join(await mkdtemp(join(tmpdir(), 'crier-test-')), 'report.json');
    await writeFile(path, '{"é":1}');
    await objects.writeJson({ bucket: 'inbox', key: 'night.csv.receipt.json' }, path);
    const [input] = sent.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(input).toMatchObject({ Bucket: 'inbox', Key: 'night.csv.receipt.json', ContentLength: 8 });
  });
});

test('a message goes on its queue as JSON', async () => {
  const client = new SQSClient({ region: 'eu-west-2' });
  const sent = mockClient(client);
  sent.on(SendMessageCommand).resolves({});
  await putOn(client, 'https://sqs/q')({ detail: 1 });
  expect(sent.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
    QueueUrl: 'https://sqs/q',
    MessageBody: '{"detail":1}',
    DelaySeconds: 0,
  });
});

test('what a worker puts on a queue at about the same instant goes in one request, and each hears of its own', async () => {
  const client = new SQSClient({ region: 'eu-west-2' });
  const sent = mockClient(client);
  sent.on(SendMessageBatchCommand).resolves({});
  const put = putTogetherOn<string>(client, 'https://sqs/q');
  await Promise.all(['a', 'b', 'c'].map((body, i) => put(body, i)));
  const [request, ...more] = sent.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries);
  expect(request?.map(({ MessageBody, DelaySeconds }) => [MessageBody, DelaySeconds])).toEqual([
    ['"a"', 0],
    ['"b"', 1],
    ['"c"', 2],
  ]);
  expect(more).toEqual([]);
  sent.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }] });
  await expect(put('d')).rejects.toThrow('1 of 1 messages');
});

describe('work in flight', () => {
  test('is never more than so much at once, and all of it is done', async () => {
    let now = 0;
    let most = 0;
    const done: number[] = [];
    await inFlight([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      done.push(item);
    });
    expect([most, done.length]).toEqual([3, 7]);
  });

  test('has all ended when the first error is told, and nothing new is begun', async () => {
    const ended: number[] = [];
    const work = inFlight([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('broken');
      await new Promise(setImmediate);
      ended.push(item);
    });
    await expect(work).rejects.toThrow('broken');
    expect(ended).toEqual([2]);
  });
});
