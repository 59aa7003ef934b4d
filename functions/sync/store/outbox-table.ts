import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { Outbox } from '../rules/outbox.ts';
import type { SyncStore } from './ports.ts';
import { outboxPlace } from './table.ts';

/** Where the files of a subscriber stand: one item, moved by its version. */
export const outboxOn = (
  client: DynamoDBDocumentClient,
  TableName: string,
): Pick<SyncStore, 'outbox' | 'putOutbox'> => ({
  outbox: async (subscriber) => {
    const Key = outboxPlace(subscriber);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    if (!Item) return null;
    const { pk: _, sk: __, ...outbox } = Item;
    return outbox as Outbox;
  },
  putOutbox: (subscriber, outbox) =>
    wentThrough(
      client.send(
        new PutCommand({
          TableName,
          Item: { ...outboxPlace(subscriber), ...outbox },
          ...(outbox.version === 1
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'version = :before',
                ExpressionAttributeValues: { ':before': outbox.version - 1 },
              }),
        }),
      ),
    ),
});
