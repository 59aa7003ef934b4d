import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { heardKey, layoutKey, pausedKey } from '../../functions/intake/table.ts';
import type { Clients } from './clients.ts';
import { ofType, type StackNow } from './stack-now.ts';

type Tables = Pick<Clients, 'tables'>;

export type Pause = { since: string; by: string; why: string };

/** What intake remembers of its sources. */
export function sourcesIn({ tables }: Tables, stack: StackNow) {
  const table = [...ofType(stack, 'AWS::DynamoDB::Table'), ...ofType(stack, 'AWS::DynamoDB::GlobalTable')].find(
    ({ path }) => path.startsWith('intake/'),
  );
  if (!table) throw new Error(`${stack.name} has no table of intake`);
  const TableName = table.physicalId;
  const read = async (Key: { pk: string; sk: string }) =>
    (await tables.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  return {
    paused: async (source: string) => ((await read(pausedKey(source))) as Pause | undefined) ?? null,
    pause: (source: string, pause: Pause) =>
      tables.send(new PutCommand({ TableName, Item: { ...pausedKey(source), ...pause } })),
    resume: (source: string) => tables.send(new DeleteCommand({ TableName, Key: pausedKey(source) })),
    /** Whether anything was ever taken from it, by event or by a file of this layout. */
    heard: async (source: string, layout: string | undefined) =>
      [await read(heardKey(source)), layout && (await read(layoutKey(layout)))].some(Boolean),
  };
}
