import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../contracts/retention.ts';
import type { Now } from '../shared/clock.ts';
import { calledPlace } from './table.ts';

/** What back offices call requests of ours. */
export type SystemReferences = {
  keep(of: { system: string; system_ref: string; request_ref: string }): Promise<void>;
  /** Null where this system was told of none that it calls so. */
  ours(system: string, system_ref: string): Promise<string | null>;
};

/** In the register table. Kept twice, it stands there once. */
export function systemReferences(client: DynamoDBDocumentClient, TableName: string, now: Now): SystemReferences {
  return {
    keep: async ({ system, system_ref, request_ref }) => {
      const Item = { ...calledPlace(system, system_ref), request_ref, ...expiry('reference at a back office', now()) };
      await client.send(new PutCommand({ TableName, Item }));
    },
    ours: async (system, system_ref) => {
      const Key = calledPlace(system, system_ref);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return (Item?.['request_ref'] as string | undefined) ?? null;
    },
  };
}
