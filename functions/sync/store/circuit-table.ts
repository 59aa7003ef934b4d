import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { wentThrough } from '../../shared/conditional-write.ts';
import { type Circuit, SHUT } from '../rules/circuit.ts';
import type { SyncStore } from './ports.ts';
import { circuitPlace, pacePlace } from './table.ts';

/** What steers a subscriber: its circuit and its pace. */
export function circuitOn(
  client: DynamoDBDocumentClient,
  TableName: string,
): Pick<SyncStore, 'circuit' | 'putCircuit' | 'takeSlots'> {
  const move = async (subscriber: string, how: { set: string; if: string; values: Record<string, number> }) => {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: pacePlace(subscriber),
          UpdateExpression: `SET next_slot = ${how.set}`,
          ConditionExpression: how.if,
          ExpressionAttributeValues: how.values,
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Attributes?.['next_slot'] as number;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return null;
      throw error;
    }
  };
  return {
    circuit: async (subscriber) => {
      const Key = circuitPlace(subscriber);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) return SHUT;
      const { pk: _, sk: __, ...circuit } = Item;
      return circuit as Circuit;
    },
    putCircuit: (subscriber, circuit) =>
      wentThrough(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...circuitPlace(subscriber), ...circuit },
            ...(circuit.version === 1
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :before',
                  ExpressionAttributeValues: { ':before': circuit.version - 1 },
                }),
          }),
        ),
      ),
    takeSlots: async (subscriber, count, { first, furthest }) => {
      const on = () =>
        move(subscriber, {
          set: 'next_slot + :count',
          if: 'next_slot BETWEEN :first AND :furthest',
          values: { ':count': count, ':first': first, ':furthest': furthest - count },
        });
      const anew = () =>
        move(subscriber, {
          set: ':then',
          if: 'attribute_not_exists(pk) OR next_slot < :first',
          values: { ':then': first + count, ':first': first },
        });
      // Another may have begun the second in between.
      const next = (await on()) ?? (await anew()) ?? (await on());
      return next === null ? null : next - count;
    },
  };
}
