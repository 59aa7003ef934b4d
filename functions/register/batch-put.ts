import { BatchWriteCommand, type BatchWriteCommandInput, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { untilNoneLeft } from '../shared/throttled.ts';
import { together } from '../shared/together.ts';
import type { Place } from './table.ts';

const AT_ONCE = 25; // BatchWriteItem takes 25

type WriteRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

/** Puts items without condition, together with others that are put at the same time. */
export function batchPut<Item extends Place>(
  client: DynamoDBDocumentClient,
  tableName: string,
): (item: Item) => Promise<void> {
  return together(AT_ONCE, async (items: Item[]) => {
    // The same item may be asked for more than once, but may not stand in a request twice.
    const each = new Map(items.map((item) => [`${item.pk}\n${item.sk}`, { PutRequest: { Item: item } }]));
    await untilNoneLeft<WriteRequest>([...each.values()], async (left) => {
      const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: left } }));
      return UnprocessedItems?.[tableName] ?? [];
    });
    return items.map(() => undefined);
  });
}
