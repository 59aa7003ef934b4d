import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../../contracts/envelope.ts';
import { publishTo } from '../../../functions/shared/publish.ts';
import { busFacts } from '../../../functions/shared/sqs-worker.ts';

const fact = (n: number, { type = 'council.notices.notice-sent.v1', text = '' } = {}): CloudEvent => ({
  specversion: '1.0',
  id: `fact-${n}`,
  source: 'council.notices',
  type,
  time: new Date(n).toISOString(),
  datacontenttype: 'application/json',
  council: 'stockton',
  dataclassification: 'personal',
  data: { text },
});

type Put = { DetailType: string; Detail: string; Time: Date };

/** A bus that answers for each entry of a request by what `takes` says of it. */
function bus(takes: (request: number, entry: number) => boolean = () => true) {
  const client = new EventBridgeClient({ region: 'eu-west-2' });
  const requests: Put[][] = [];
  mockClient(client)
    .on(PutEventsCommand)
    .callsFake(({ Entries }: { Entries: Put[] }) => {
      requests.push(Entries);
      return { Entries: Entries.map((_, i) => (takes(requests.length, i) ? { EventId: 'e' } : { ErrorCode: 'x' })) };
    });
  const idsOf = ({ Detail }: Put) => (busFacts({ detail: JSON.parse(Detail) }) as CloudEvent[]).map(({ id }) => id);
  return { publish: publishTo(client, 'facts'), requests, ids: () => requests.map((each) => each.map(idsOf)) };
}

describe('facts on their way to the bus', () => {
  test('travel together by type, and nothing is said of their order', async () => {
    const { publish, requests, ids } = bus();
    const planned = 'council.notices.notice-planned.v1';
    await publish([fact(1), fact(2, { type: planned }), fact(3)]);
    expect(ids()).toEqual([[['fact-1', 'fact-3'], ['fact-2']]]);
    expect(requests[0]?.map(({ DetailType }) => DetailType)).toEqual(['council.notices.notice-sent.v1', planned]);
  });

  test('travel apart by source, each entry with the time of its newest', async () => {
    const { publish, requests, ids } = bus();
    const elsewhere = { ...fact(5), source: 'council.intake' };
    await publish([fact(9), elsewhere, fact(7)]);
    expect(ids()).toEqual([[['fact-9', 'fact-7'], ['fact-5']]]);
    expect(requests[0]?.map(({ Time }) => Time.getTime())).toEqual([9, 5]);
  });

  test('fill entries of 25, and requests of ten entries', async () => {
    const { publish, ids } = bus();
    await publish(Array.from({ length: 260 }, (_, n) => fact(n)));
    expect(ids().map((entries) => entries.map((entry) => entry.length))).toEqual([Array(10).fill(25), [10]]);
    expect(new Set(ids().flat(2)).size).toBe(260);
  });

  test('never make an entry that is billed as two, or a request that is too large', async () => {
    const { publish, requests } = bus();
    await publish(Array.from({ length: 30 }, (_, n) => fact(n, { text: 'x'.repeat(20_000) })));
    const sizes = requests.map((entries) => entries.map(({ Detail }) => Buffer.byteLength(Detail)));
    expect(Math.max(...sizes.flat())).toBeLessThan(64_000);
    expect(Math.max(...sizes.map((each) => each.reduce((sum, size) => sum + size, 0)))).toBeLessThan(256_000);
    expect(sizes.flat()).toHaveLength(15);
  });

  test('are put once more where their entry failed, and only those', async () => {
    const { publish, ids } = bus((request, entry) => request > 1 || entry !== 0);
    await publish([...Array.from({ length: 25 }, (_, n) => fact(n)), fact(99)]);
    expect(ids().map((entries) => entries.map((entry) => entry.length))).toEqual([[25, 1], [25]]);
  });

  test('are told to be lost, by number, when their entry fails again', async () => {
    const { publish } = bus(() => false);
    await expect(publish([fact(1), fact(2)])).rejects.toThrow('2 of 2 events could not be put on the bus');
  });

  test('are none where there is nothing to tell', async () => {
    const { publish, requests } = bus();
    await publish([]);
    expect(requests).toEqual([]);
  });
});
