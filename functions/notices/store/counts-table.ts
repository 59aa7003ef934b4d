import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { wentThrough } from '../../shared/conditional-write.ts';
import { type CountRecord, type CountStore, noCount } from '../ledger/notify-count.ts';
import { controlPlace } from './table.ts';

/** One item of the notices table, of 10 KB and what the tallies of a year's runs take, while a count is under way: written every ten pages. */
export function countsOn(client: DynamoDBDocumentClient, TableName: string): CountStore {
  return {
    read: async () => {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: controlPlace('COUNT'), ConsistentRead: true }),
      );
      if (!Item) return noCount;
      const { pk, sk, ...record } = Item;
      return record as CountRecord;
    },
    write: async (record) =>
      wentThrough(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...controlPlace('COUNT'), ...record },
            ...(record.version === 1
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :before',
                  ExpressionAttributeValues: { ':before': record.version - 1 },
                }),
          }),
        ),
      ),
  };
}
