import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../contracts/retention.ts';
import { wentThrough } from '../shared/conditional-write.ts';
import { digest } from '../shared/ids.ts';
import type { HeldSnapshot, IntakeTable, LastSnapshot } from './ports.ts';

const lastKey = (layout: string) => ({ pk: `SNAPSHOT#${layout}`, sk: 'LAST' });
const bytesKey = (layout: string, sha256: string) => ({ pk: `SNAPSHOT#${layout}`, sk: `BYTES#${sha256}` });
const heldKey = (name: string) => ({ pk: `HELD#${digest(name)}`, sk: 'HELD' });

type Last = { last?: LastSnapshot; number: number; taking?: string };

/** How snapshots stand, on DynamoDB. */
export function snapshotsIn(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<
  IntakeTable,
  'lastSnapshot' | 'beginSnapshot' | 'snapshotTaken' | 'snapshotOfBytes' | 'holdSnapshot' | 'heldSnapshot'
> {
  const get = async <Item>(Key: { pk: string; sk: string }): Promise<Item | undefined> =>
    (await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item as Item | undefined;

  return {
    lastSnapshot: async (layout) => (await get<Last>(lastKey(layout)))?.last ?? null,
    beginSnapshot: async (layout, { file, number }) =>
      wentThrough(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: lastKey(layout),
            UpdateExpression: 'SET taking = :file, #number = if_not_exists(#number, :before)',
            ConditionExpression:
              '(attribute_not_exists(#number) OR #number = :before) AND (attribute_not_exists(taking) OR taking = :file)',
            ExpressionAttributeNames: { '#number': 'number' },
            ExpressionAttributeValues: { ':file': file, ':before': number - 1 },
          }),
        ),
      ),
    snapshotTaken: async (layout, { sha256, at, ...last }) => {
      const { file, number } = last;
      const item = { ...bytesKey(layout, sha256), file, ...expiry('name of an extract', at) };
      await client.send(new PutCommand({ TableName: tableName, Item: item }));
      await wentThrough(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: lastKey(layout),
            UpdateExpression: 'SET #last = :last, #number = :number REMOVE taking',
            ConditionExpression: 'taking = :file',
            ExpressionAttributeNames: { '#number': 'number', '#last': 'last' },
            ExpressionAttributeValues: { ':file': file, ':number': number, ':last': last },
          }),
        ),
      );
    },
    snapshotOfBytes: async (layout, sha256) => (await get<{ file: string }>(bytesKey(layout, sha256)))?.file ?? null,
    holdSnapshot: async (held) => {
      const item = { ...heldKey(held.object.key), held, ...expiry('raw file', held.at) };
      await client.send(new PutCommand({ TableName: tableName, Item: item }));
    },
    heldSnapshot: async (name) => (await get<{ held: HeldSnapshot }>(heldKey(name)))?.held ?? null,
  };
}
