import type { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, it } from 'vitest';
import { bytesOf } from '../../../../bench/kept-items.ts';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import type { Look } from '../../../../functions/notices/rules/look.ts';
import { noticesTable } from '../../../../functions/notices/store/notices-table.ts';
import { pdfThatSays, sumOf } from '../../../support/documents.ts';
import { keyOf, recipientOf } from '../../../support/planned-notice.ts';
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
  expect(bytes).toBeGreaterThan(600);
  expect(bytes).toBeLessThan(1_000);
});

it('a decision on a benefit that came by letter is stored in less than 1,000 bytes, whatever Notify was asked meanwhile', async () => {
  const world = sendingWorld();
  const PDF = pdfThatSays('a decision');
  const document = world.documents.put('revenues-benefits/2026/09/hb-decision-240044.pdf', PDF);
  const served = { issued_on: '2026-09-29', deemed_served_on: '2026-10-01' };
  const type = 'hb.decision.made.document';
  const id = await world.plan('a', {
    ...{ type, about: { kind: 'claim', id: keyOf('claim-a') }, channel: 'letter', occasion: keyOf('decision') },
    ...{ document: { sha256: sumOf(PDF) }, act_by: null, ...served },
  });
  const recipient = {
    ...recipientOf((await world.store.get(id)) as Notice),
    document,
    served: { ...served, act_by: null },
  };
  world.looks.set(id, { kind: 'go', recipient } as Look);
  await world.runFor(2_000);
  Object.assign(world.atNotify[0]!, { status: 'accepted' });
  await world.runFor(20 * 60_000);
  Object.assign(world.atNotify[0]!, { status: 'received', cost_pence: 61 });
  await world.runFor(3_600_000);
  const notice = (await world.store.get(id))!;
  expect(notice.state).toBe('delivered');
  const { letter } = notice.attempts;
  expect(
    await storedBytes({
      ...notice,
      run: 'revenues-benefits-2026-09-29',
      attempts: { letter: { ...letter!, notify_id: NOTIFY_ID } },
    }),
  ).toBeLessThan(1_000);
});
