import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { done, duplicate, type Outcome, rejected, retry } from '../../../functions/shared/outcome.ts';
import { busFacts, sqsWorker } from '../../../functions/shared/sqs-worker.ts';

const eventOf = (bodies: string[]): SQSEvent =>
  ({
    Records: bodies.map((body, i) => ({ messageId: `m${i}`, body, attributes: { ApproximateReceiveCount: '2' } })),
  }) as never;
const onBus = (...events: unknown[]) => JSON.stringify({ detail: { events } });
const context = { getRemainingTimeInMillis: () => 1_000 } as Context;

/** A worker on facts that are numbers: what each comes to is said by `outcomes`. */
function worker(outcomes: Record<number, Outcome | Error> = {}) {
  const had: number[] = [];
  const under = { way: 0, most: 0 };
  const handler = sqsWorker<object, number>({
    deps: async () => ({}),
    split: busFacts,
    parse: (json) => {
      if (typeof json !== 'number') throw new Error('no number');
      return json;
    },
    core: async (_, { body }) => {
      under.way += 1;
      under.most = Math.max(under.most, under.way);
      await new Promise(setImmediate);
      had.push(body);
      under.way -= 1;
      const outcome = outcomes[body] ?? done;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    logger: new Logger({ logLevel: 'SILENT' }),
  });
  const back = async (...bodies: string[]) =>
    (await handler(eventOf(bodies), context)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { back, had, under };
}

describe('a worker with messages of several facts', () => {
  test('does each fact of each message, many at a time but not all', async () => {
    const { back, had, under } = worker();
    const many = Array.from({ length: 100 }, (_, n) => n);
    expect(await back(onBus(...many), onBus(100))).toEqual([]);
    expect(had.sort((a, b) => a - b)).toEqual([...many, 100]);
    expect(under.most).toBeLessThanOrEqual(26);
    expect(under.way).toBe(0);
  });

  test.each<[string, Outcome | Error]>([
    ['fails', new Error('x')],
    ['is to be tried again', retry('x')],
  ])('sends a message back of which one fact %s, after all had their turn', async (_, outcome) => {
    const { back, had } = worker({ 2: outcome });
    expect(await back(onBus(1, 2, 3), onBus(4))).toEqual(['m0']);
    expect(had.sort()).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['a duplicate', duplicate],
    ['rejected', rejected('x')],
  ])('consumes a message of which one fact is %s', async (_, outcome) => {
    expect(await worker({ 2: outcome }).back(onBus(1, 2))).toEqual([]);
  });

  test('sends back what holds a fact that cannot be read, and does the others', async () => {
    const { back, had } = worker();
    const bodies = [onBus(1, 'two', 3), 'not json', '{}', '{"detail":null}', onBus()];
    expect((await back(...bodies)).sort()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
    expect(had).toEqual([1, 3]);
  });

  test('takes one CloudEvent that another system put on the bus', () => {
    expect(busFacts({ detail: { type: 'x' } })).toEqual([{ type: 'x' }]);
    expect(busFacts({ detail: { events: [1, 2] } })).toEqual([1, 2]);
  });
});
