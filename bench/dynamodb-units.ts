// What DynamoDB bills, from the requests themselves (docs.aws.amazon.com, "DynamoDB throughput capacity"): an item
// written or deleted costs one unit for each KB begun; an item read consistently costs one for each 4 KB begun, and half
// of it otherwise.

import type { AwsCall } from './bench-stack.ts';

type Value = Record<string, unknown>;
type Item = Record<string, Value>;
type Units = { write: number; read: number; writes: Map<string, number> };

/** Counts units over the calls; those of writing also by the kind of item, which its keys begin with. */
export function dynamodbUnits(calls: AwsCall[]): Units {
  const units: Units = { write: 0, read: 0, writes: new Map() };
  const write = (place: Item, count: number) => {
    const [pk, sk] = [place['pk'], place['sk']].map((key) => String(key?.['S']).split('#')[0]);
    const kind = /^\d/.test(sk ?? '') ? String(pk) : `${pk} ${sk}`;
    units.write += count;
    units.writes.set(kind, (units.writes.get(kind) ?? 0) + count);
  };
  const put = (item: Item) => write(item, Math.ceil(bytesOf(item) / 1024));

  for (const { service, operation, input } of calls) {
    if (service !== 'dynamodb' || !input) continue;
    const {
      Item,
      ConsistentRead,
      RequestItems = {},
      Limit = 1,
      Key = {},
    } = input as {
      Item?: Item;
      ConsistentRead?: boolean;
      RequestItems?: Record<string, { PutRequest: { Item: Item } }[] | { Keys: Item[]; ConsistentRead?: boolean }>;
      Limit?: number;
      Key?: Item;
    };
    const each = ConsistentRead ? 1 : 0.5;
    if (operation === 'PutItem' && Item) put(Item);
    else if (operation === 'UpdateItem' || operation === 'DeleteItem')
      write(Key, 1); // small items
    else if (operation === 'GetItem' || operation === 'Query')
      units.read += each * Math.ceil(Limit / 4); // an item has a KB at most
    else {
      for (const of of Object.values(RequestItems)) {
        if (Array.isArray(of)) for (const { PutRequest } of of) put(PutRequest.Item);
        else units.read += of.Keys.length * (of.ConsistentRead ? 1 : 0.5);
      }
    }
  }
  return units;
}

type Read = {
  TableName?: string;
  Item?: Item;
  Key?: Item;
  ConsistentRead?: boolean;
  ExclusiveStartKey?: Item;
  ExpressionAttributeValues?: Item;
};

/**
 * Units of going through whole tables, and through whole partitions of runs, of what was put there until then. Later pages are
 * no tables more.
 */
export function unitsOfWhole(reads: AwsCall[], until: AwsCall[]): number {
  const tables = new Map<string | undefined, Map<string, { partition: unknown; bytes: number }>>();
  for (const { operation, input } of until) {
    const { TableName, Item, Key } = (input ?? {}) as Read;
    const [partition, sk] = [Item ?? Key].flatMap((at) => [at?.['pk']?.['S'], at?.['sk']?.['S']]);
    const place = JSON.stringify([partition, sk]);
    if (!tables.has(TableName)) tables.set(TableName, new Map());
    if (operation === 'PutItem' && Item) tables.get(TableName)!.set(place, { partition, bytes: bytesOf(Item) });
    else if (operation === 'DeleteItem') tables.get(TableName)!.delete(place);
  }
  return reads.reduce((units, call) => {
    const { TableName, ConsistentRead, ExclusiveStartKey, ExpressionAttributeValues = {} } = (call.input ?? {}) as Read;
    if (ExclusiveStartKey || !(call.operation === 'Scan' || isOfRun(call))) return units;
    const [asked] = Object.values(ExpressionAttributeValues).map(({ S }) => S);
    const items = [...(tables.get(TableName)?.values() ?? [])];
    const read = call.operation === 'Scan' ? items : items.filter(({ partition }) => partition === asked);
    const bytes = read.reduce((sum, each) => sum + each.bytes, 0);
    return units + Math.max(1, bytes / 4096) * (ConsistentRead ? 1 : 0.5);
  }, 0);
}

/** Whether a call reads a run's decisions, of which it reads all in a partition. */
export const isOfRun = ({ operation, input }: AwsCall): boolean =>
  operation === 'Query' && JSON.stringify(input).includes('"RUN#');

/** The size of an item as DynamoDB counts it: names and values. */
export const bytesOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOfValue(value), 0);

function bytesOfValue(value: Value): number {
  const [type = '', inner] = Object.entries(value)[0] ?? [];
  if (type === 'S') return Buffer.byteLength(inner as string);
  if (type === 'N') return Math.ceil((inner as string).length / 2) + 1;
  if (type === 'L') return 3 + (inner as Value[]).reduce((sum, each) => sum + 1 + bytesOfValue(each), 0);
  if (type === 'M') return 3 + bytesOf(inner as Item) + Object.keys(inner as Item).length;
  return 1; // BOOL, NULL
}
