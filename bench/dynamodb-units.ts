// What DynamoDB bills, from the requests themselves (docs.aws.amazon.com, "DynamoDB throughput capacity"): an item
// written costs one unit for each KB begun, and so does each index entry that is put or taken away; an item read
// consistently costs one for each 4 KB begun, and half of it otherwise.

import type { AwsCall } from './bench-stack.ts';

type Value = Record<string, unknown>;
type Item = Record<string, Value>;
type Units = { write: number; read: number };

/** The attributes of each index's key, by its name. */
export type Indexes = Record<string, string[]>;

/**
 * Counts units over the calls in their order.
 * @param indexes of all tables: an item that lacks an index's attributes is not on it
 */
export function dynamodbUnits(calls: AwsCall[], indexes: Indexes): Units {
  const units = { write: 0, read: 0 };
  const keys = new Map<string, Record<string, string | null>>();

  const put = (table: string, item: Item) => {
    units.write += Math.ceil(bytesOf(item) / 1024);
    const place = JSON.stringify([table, item['pk'], item['sk']]);
    const before = keys.get(place) ?? {};
    const after: Record<string, string | null> = {};
    for (const [index, names] of Object.entries(indexes)) {
      const has = names.every((name) => name in item) ? JSON.stringify(names.map((name) => item[name])) : null;
      after[index] = has;
      // An entry whose key changes is taken away and put anew.
      if (has !== (before[index] ?? null)) units.write += (has ? 1 : 0) + (before[index] ? 1 : 0);
    }
    keys.set(place, after);
  };

  for (const { service, operation, input } of calls) {
    if (service !== 'dynamodb' || !input) continue;
    const {
      TableName = '',
      Item,
      ConsistentRead,
      RequestItems = {},
      Limit = 1,
    } = input as {
      TableName?: string;
      Item?: Item;
      ConsistentRead?: boolean;
      RequestItems?: Record<string, { PutRequest: { Item: Item } }[] | { Keys: Item[] }>;
      Limit?: number;
    };
    const each = ConsistentRead ? 1 : 0.5;
    if (operation === 'PutItem' && Item) put(TableName, Item);
    else if (operation === 'UpdateItem' || operation === 'DeleteItem')
      units.write += 1; // small items, no index keys
    else if (operation === 'GetItem' || operation === 'Query')
      units.read += each * Math.ceil(Limit / 4); // an item has a KB at most
    else {
      for (const [table, of] of Object.entries(RequestItems)) {
        if (Array.isArray(of)) for (const { PutRequest } of of) put(table, PutRequest.Item);
        else units.read += of.Keys.length;
      }
    }
  }
  return units;
}

const bytesOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOfValue(value), 0);

function bytesOfValue(value: Value): number {
  const [type = '', held] = Object.entries(value)[0] ?? [];
  if (type === 'S') return Buffer.byteLength(held as string);
  if (type === 'N') return Math.ceil((held as string).length / 2) + 1;
  if (type === 'L') return 3 + (held as Value[]).reduce((sum, each) => sum + 1 + bytesOfValue(each), 0);
  if (type === 'M') return 3 + bytesOf(held as Item) + Object.keys(held as Item).length;
  return 1; // BOOL, NULL
}
