// What stands in DynamoDB's tables, by the requests that wrote it: what a query or a scan costs hangs on the bytes that it goes
// through, and not on how many items it may answer with.

import type { AwsCall } from './bench-stack.ts';

type Value = Record<string, unknown>;
export type Item = Record<string, Value>;
type Partition = Map<string, number>;

type Asked = {
  TableName?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeValues?: Item;
  ExclusiveStartKey?: Item;
  ScanIndexForward?: boolean;
  Limit?: number;
};

type Written = Pick<Asked, 'TableName' | 'ExpressionAttributeValues'> & {
  Item?: Item;
  Key?: Item;
  RequestItems?: Record<string, { PutRequest: { Item: Item } }[] | object>;
};

/** What a condition says of the sort key, and whether a key with these values meets it. */
const OF_SORT_KEYS: readonly [RegExp, (sk: string, ...values: string[]) => boolean][] = [
  [/^pk = (:\w+)$/, () => true],
  [/^pk = (:\w+) AND sk < (:\w+)$/, (sk, before) => sk < before!],
  [/^pk = (:\w+) AND begins_with\(sk, (:\w+)\)$/, (sk, begin) => sk.startsWith(begin!)],
  [/^pk = (:\w+) AND sk BETWEEN (:\w+) AND (:\w+)$/, (sk, from, to) => sk >= from! && sk <= to!],
];

/** Items by table and partition, with their bytes. Requests are taken as they went out: what was refused would be there. */
export class KeptItems {
  readonly #tables = new Map<string, Map<string, Partition>>();

  constructor(calls: readonly AwsCall[] = []) {
    for (const each of calls) this.write(each);
  }

  write({ service, operation, input }: AwsCall): void {
    if (service !== 'dynamodb' || !input) return;
    const { TableName = '', Item, Key, ExpressionAttributeValues = {}, RequestItems = {} } = input as Written;
    if (operation === 'PutItem' && Item) this.#put(TableName, Item, bytesOf(Item));
    if (operation === 'DeleteItem' && Key) this.#partition(TableName, text(Key, 'pk')).delete(text(Key, 'sk'));
    if (operation === 'UpdateItem' && Key) this.#put(TableName, Key, bytesOf({ ...Key, ...ExpressionAttributeValues }));
    if (operation === 'BatchWriteItem')
      for (const [table, of] of Object.entries(RequestItems))
        if (Array.isArray(of))
          for (const { PutRequest } of of) this.#put(table, PutRequest.Item, bytesOf(PutRequest.Item));
  }

  /** Bytes of the items that one page of a query goes through. */
  bytesOfQuery(input: object): number {
    const { TableName = '', ExpressionAttributeValues = {}, ...asked } = input as Asked;
    const { KeyConditionExpression = '', ExclusiveStartKey, ScanIndexForward = true, Limit } = asked;
    for (const [form, meets] of OF_SORT_KEYS) {
      const [, pk, ...names] = form.exec(KeyConditionExpression) ?? [];
      if (!pk) continue;
      const values = names.map((name) => text(ExpressionAttributeValues, name));
      const after = ExclusiveStartKey && text(ExclusiveStartKey, 'sk');
      const isLeft = (sk: string) => after === undefined || (ScanIndexForward ? sk > after : sk < after);
      const found = [...this.#partition(TableName, text(ExpressionAttributeValues, pk))]
        .filter(([sk]) => meets(sk, ...values) && isLeft(sk))
        .sort(([a], [b]) => (a < b === ScanIndexForward ? -1 : 1));
      return found.slice(0, Limit).reduce((sum, [, bytes]) => sum + bytes, 0);
    }
    throw new Error(`bench/kept-items.ts has to know what this query goes through: ${KeyConditionExpression}`);
  }

  /** Bytes of a whole table, or of one partition of it. */
  bytesOf(table = '', pk?: string): number {
    const partitions = pk === undefined ? [...(this.#tables.get(table)?.values() ?? [])] : [this.#partition(table, pk)];
    return partitions.flatMap((each) => [...each.values()]).reduce((sum, bytes) => sum + bytes, 0);
  }

  #put(table: string, place: Item, bytes: number): void {
    this.#partition(table, text(place, 'pk')).set(text(place, 'sk'), bytes);
  }

  #partition(table: string, pk: string): Partition {
    const partitions = this.#tables.get(table) ?? new Map<string, Partition>();
    this.#tables.set(table, partitions);
    const partition = partitions.get(pk) ?? new Map<string, number>();
    partitions.set(pk, partition);
    return partition;
  }
}

const text = (of: Item, name: string): string => String(of[name]?.['S']);

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
