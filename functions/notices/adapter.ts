import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { held } from '../shared/held.ts';
import type { Key } from '../shared/ids.ts';
import { claimsOn } from './claims.ts';
import { controlOn } from './control.ts';
import { decisionsOn } from './decisions.ts';
import type { Agenda, Notice } from './notice.ts';
import type { NoticeStore } from './store.ts';
import { agendaOf, agendaShards, INDEXES, NOTICE, noticeIdOf, noticePlace } from './table.ts';

type Item = Record<string, unknown>;

/** Where on an agenda a notice stands, as attributes of its item; without them it is on none. */
const onAgenda = (agenda: Agenda | null, id: Key) =>
  agenda && { agenda: agendaOf(agenda.list, id), agenda_at: agenda.at };

function noticeIn({ pk, sk, agenda, agenda_at, ...notice }: Item): Notice {
  return notice as Notice;
}

/** The notices table on DynamoDB. One notice is one item, and one write moves it. */
export function noticesTable(client: DynamoDBDocumentClient, tableName: string): NoticeStore {
  return {
    ...claimsOn(client, tableName),
    ...decisionsOn(client, tableName),
    control: controlOn(client, tableName),

    get: async (id) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: noticePlace(id), ConsistentRead: true }),
      );
      return Item ? noticeIn(Item) : null;
    },

    put: async (notice, agenda) =>
      held(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...noticePlace(notice.id), ...notice, ...onAgenda(agenda, notice.id) },
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
      held(
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

    due: async (list, until, limit) => {
      const { name, partitionKey, sortKey } = INDEXES.agenda;
      const ofShard = async (shard: string) => {
        const { Items = [] } = await client.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: name,
            KeyConditionExpression: '#list = :list AND #at <= :until',
            ExpressionAttributeNames: { '#list': partitionKey, '#at': sortKey },
            ExpressionAttributeValues: { ':list': shard, ':until': until },
            Limit: limit,
          }),
        );
        return Items.map((item) => ({ id: noticeIdOf(item['pk'] as string), at: item[sortKey] as number }));
      };
      const due = (await Promise.all(agendaShards(list).map(ofShard))).flat();
      return due.sort((a, b) => a.at - b.at).slice(0, limit);
    },

    of: async (subject) => {
      const { name, partitionKey } = 'account' in subject ? INDEXES.account : INDEXES.person;
      const ids: Key[] = [];
      const query = {
        TableName: tableName,
        IndexName: name,
        KeyConditionExpression: '#who = :who',
        ExpressionAttributeNames: { '#who': partitionKey },
        ExpressionAttributeValues: { ':who': 'account' in subject ? subject.account : subject.person },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query))
        ids.push(...Items.map((item) => noticeIdOf(item['pk'] as string)));
      return ids;
    },

    all: async (after) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: tableName,
          FilterExpression: 'sk = :notice',
          ExpressionAttributeValues: { ':notice': NOTICE },
          ConsistentRead: true,
          ...(after && { ExclusiveStartKey: JSON.parse(after) as Item }),
        }),
      );
      return { items: Items.map(noticeIn), next: LastEvaluatedKey ? JSON.stringify(LastEvaluatedKey) : null };
    },
  };
}
