import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { arnOf, cleanUp, clientOf, lambda, mapping, queue, start, urlOf } from './stack-under-test.ts';

afterEach(cleanUp);

type Started = Awaited<ReturnType<typeof start>>;

const telling = `let running = 0;
export const handler = async ({ Records }) => {
  console.log('batch ' + Records.map(({ body }) => body).join(' '));
  await new Promise((go) => setTimeout(go, 20));
};`;
const batchesOf = ({ said }: Started) =>
  said.filter((line) => line.startsWith('batch ')).map((line) => line.slice(6).split(' '));

/** What a function got of fifty messages, batch by batch. */
async function fifty(unkind?: { seed: number; pollers?: number }) {
  const engine = await start(
    { Work: queue(), Worker: lambda('worker'), Mapping: mapping('Work', 'Worker') },
    { handlers: { worker: telling }, unkind },
  );
  await engine.invoke('Worker', { Records: [] });
  const client = new SQSClient(clientOf(engine));
  for (let at = 0; at < 50; at += 10) {
    const Entries = Array.from({ length: 10 }, (_, each) => ({ Id: `e${each}`, MessageBody: `${at + each}` }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: urlOf(engine, 'Work'), Entries }));
  }
  await engine.untilIdle();
  return batchesOf(engine).filter(([first]) => first !== '');
}

describe('an unkind queue', () => {
  it('gives all, some twice, out of order, in batches that are not full', async () => {
    const batches = await fifty({ seed: 7, pollers: 1 });
    const got = batches.flat().map(Number);
    expect([...new Set(got)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at));
    expect(got.length).toBeGreaterThan(50);
    const inOrder = got.filter((each, at) => at === 0 || each > got[at - 1]!).length;
    expect(inOrder).toBeLessThan(got.length * 0.8);
    expect(new Set(batches.map((batch) => batch.length)).size).toBeGreaterThan(2);
  });

  it('is kind where it is not asked for', async () => {
    const got = (await fifty()).flat().map(Number);
    expect(got).toHaveLength(50);
  });

  it('has no more batches under way than it has pollers', async () => {
    const counting = `export const handler = async ({ Records }) => {
      console.log('begin');
      await new Promise((go) => setTimeout(go, 300));
      console.log('end');
    };`;
    const engine = await start(
      { Work: queue(), Worker: lambda('worker'), Mapping: mapping('Work', 'Worker', { BatchSize: 1 }) },
      { handlers: { worker: counting }, unkind: { seed: 1, pollers: 2 } },
    );
    const Entries = Array.from({ length: 8 }, (_, each) => ({ Id: `e${each}`, MessageBody: 'x' }));
    await new SQSClient(clientOf(engine)).send(
      new SendMessageBatchCommand({ QueueUrl: urlOf(engine, 'Work'), Entries }),
    );
    await engine.untilIdle();
    let running = 0;
    let most = 0;
    for (const line of engine.said) {
      running += line === 'begin' ? 1 : line === 'end' ? -1 : 0;
      most = Math.max(most, running);
    }
    expect(most).toBeLessThanOrEqual(2);
  });
});

describe('a function that writes to its own queue', () => {
  const turning = `import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
export const handler = async ({ Records = [] }) => {
  for (const { body } of Records) {
    console.log('turn ' + body);
    const MessageBody = String(Number(body) + 1);
    if (Number(body) < 25) await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody }));
  }
};`;
  const turn = async (RecursiveLoop: 'Allow' | 'Terminate') => {
    const engine = await start(
      {
        Dead: queue(),
        Work: queue({ RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 3 } }),
        Worker: lambda('worker', { Environment: { Variables: { QUEUE: { Ref: 'Work' } } }, RecursiveLoop }),
        Mapping: mapping('Work', 'Worker'),
      },
      { handlers: { worker: turning }, unkind: { seed: 3 } },
    );
    const Entries = [{ Id: 'one', MessageBody: '1' }];
    await new SQSClient(clientOf(engine)).send(
      new SendMessageBatchCommand({ QueueUrl: urlOf(engine, 'Work'), Entries }),
    );
    await engine.untilIdle();
    const turns = engine.said.filter((line) => line.startsWith('turn ')).map((line) => Number(line.slice(5)));
    const dead = engine.queues().find(({ logicalId }) => logicalId === 'Dead')?.visible;
    return {
      furthest: Math.max(...turns),
      dead,
      stopped: engine.events.some(({ kind }) => kind === 'recursion-stopped'),
    };
  };

  it('is stopped after sixteen turns, and its message is a dead letter', async () => {
    const { furthest, dead, stopped } = await turn('Terminate');
    expect({ furthest, stopped }).toEqual({ furthest: 16, stopped: true });
    expect(dead).toBeGreaterThan(0);
  });

  it('goes on where recursion is allowed', async () => {
    expect(await turn('Allow')).toEqual({ furthest: 25, dead: 0, stopped: false });
  });
});

describe('an unkind table', () => {
  const table = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  };

  it('shows what was written at once to a consistent read, and to any other after a while', async () => {
    const engine = await start({ Table: table }, { unkind: { seed: 5 } });
    const client = new DynamoDBClient(clientOf(engine));
    const TableName = urlOf(engine, 'Table');
    const read = async (pk: string, ConsistentRead: boolean) =>
      (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } }, ConsistentRead }))).Item !== undefined;
    const behind: boolean[] = [];
    for (const pk of ['a', 'b', 'c', 'd', 'e']) {
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));
      expect(await read(pk, true)).toBe(true);
      behind.push(!(await read(pk, false)));
    }
    expect(behind).toContain(true);
    while (!(await read('e', false))) await new Promise((go) => setTimeout(go, 10));
  });

  it('keeps nothing in a folder', async () => {
    await expect(start({ Table: table }, { unkind: { seed: 5 }, dataDir: '/nowhere' })).rejects.toThrow(
      'start it without a data folder',
    );
  });
});
