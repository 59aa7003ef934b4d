import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import { arnOf, cleanUp, clientOf, lambda, mapping, queue, start, until, urlOf } from './stack-under-test.ts';

afterEach(cleanUp);

const send = (engine: Awaited<ReturnType<typeof start>>, queueId: string, body: string, DelaySeconds?: number) =>
  new SQSClient(clientOf(engine)).send(
    new SendMessageCommand({ QueueUrl: urlOf(engine, queueId), MessageBody: body, DelaySeconds }),
  );

const failing = `export const handler = async ({ Records }) => {
  for (const { body, attributes } of Records) console.log('got ' + body + ' ' + attributes.ApproximateReceiveCount);
  return { batchItemFailures: Records.filter((r) => r.body === 'bad').map((r) => ({ itemIdentifier: r.messageId })) };
};`;

/** Starts the worker first: visibility runs while one starts, and on a busy machine that takes a while. */
const warm = (engine: Awaited<ReturnType<typeof start>>) => engine.invoke('Worker', { Records: [] }).catch(() => {});

const stack = (mappingProperties = {}) => ({
  Dead: queue(),
  Work: queue({ VisibilityTimeout: 2, RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 2 } }),
  Worker: lambda('worker', { Timeout: 2 }),
  Mapping: mapping('Work', 'Worker', mappingProperties),
});

describe('a queue with a function', () => {
  test('deletes what was handled, tries what failed again, and redrives it to the dead-letter queue', async () => {
    const engine = await start(stack({ FunctionResponseTypes: ['ReportBatchItemFailures'] }), {
      handlers: { worker: failing },
    });
    await warm(engine);
    await send(engine, 'Work', 'good');
    await send(engine, 'Work', 'bad');
    await engine.untilIdle();
    expect(engine.said.filter((line) => line.startsWith('got')).sort()).toEqual([
      'got bad 1',
      'got bad 2',
      'got good 1',
    ]);
    const [dead, work] = engine.queues();
    expect(dead).toMatchObject({ logicalId: 'Dead', visible: 1, deadLetterOf: [work?.name] });
    expect(work).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
    expect(engine.calls().lambda).toBeGreaterThanOrEqual(2);
  });

  test('puts the whole batch back when the function throws', async () => {
    const engine = await start(stack(), {
      handlers: { worker: `export const handler = async () => { throw new TypeError('no'); };` },
    });
    await warm(engine);
    await send(engine, 'Work', 'a');
    await send(engine, 'Work', 'b');
    await engine.untilIdle();
    expect(engine.queues()[0]?.visible).toBe(2);
    expect(engine.events.filter((event) => event.kind === 'invocation-failed')[0]).toMatchObject({
      error: 'TypeError',
    });
  });

  test('kills a function that runs past its timeout, and a worker that died is replaced', async () => {
    const slow = `let calls = 0;
      export const handler = async ({ Records }, context) => {
        console.log('pid ' + process.pid + ' ' + (context.getRemainingTimeInMillis() > 0));
        if (Records[0].attributes.ApproximateReceiveCount === '1') await new Promise(() => setInterval(() => {}, 1000));
      };`;
    const engine = await start(stack(), { handlers: { worker: slow } });
    await send(engine, 'Work', 'a');
    await engine.untilIdle();
    const pids = engine.said.filter((line) => line.startsWith('pid'));
    expect(new Set(pids).size).toBe(2);
    expect(pids.every((line) => line.endsWith('true'))).toBe(true);
    expect(engine.events.find((event) => event.kind === 'invocation-failed')).toMatchObject({
      error: 'Sandbox.Timedout',
    });
    expect(engine.queues().every((state) => state.visible === 0)).toBe(true);
  });

  test('survives kill -9 of a worker in the middle of its work', async () => {
    const once = `export const handler = async ({ Records }) => {
      console.log('started');
      if (Records[0].attributes.ApproximateReceiveCount === '1') await new Promise((go) => setTimeout(go, 60_000));
    };`;
    // Far more time than it takes to kill it: one that ran out of it first would take a second try with it.
    const Work = queue({ RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 2 } });
    const engine = await start({ ...stack(), Work, Worker: lambda('worker') }, { handlers: { worker: once } });
    await send(engine, 'Work', 'a');
    await until(() => engine.said.includes('started'));
    engine.kill('Worker');
    await engine.untilIdle();
    expect(engine.said.filter((line) => line === 'started')).toHaveLength(2);
    expect(engine.queues().every((state) => state.visible === 0)).toBe(true);
  });

  test('keeps a delayed message until it is due, and says how long that is', async () => {
    const engine = await start(stack(), { handlers: { worker: failing } });
    await warm(engine);
    await send(engine, 'Work', 'later', 1);
    expect(engine.queues()[1]).toMatchObject({ delayed: 1, visible: 0 });
    expect(engine.queues()[1]?.delayedLongestMs).toBeGreaterThan(0);
    expect(engine.idle()).toBe(false);
    expect(engine.idle({ ignoreDelayed: true })).toBe(true);
    await engine.untilIdle();
    expect(engine.said).toContain('got later 1');
  });

  test('never runs more at once than MaximumConcurrency, in batches of at most BatchSize', async () => {
    const counting = `export const handler = async ({ Records }) => {
      console.log('begin ' + Records.length);
      await new Promise((go) => setTimeout(go, 500)); // long enough for a second one to start
      console.log('end');
    };`;
    const concurrency = { BatchSize: 2, ScalingConfig: { MaximumConcurrency: 2 } };
    const engine = await start({ ...stack(concurrency), Work: queue() }, { handlers: { worker: counting } });
    for (let i = 0; i < 12; i += 1) await send(engine, 'Work', String(i));
    await engine.untilIdle();
    let running = 0;
    let most = 0;
    for (const line of engine.said) {
      running += line === 'end' ? -1 : 1;
      most = Math.max(most, running);
    }
    expect(most).toBe(2);
    const sizes = engine.said.filter((line) => line.startsWith('begin')).map((line) => Number(line.slice(6)));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(12);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
  });

  test('gathers a batch for as long as its window', async () => {
    const sizes = `export const handler = async ({ Records }) => console.log('size ' + Records.length);`;
    const engine = await start(stack({ BatchSize: 20, MaximumBatchingWindowInSeconds: 3 }), {
      handlers: { worker: sizes },
    });
    await Promise.all(Array.from({ length: 15 }, (_, i) => send(engine, 'Work', String(i))));
    await engine.untilIdle();
    expect(engine.said).toEqual(['size 15']);
  });

  test('passes on only what the filter lets through', async () => {
    const FilterCriteria = { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['wanted'] } }) }] };
    const engine = await start(stack({ FilterCriteria }), { handlers: { worker: failing } });
    await send(engine, 'Work', '{"kind":"other"}');
    await send(engine, 'Work', '{"kind":"wanted"}');
    await engine.untilIdle();
    expect(engine.said).toEqual(['got {"kind":"wanted"} 1']);
  });
});
