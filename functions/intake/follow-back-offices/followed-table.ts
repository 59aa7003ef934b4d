import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../../contracts/retention.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import { digest } from '../../shared/ids.ts';
import type { Followed } from './ports.ts';

const farPlace = (backOffice: string) => ({ pk: `FOLLOWED#${backOffice}`, sk: 'UNTIL' });
const donePlace = (backOffice: string, update: string) => ({
  pk: `FOLLOWED#${digest(backOffice, update)}`,
  sk: 'DONE',
});

/** On DynamoDB, in intake's table. */
export function followedTable(client: DynamoDBDocumentClient, tableName: string): Followed {
  const get = async (Key: { pk: string; sk: string }) =>
    (await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item;
  return {
    until: async (backOffice) => ((await get(farPlace(backOffice)))?.['until'] as number | undefined) ?? null,
    followedTo: async (backOffice, until) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...farPlace(backOffice), until },
        ConditionExpression: 'attribute_not_exists(pk) OR #until < :until',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':until': until },
      });
      await wentThrough(client.send(put));
    },
    isDone: async (backOffice, update) => (await get(donePlace(backOffice, update))) !== undefined,
    done: async (backOffice, update, at) => {
      const Item = { ...donePlace(backOffice, update), ...expiry('update that is done with', at) };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },
  };
}
