// A table of a stack that runs here, as an operator puts one back: all of its items, its loss, and the same table with items of a copy.

import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { OPERATOR } from '../../../infra/local/start/operator.ts';
import { clientsAt } from '../../../infra/operate/clients.ts';
import { stackNow } from '../../../infra/operate/stack-now.ts';

export type Item = Record<string, AttributeValue>;

export type KeptTable = {
  items(): Promise<Item[]>;
  lose(): Promise<void>;
  putBack(items: readonly Item[]): Promise<void>;
};

const WAIT_SECONDS = 600;

/** @param path the table's place in the construct tree. @throws Error where the stack has no table there */
export async function tableAt(endpoint: string, stackName: string, path: string): Promise<KeptTable> {
  const { resources } = await stackNow(clientsAt(endpoint), stackName);
  const TableName = resources.find(
    (each) => each.type === 'AWS::DynamoDB::Table' && each.path.startsWith(path),
  )?.physicalId;
  if (!TableName) throw new Error(`${stackName} has no table at ${path}`);
  const client = new DynamoDBClient({ ...OPERATOR, endpoint });
  const waiting = { client, maxWaitTime: WAIT_SECONDS, minDelay: 1, maxDelay: 1 };
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { KeySchema, AttributeDefinitions } = Table!;
  return {
    items: async () => {
      const found: Item[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await client.send(
          new ScanCommand({ TableName, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
        );
        found.push(...(page.Items ?? []));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return found;
    },
    lose: async () => {
      await client.send(new DeleteTableCommand({ TableName }));
      await waitUntilTableNotExists(waiting, { TableName });
    },
    putBack: async (items) => {
      await client.send(
        new CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' }),
      );
      await waitUntilTableExists(waiting, { TableName });
      for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }));
    },
  };
}
