import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;

type Index = { name: string; partitionKey: string; sortKey?: string };
type Layout = { partitionKey: string; sortKey: string; indexes?: readonly Index[]; numbers?: readonly string[] };

/** DynamoDB in this process, on a port of its own, with a table for each test that asks for one. */
export async function dynamoDb() {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  // A connection that is let go after five idle seconds may be let go just when the client, which tries once, takes it up.
  server.keepAliveTimeout = 0;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  let tables = 0;

  async function table({ partitionKey, sortKey, indexes = [], numbers = [] }: Layout): Promise<string> {
    const name = `table-${++tables}`;
    const schema = (...keys: (string | undefined)[]): KeySchemaElement[] =>
      keys.flatMap((key, i) => (key ? [{ AttributeName: key, KeyType: i === 0 ? 'HASH' : 'RANGE' }] : []));
    const attributes = new Set([
      partitionKey,
      sortKey,
      ...indexes.flatMap((each) => [each.partitionKey, each.sortKey]),
    ]);
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: schema(partitionKey, sortKey),
        AttributeDefinitions: [...attributes].flatMap((key) =>
          key ? [{ AttributeName: key, AttributeType: numbers.includes(key) ? 'N' : 'S' }] : [],
        ),
        ...(indexes.length > 0 && {
          GlobalSecondaryIndexes: indexes.map((each) => ({
            IndexName: each.name,
            KeySchema: schema(each.partitionKey, each.sortKey),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          })),
        }),
      }),
    );
    await isActive(name);
    return name;
  }
  // dynalite makes a table in a moment of its own, as AWS does: until then it is not found.
  async function isActive(name: string): Promise<void> {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await new Promise((next) => setTimeout(next, 2));
    return isActive(name);
  }
  const close = () =>
    new Promise<void>((closed) => {
      client.destroy();
      server.close(() => closed());
    });
  return { documents, table, close };
}
