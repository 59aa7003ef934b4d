import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { EXPIRES, expiry } from '../../../contracts/retention.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { Brake } from '../notice/brake.ts';
import type { NoticeStore, OpenRun } from './ports.ts';
import { brakePlace, OPEN_RUNS, openRunPlace } from './table.ts';

/** What the brake says of each run, and the runs that the releaser has to see to. */
export const brakesOn = (
  client: DynamoDBDocumentClient,
  TableName: string,
): Pick<NoticeStore, 'brake' | 'putBrake' | 'openRun' | 'openRuns' | 'closeRun'> => ({
  brake: async (run) => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: brakePlace(run), ConsistentRead: true }));
    if (!Item) return null;
    const { pk, sk, [EXPIRES]: _, ...brake } = Item;
    return brake as Brake;
  },
  putBrake: (brake) =>
    wentThrough(
      client.send(
        new PutCommand({
          TableName,
          Item: { ...brakePlace(brake.run), ...brake, ...expiry('run', brake.weighed_at) },
          ...(brake.version === 1
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'version = :before',
                ExpressionAttributeValues: { ':before': brake.version - 1 },
              }),
        }),
      ),
    ),
  openRun: async (run) => {
    await client.send(
      new UpdateCommand({
        TableName,
        Key: openRunPlace(run),
        UpdateExpression: 'SET run = :run ADD opened :one',
        ExpressionAttributeValues: { ':run': run, ':one': 1 },
      }),
    );
  },
  openRuns: async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': OPEN_RUNS },
        ConsistentRead: true,
      }),
    );
    return Items.map(({ run, opened }) => ({ run, opened }) as OpenRun);
  },
  closeRun: ({ run, opened }) =>
    wentThrough(
      client.send(
        new DeleteCommand({
          TableName,
          Key: openRunPlace(run),
          ConditionExpression: 'opened = :opened',
          ExpressionAttributeValues: { ':opened': opened },
        }),
      ),
    ),
});
