import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { Key } from '../../shared/ids.ts';
import type { Notice } from '../notice/notice.ts';
import { claimsOn } from './address-claims.ts';
import { agendaOn } from './agendas.ts';
import { brakesOn } from './brakes.ts';
import { controlOn } from './control.ts';
import type { NoticeStore } from './ports.ts';
import { questionsOn } from './questions.ts';
import { itemOf, noticeIn } from './stored-notice.ts';
import { NOTICE, noticePlace, noticesPartition } from './table.ts';

type Item = Record<string, unknown>;

/** The notices table on DynamoDB. One notice is one item, and one write moves it. */
export function noticesTable(client: DynamoDBDocumentClient, tableName: string): NoticeStore {
  const read = async (id: Key, ConsistentRead: boolean) => {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: noticePlace(id), ConsistentRead }));
    return Item ? noticeIn(Item) : null;
  };
  return {
    ...agendaOn(client, tableName),
    ...brakesOn(client, tableName),
    ...claimsOn(client, tableName),
    ...questionsOn(client, tableName),
    control: controlOn(client, tableName),

    get: (id) => read(id, true),
    glance: (id) => read(id, false),

    put: async (notice) =>
      wentThrough(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: itemOf(notice),
            ...(notice.version === 1
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :before',
                  ExpressionAttributeValues: { ':before': notice.version - 1 },
                }),
          }),
        ),
      ),

    annotate: async ({ id, crossed, history, version }) =>
      wentThrough(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: noticePlace(id),
            UpdateExpression: 'SET crossed = :crossed, history = :history, version = :version',
            ConditionExpression: 'version = :before',
            ExpressionAttributeValues: {
              ':crossed': crossed,
              ':history': history,
              ':version': version,
              ':before': version - 1,
            },
          }),
        ),
      ),

    ofMatter: async (matter) => {
      const notices: Notice[] = [];
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :notice)',
        ExpressionAttributeValues: { ':pk': noticesPartition(matter), ':notice': NOTICE },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) notices.push(...Items.map(noticeIn));
      return notices.filter(({ about }) => about.id === matter);
    },

    all: async (after) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: tableName,
          FilterExpression: 'begins_with(sk, :notice)',
          ExpressionAttributeValues: { ':notice': NOTICE },
          ...(after && { ExclusiveStartKey: JSON.parse(after) as Item }),
        }),
      );
      return { items: Items.map(noticeIn), next: LastEvaluatedKey ? JSON.stringify(LastEvaluatedKey) : null };
    },
  };
}
