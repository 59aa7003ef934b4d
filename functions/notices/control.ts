import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { held } from '../shared/held.ts';
import type { ControlStore, Pace, Stop } from './store.ts';
import { controlPlace } from './table.ts';

/** The single items that steer sending: the stop switch, the releaser's lease and pace, and the day's counts. */
export function controlOn(client: DynamoDBDocumentClient, TableName: string): ControlStore {
  const read = async (what: string) => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: controlPlace(what), ConsistentRead: true }));
    return Item?.['value'] ?? null;
  };
  const write = async (what: string, value: unknown) => {
    await client.send(new PutCommand({ TableName, Item: { ...controlPlace(what), value } }));
  };
  const names = { '#owner': 'owner', '#until': 'until' };

  return {
    stop: async () => (await read('STOP')) as Stop | null,
    setStop: async (stop) => {
      if (stop) await write('STOP', stop);
      else await client.send(new DeleteCommand({ TableName, Key: controlPlace('STOP') }));
    },
    takeLease: (owner, until, now) =>
      held(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...controlPlace('LEASE'), owner, until },
            ConditionExpression: 'attribute_not_exists(pk) OR #owner = :owner OR #until <= :now',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: { ':owner': owner, ':now': now },
          }),
        ),
      ),
    giveBackLease: async (owner) => {
      await held(
        client.send(
          new DeleteCommand({
            TableName,
            Key: controlPlace('LEASE'),
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': owner },
          }),
        ),
      );
    },
    pace: async () => (await read('PACE')) as Pace | null,
    setPace: (pace) => write('PACE', pace),
    countDay: async (utcDate, channel, add) => {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: controlPlace(`DAY#${utcDate}#${channel}`),
          UpdateExpression: 'ADD released :add',
          ExpressionAttributeValues: { ':add': add },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.['released'] ?? 0);
    },
  };
}
