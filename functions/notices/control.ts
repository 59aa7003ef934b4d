import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { held } from '../shared/held.ts';
import { together } from '../shared/together.ts';
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
  /** Asked for each message of a batch: one read answers all who ask in the same instant, and none who asks later. */
  const readStop = together(Number.POSITIVE_INFINITY, async (askers: undefined[]) => {
    const stop = (await read('STOP')) as Stop | null;
    return askers.map(() => stop);
  });
  const names = { '#owner': 'owner', '#until': 'until' };
  const putLease = (owner: string, until: number, now: number) =>
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
    );
  const askHolder = (now: number) =>
    held(
      client.send(
        new UpdateCommand({
          TableName,
          Key: controlPlace('LEASE'),
          UpdateExpression: 'SET again = :true',
          ConditionExpression: '#until > :now',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: { ':true': true, ':now': now },
        }),
      ),
    );

  return {
    stop: () => readStop(undefined),
    setStop: async (stop) => {
      if (stop) await write('STOP', stop);
      else await client.send(new DeleteCommand({ TableName, Key: controlPlace('STOP') }));
    },
    takeLease: async (owner, until, now) => {
      if (await putLease(owner, until, now)) return true;
      if (await askHolder(now)) return false;
      return putLease(owner, until, now); // it was given back in between
    },
    keepLease: (owner, until) =>
      held(
        client.send(
          new UpdateCommand({
            TableName,
            Key: controlPlace('LEASE'),
            UpdateExpression: 'SET #until = :until',
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: { ':owner': owner, ':until': until },
          }),
        ),
      ),
    giveBackLease: async (owner) => {
      const mine = { TableName, Key: controlPlace('LEASE'), ExpressionAttributeValues: { ':owner': owner } };
      const gone = new DeleteCommand({
        ...mine,
        ConditionExpression: '#owner = :owner AND attribute_not_exists(again)',
        ExpressionAttributeNames: { '#owner': 'owner' },
      });
      if (await held(client.send(gone))) return true;
      const heard = new UpdateCommand({
        ...mine,
        UpdateExpression: 'REMOVE again',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
      });
      return !(await held(client.send(heard))); // not ours any more: as good as given back
    },
    pace: async () => (await read('PACE')) as Pace | null,
    setPace: (pace, read) =>
      held(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...controlPlace('PACE'), value: pace },
            ...(read ? asRead(read) : { ConditionExpression: 'attribute_not_exists(pk)' }),
          }),
        ),
      ),
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

/** Whoever gives out slots moves the next one on, and whoever halves the pace says when: so each write is told from the last. */
const asRead = ({ next_slot_at, halved_at }: Pace) => ({
  ConditionExpression: '#value.next_slot_at = :slot AND #value.halved_at = :halved',
  ExpressionAttributeNames: { '#value': 'value' },
  ExpressionAttributeValues: { ':slot': next_slot_at, ':halved': halved_at },
});
