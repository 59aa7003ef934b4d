import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanUp, clientOf, queue, start, urlOf } from './stack-under-test.ts';

afterEach(cleanUp);

const Table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
};

describe('the front proxy', () => {
  test('counts calls by service and operation', async () => {
    const engine = await start({ Table, Queue: queue() });
    const sqs = new SQSClient(clientOf(engine));
    const QueueUrl = urlOf(engine, 'Queue');
    const Entries = ['a', 'b'].map((Id) => ({
      Id,
      MessageBody: Id,
      MessageAttributes: { n: { DataType: 'String', StringValue: Id } },
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    expect(Messages?.map(({ Body, MessageAttributes }) => [Body, MessageAttributes?.['n']?.StringValue])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
    const Item = { pk: { S: 'x' } };
    await new DynamoDBClient(clientOf(engine)).send(new PutItemCommand({ TableName: urlOf(engine, 'Table'), Item }));
    expect(engine.calls()).toMatchObject({ sqs: 2, dynamodb: 1, s3: 0 });
    expect(engine.callsByOperation()).toEqual({
      'sqs.SendMessageBatch': 1,
      'sqs.ReceiveMessage': 1,
      'dynamodb.PutItem': 1,
    });
  });

  test('gives queue URLs that lead back to itself', async () => {
    const engine = await start({ Queue: queue({ QueueName: 'work' }) });
    const { QueueUrl } = await new SQSClient(clientOf(engine)).send(new GetQueueUrlCommand({ QueueName: 'work' }));
    expect(QueueUrl).toBe(`${engine.endpoint}/000000000000/work`);
  });

  test('refuses by name what the engine does not run', async () => {
    const engine = await start({ Table });
    await expect(new EventBridgeClient(clientOf(engine)).send(new ListRulesCommand({}))).rejects.toThrow(
      'The local engine does not run eventbridge ListRules',
    );
    const dynamodb = new DynamoDBClient(clientOf(engine));
    const Put = { TableName: urlOf(engine, 'Table'), Item: { pk: { S: 'x' } } };
    await expect(dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    const condition = {
      ConditionExpression: 'attribute_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    await expect(dynamodb.send(new PutItemCommand({ ...Put, ...condition }))).rejects.toThrow(
      /does not run ReturnValuesOn/,
    );
  });

  test('survives a request that breaks off, and one that is not JSON', async () => {
    const engine = await start({ Table });
    const target = { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' };
    const broken = new AbortController();
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{'));
        setTimeout(() => broken.abort(), 20);
      },
    });
    const init = { method: 'POST', headers: target, body, duplex: 'half', signal: broken.signal };
    await expect(fetch(engine.endpoint, init as RequestInit)).rejects.toThrow();
    const nonsense = await fetch(engine.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
      body: '{{{',
    });
    expect(nonsense.status).toBe(400);
    const Item = { pk: { S: 'x' } };
    await new DynamoDBClient(clientOf(engine)).send(new PutItemCommand({ TableName: urlOf(engine, 'Table'), Item }));
  });
});
