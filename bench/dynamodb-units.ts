// What DynamoDB bills, from the requests themselves (docs.aws.amazon.com, "DynamoDB throughput capacity"): an item
// written or deleted costs one unit for each KB begun; an item read consistently costs one for each 4 KB begun, and half
// of it otherwise; a query costs as much for all that it goes through together, and one that finds nothing as for 4 KB.

import type { AwsCall } from './bench-stack.ts';
import { bytesOf, type Item, KeptItems } from './kept-items.ts';

type Units = { write: number; read: number; writes: Map<string, number> };

const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

type Input = {
  Item?: Item;
  Key?: Item;
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { PutRequest: { Item: Item } }[] | { Keys: Item[]; ConsistentRead?: boolean }>;
};

const share = (ConsistentRead: boolean | undefined): number => (ConsistentRead ? 1 : 0.5);

/**
 * Counts units over the calls; those of writing also by the kind of item, which its keys begin with.
 * @param before the calls that had filled the tables by then
 */
export function dynamodbUnits(calls: readonly AwsCall[], before: readonly AwsCall[] = []): Units {
  const units: Units = { write: 0, read: 0, writes: new Map() };
  const kept = new KeptItems(before);
  const write = (place: Item, count: number) => {
    const [pk, sk] = [place['pk'], place['sk']].map((key) => String(key?.['S']).split('#')[0]);
    const kind = /^\d/.test(sk ?? '') ? String(pk) : `${pk} ${sk}`;
    units.write += count;
    units.writes.set(kind, (units.writes.get(kind) ?? 0) + count);
  };
  const put = (item: Item) => write(item, Math.ceil(bytesOf(item) / WRITE_BYTES));

  for (const call of calls) {
    const { service, operation, input } = call;
    if (service !== 'dynamodb' || !input) continue;
    const { Item, Key = {}, ConsistentRead, RequestItems = {} } = input as Input;
    if (operation === 'PutItem' && Item) put(Item);
    else if (operation === 'UpdateItem' || operation === 'DeleteItem')
      write(Key, 1); // small items
    else if (operation === 'GetItem')
      units.read += share(ConsistentRead); // an item has a KB at most
    else if (operation === 'Query')
      units.read += share(ConsistentRead) * Math.max(1, Math.ceil(kept.bytesOfQuery(input) / READ_BYTES));
    else {
      for (const of of Object.values(RequestItems)) {
        if (Array.isArray(of)) for (const { PutRequest } of of) put(PutRequest.Item);
        else units.read += of.Keys.length * share(of.ConsistentRead);
      }
    }
    kept.write(call);
  }
  return units;
}

type Read = {
  TableName?: string;
  ConsistentRead?: boolean;
  ExclusiveStartKey?: Item;
  ExpressionAttributeValues?: Item;
};

/**
 * Units of going through whole tables, and through whole partitions of runs, of what was put there until then. Later pages are
 * no tables more.
 */
export function unitsOfWhole(reads: readonly AwsCall[], until: readonly AwsCall[]): number {
  const kept = new KeptItems(until);
  return reads.reduce((units, call) => {
    const { TableName, ConsistentRead, ExclusiveStartKey, ExpressionAttributeValues = {} } = (call.input ?? {}) as Read;
    if (ExclusiveStartKey || !(call.operation === 'Scan' || isOfRun(call))) return units;
    const [asked] = Object.values(ExpressionAttributeValues).map(({ S }) => String(S));
    const bytes = call.operation === 'Scan' ? kept.bytesOf(TableName) : kept.bytesOf(TableName, asked);
    return units + Math.max(1, bytes / READ_BYTES) * share(ConsistentRead);
  }, 0);
}

/** Whether a call reads a run's decisions, of which it reads all in a partition. */
export const isOfRun = ({ operation, input }: AwsCall): boolean =>
  operation === 'Query' && JSON.stringify(input).includes('"RUN#');
