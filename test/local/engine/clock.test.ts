import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { arnOf, cleanUp, clientOf, lambda, mapping, queue, start, temporaryFolder, urlOf } from './stack-under-test.ts';

afterEach(cleanUp);

const HOUR = 3_600_000;

// Says by how many hours its clock is ahead when it gets a message.
const worker = `export const handler = async ({ Records }) => {
  for (const { body } of Records) console.log(body + ' ' + Number(process.env.AHEAD_MS) / ${HOUR});
};`;

const stack = {
  Dead: queue(),
  Work: queue({ VisibilityTimeout: 3600, RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 3 } }),
  Worker: lambda('worker', { Environment: { Variables: { AHEAD_MS: String(5 * HOUR) } } }),
  Mapping: mapping('Work', 'Worker'),
};

const night = {
  Type: 'AWS::Scheduler::Schedule',
  Properties: { ScheduleExpression: 'cron(30 3 * * ? *)', Target: { Arn: arnOf('Work'), Input: 'nightly' } },
};

const begin = (more = {}, resources = {}) =>
  start({ ...stack, ...resources }, { handlers: { worker }, clockVariable: 'AHEAD_MS', ...more });
const quiet = { ignoreDelayed: true, ignoreHidden: true };
type Started = Awaited<ReturnType<typeof begin>>;
const send = (engine: Started, body: string, DelaySeconds = 0) =>
  new SQSClient(clientOf(engine)).send(
    new SendMessageCommand({ QueueUrl: urlOf(engine, 'Work'), MessageBody: body, DelaySeconds }),
  );

test('when the clock moves on, workers see the new time, what was delayed comes, and a schedule fires once', async () => {
  const engine = await begin({}, { Night: night });
  const began = engine.clock.now();
  await send(engine, 'at-once');
  await engine.untilIdle(quiet);
  await send(engine, 'delayed', 900);
  expect(engine.clock.nextDueAt()! - began).toBeLessThan(HOUR);
  engine.clock.moveOn(24 * HOUR);
  await engine.untilIdle();
  expect(engine.said.toSorted()).toEqual(['at-once 5', 'delayed 29', 'nightly 29']);
  expect(engine.clock.now() - began).toBeGreaterThanOrEqual(24 * HOUR);
  expect(() => engine.clock.moveOn(-1)).toThrow(/never back/);
});

test('a function that is out of order leaves a dead letter after as many tries as its queue has, each when it is due', async () => {
  const engine = await begin({ dataDir: temporaryFolder() });
  engine.breaks('Worker', true);
  await send(engine, 'unlucky');
  for (let tries = 1; tries < 4; tries += 1) {
    await engine.untilIdle(quiet);
    expect(engine.queues().map(({ visible, inFlight }) => [visible, inFlight])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    engine.clock.moveOn(engine.clock.nextDueAt()! - engine.clock.now() + 1);
  }
  await engine.untilIdle(quiet);
  expect(engine.queues()[0]).toMatchObject({ logicalId: 'Dead', visible: 1 });
  expect(engine.said).toEqual([]);
  engine.breaks('Worker', false);
  await send(engine, 'lucky');
  await engine.untilIdle(quiet);
  expect(engine.said).toHaveLength(1);
});

test('a function that was warm when it went out of order works again once it is mended', async () => {
  const engine = await begin();
  await send(engine, 'before');
  await engine.untilIdle(quiet);
  engine.breaks('Worker', true);
  await send(engine, 'unlucky');
  await engine.untilIdle(quiet);
  engine.breaks('Worker', false);
  await send(engine, 'after');
  await engine.untilIdle(quiet);
  expect(engine.said).toEqual(['before 5', 'after 5']);
});

test('where no function has a clock, none is moved', async () => {
  const engine = await begin({ clockVariable: 'ANOTHER' });
  expect(() => engine.clock.moveOn(HOUR)).toThrow(/no function has a clock/);
});
