import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EXPIRES, expiry } from '../../../contracts/retention.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { MatterDecision, Reply, Run } from '../notice/notice.ts';
import type { DecisionStore } from './ports.ts';
import { decisionPlace, REPLIES, RUN_SHARDS, RUNS, replyPlace, runPartition, runPlace } from './table.ts';

type Item = Record<string, unknown>;
const REPLIES_A_PAGE = 50;

type Cursor = { shard: number; from?: Item };

const withoutPlace = ({ pk, sk, [EXPIRES]: _, ...rest }: Item) => rest;

const kindOf = ({ decisions }: MatterDecision) =>
  decisions.some(({ notice_id }) => notice_id !== null) ? 'decision with a notice' : 'decision without one';

/** The decisions table on DynamoDB: an item for each debt of a run, spread over shards. */
export function decisionsTable(client: DynamoDBDocumentClient, tableName: string): DecisionStore {
  const query = async (pk: string, from?: Item, limit?: number) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
        ...(limit && { Limit: limit }),
      }),
    );
    return { items: Items.map(withoutPlace), from: LastEvaluatedKey };
  };
  const put = async (item: Item) => {
    await client.send(new PutCommand({ TableName: tableName, Item: item }));
  };

  return {
    decision: async (run, matter) => {
      const { Item } = await client.send(
        // A planner that misses one that was written just now decides the same again: notices are written on condition.
        new GetCommand({ TableName: tableName, Key: decisionPlace(run, matter) }),
      );
      return Item ? (withoutPlace(Item) as MatterDecision) : null;
    },
    putDecision: (decision) =>
      put({
        ...decisionPlace(decision.run, decision.matter),
        ...decision,
        ...expiry(kindOf(decision), decision.decided_at),
      }),
    decisions: async (run, after, limit) => {
      const { shard, from }: Cursor = after ? JSON.parse(after) : { shard: 0 };
      const page = await query(runPartition(run, shard), from, limit);
      const next: Cursor = page.from ? { shard, from: page.from } : { shard: shard + 1 };
      return { items: page.items as MatterDecision[], next: next.shard < RUN_SHARDS ? JSON.stringify(next) : null };
    },
    keepReply: async ({ address, at, ...reply }) => {
      const place = replyPlace(at, address);
      const Item = { ...place, address, at, ...reply, ...expiry('reply', at) };
      await wentThrough(
        client.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },
    replies: async (after) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': REPLIES },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: REPLIES_A_PAGE,
          ...(after && { ExclusiveStartKey: { pk: REPLIES, sk: after } }),
        }),
      );
      return { items: Items.map(withoutPlace) as Reply[], next: (LastEvaluatedKey?.['sk'] as string) ?? null };
    },
    putRun: (run) => put({ ...runPlace(run.name), ...run, ...expiry('run', run.imported_at) }),
    noteRun: async (run) => {
      const Item = { ...runPlace(run.name), ...run, ...expiry('run', run.imported_at) };
      await wentThrough(
        client.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },
    run: async (name) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: runPlace(name), ConsistentRead: true }),
      );
      return Item ? (withoutPlace(Item) as Run) : null;
    },
    runs: async () => {
      const runs: Item[] = [];
      let from: Item | undefined;
      do {
        const page = await query(RUNS, from);
        runs.push(...page.items);
        from = page.from;
      } while (from);
      return (runs as Run[]).sort((a, b) => a.imported_at - b.imported_at);
    },
  };
}
