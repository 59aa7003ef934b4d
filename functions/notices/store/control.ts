import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { ControlStore, NotSetUp, Pace } from './ports.ts';
import { switchesOn } from './switches.ts';
import { controlPlace } from './table.ts';
import { dayOn } from './utc-day.ts';

/** The single items that steer sending: the switches that stop it, the releaser's lease and pace, and the day's counts. */
export function controlOn(client: DynamoDBDocumentClient, TableName: string): ControlStore {
  const read = async (what: string) => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: controlPlace(what), ConsistentRead: true }));
    return Item?.['value'] ?? null;
  };
  const names = { '#owner': 'owner', '#until': 'until' };
  const putLease = (owner: string, until: number, now: number) =>
    wentThrough(
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
    wentThrough(
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
    ...switchesOn(client, TableName),
    takeLease: async (owner, until, now) => {
      if (await putLease(owner, until, now)) return true;
      if (await askHolder(now)) return false;
      return putLease(owner, until, now); // it was given back in between
    },
    keepLease: (owner, until) =>
      wentThrough(
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
      if (await wentThrough(client.send(gone))) return true;
      const heard = new UpdateCommand({
        ...mine,
        UpdateExpression: 'REMOVE again',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
      });
      return !(await wentThrough(client.send(heard))); // not ours any more: as good as given back
    },
    notSetUp: async () => ((await read('NOT-SET-UP')) as NotSetUp[] | null) ?? [],
    setNotSetUp: async (what) => {
      await client.send(new PutCommand({ TableName, Item: { ...controlPlace('NOT-SET-UP'), value: what } }));
    },
    pace: async () => (await read('PACE')) as Pace | null,
    setPace: (pace, read) =>
      wentThrough(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...controlPlace('PACE'), value: pace },
            ...(read ? asRead(read) : { ConditionExpression: 'attribute_not_exists(pk)' }),
          }),
        ),
      ),
    ...dayOn(client, TableName),
  };
}

/**
 * The releaser that gives out slots moves the next one on, and says since when it follows the workers; a sender that halves the pace says
 * when: so each write is told from the last.
 */
const asRead = ({ next_slot_at, halved_at, following }: Pace) => ({
  ConditionExpression: '#value.next_slot_at = :slot AND #value.halved_at = :halved AND #value.following.since = :since',
  ExpressionAttributeNames: { '#value': 'value' },
  ExpressionAttributeValues: { ':slot': next_slot_at, ':halved': halved_at, ':since': following.since },
});
