import type { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, it } from 'vitest';
import { bytesOf } from '../../../../bench/dynamodb-units.ts';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { noticesTable } from '../../../../functions/notices/store/notices-table.ts';
import { keyOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const NOTIFY_ID = '740e5834-3a29-46b4-9a6f-16142fde533a';

/** What the table is asked to keep, in DynamoDB's own count. */
async function storedBytes(notice: Notice): Promise<number> {
  let stored: Record<string, unknown> | undefined;
  const client = {
    send: async ({ input }: PutCommand) => {
      stored = input.Item;
      return {};
    },
  };
  await noticesTable(client as unknown as DynamoDBDocumentClient, 'notices').put(notice);
  return bytesOf(marshall(stored, { removeUndefinedValues: true }) as Parameters<typeof bytesOf>[0]);
}

// DynamoDB bills a write for each 1,024 bytes begun: one unit or two for every notice (docs/adr/014).
it('a text that was delivered is stored in less than 1,000 bytes', async () => {
  const world = sendingWorld();
  const id = await world.plan('a', { run: 'RE-2026-09-29' });
  await world.runFor(30_000);
  world.receipt(`${keyOf('a')}.sms`, 'delivered');
  await world.runFor(60_000);
  const notice = (await world.store.get(id))!;
  expect(notice.state).toBe('delivered');
  const { sms } = notice.attempts;
  // The sandbox of this test has shorter ids than Notify, and tells no fragments.
  const asAtNotify = { ...notice, attempts: { sms: { ...sms!, notify_id: NOTIFY_ID, fragments: 2 } } };
  const bytes = await storedBytes(asAtNotify);
  expect(bytes).toBeGreaterThan(700);
  expect(bytes).toBeLessThan(1_000);
});
