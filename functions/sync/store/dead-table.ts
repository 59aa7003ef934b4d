import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../../contracts/retention.ts';
import type { Key } from '../../shared/ids.ts';
import type { Ended } from '../rules/subject.ts';
import type { DeadStore } from './ports.ts';
import { deadPartition, deadPlace } from './table.ts';

const ON_A_PAGE = 100;

/** Lists of what is dead, one for each subscriber, the oldest first: a delivery dies so seldom that its line costs nothing. */
export function deadOn(
  client: DynamoDBDocumentClient,
  TableName: string,
): DeadStore & { enterDead(ended: Ended): Promise<void> } {
  const ofList = (subscriber: string) => ({
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': deadPartition(subscriber) },
    ConsistentRead: true,
  });
  return {
    enterDead: async ({ subscriber, subject, event: { id }, at }) => {
      const Item = { ...deadPlace(subscriber, { id, at }), subject, id, at };
      await client.send(new PutCommand({ TableName, Item: { ...Item, ...expiry('delivery', at) } }));
    },
    dead: async (subscriber, after) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          ...ofList(subscriber),
          Limit: ON_A_PAGE,
          ...(after !== undefined && { ExclusiveStartKey: { pk: deadPartition(subscriber), sk: after } }),
        }),
      );
      const items = Items.map(({ subject, id, at }) => ({
        subject: subject as Key,
        id: id as string,
        at: at as number,
      }));
      return { items, next: (LastEvaluatedKey?.['sk'] as string | undefined) ?? null };
    },
    countDead: async (subscriber) => {
      let count = 0;
      for await (const { Count = 0 } of paginateQuery({ client }, { ...ofList(subscriber), Select: 'COUNT' }))
        count += Count;
      return count;
    },
    strikeDead: async (subscriber, line) => {
      await client.send(new DeleteCommand({ TableName, Key: deadPlace(subscriber, line) }));
    },
  };
}
