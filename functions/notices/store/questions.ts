import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../../contracts/retention.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { NoticeStore, Question } from './ports.ts';
import { questionPlace } from './table.ts';

/** Which text last asked whoever has an address for an answer: an item for each address. */
export const questionsOn = (
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<NoticeStore, 'noteQuestion' | 'questionTo'> => ({
  noteQuestion: async (address, { notice, at }) => {
    await wentThrough(
      client.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...questionPlace(address), notice, at, ...expiry('question to a resident', at) },
          ConditionExpression: 'attribute_not_exists(pk) OR #at < :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': at },
        }),
      ),
    );
  },
  questionTo: async (address) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: questionPlace(address), ConsistentRead: true }),
    );
    return Item ? { notice: (Item as Question).notice, at: (Item as Question).at } : null;
  },
});
