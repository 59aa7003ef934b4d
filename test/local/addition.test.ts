// What the issue asks of the engine: a capability that is added to the CDK code runs here, and nothing of infra/local
// has heard of it. The real stack, bundled as it would be deployed, and a few constructs of a stranger's beside it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { Duration, type Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { councilOf } from '../../infra/config/councils.ts';
import type { FactBus } from '../../infra/constructs/fact-bus.ts';
import { type Engine, startEngine } from '../../infra/local/engine/engine.ts';
import { readAssembly } from '../../infra/local/engine/stack/assembly.ts';
import { sourceToken } from '../../infra/local/start/stack.ts';
import { crier } from '../support/command.ts';
import { validSamples } from '../support/samples.ts';

const PAYMENT = 'council.payments.payment-received.v1';

const HOUR_MS = 3_600_000;

// Says what it was given, and cannot take a payment that is taken back.
const HANDLER = `exports.handler = async (event) => {
  if (!event.Records) return console.log('reminded', JSON.stringify(event));
  for (const { body } of event.Records) {
    for (const event of JSON.parse(body).detail.events) {
      if (event.data.reversal) throw new Error('not thanked');
      console.log('thanked', JSON.stringify(event));
    }
  }
};`;

const folder = mkdtempSync(join(tmpdir(), 'crier-addition-'));
const said: string[] = [];
let due: Date;
let engine: Engine;

/** The CDK code that someone adds: a queue with its dead letters, a rule on the facts, a function and a schedule. */
function thankForPayments(stack: Stack): void {
  const code = join(folder, 'thank-for-payments');
  const { bus } = stack.node.findChild('facts') as FactBus;
  const dead = new Queue(stack, 'thanks-dead');
  const queue = new Queue(stack, 'thanks', {
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: dead, maxReceiveCount: 2 },
  });
  new Rule(stack, 'payments', {
    eventBus: bus,
    eventPattern: { detailType: [PAYMENT] },
    targets: [new SqsQueue(queue)],
  });
  const thank = new LambdaFunction(stack, 'thank-for-payments', {
    code: Code.fromAsset(code),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    timeout: Duration.seconds(60),
  });
  thank.addEventSource(new SqsEventSource(queue, { batchSize: 1 }));
  due = new Date(Date.now() + HOUR_MS);
  due.setMilliseconds(0);
  new Schedule(stack, 'remind', {
    schedule: ScheduleExpression.at(due),
    target: new LambdaInvoke(thank, {
      input: ScheduleTargetInput.fromObject({ due: '<aws.scheduler.scheduled-time>' }),
    }),
  });
}

beforeAll(async () => {
  mkdirSync(join(folder, 'thank-for-payments'));
  writeFileSync(join(folder, 'thank-for-payments', 'index.js'), HANDLER);
  const outdir = join(folder, 'cdk.out');
  const app = buildApp([{ council: councilOf('stockton'), stageName: 'local' }], { outdir, validation: false });
  const stackName = 'crier-stockton-local';
  thankForPayments(app.node.findChild(stackName) as Stack);
  app.synth();
  engine = await startEngine({
    template: readAssembly(outdir, stackName).template,
    stackName,
    assetsDir: outdir,
    secrets: {
      ReferenceKeySecret: 'a reference key for this test, long enough',
      SourcesSecret: JSON.stringify({ 'revenues-benefits': sourceToken('revenues-benefits') }),
    },
    clockVariable: 'CLOCK_SHIFT_MS',
    onLog: ({ fn, text }) => void (fn.startsWith('thankforpayments') && said.push(text)),
  });
});

afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((go) => setTimeout(go, 20));
};
const thanked = () => said.filter((line) => line.startsWith('thanked')).map((line) => JSON.parse(line.slice(8)));
const deadLetters = () => engine.queues().find(({ logicalId }) => logicalId.startsWith('thanksdead'))?.visible;

const pay = (id: string, more: object = {}) =>
  fetch(`${engine.apiUrl}/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sourceToken('revenues-benefits')}`,
      'content-type': 'application/cloudevents+json',
    },
    body: JSON.stringify({
      specversion: '1.0',
      id,
      source: 'urn:stockton:revenues-benefits',
      type: PAYMENT,
      time: '2026-09-29T09:15:00+01:00',
      data: { account_ref: '700412345', bill_year: '2026-27', amount_pence: 12_550, paid_at: '2026-09-29', ...more },
    }),
  });

test('a function that was added runs by its rule, for a fact that came through the HTTP API', async () => {
  expect((await pay('added-1')).status).toBe(202);
  await engine.untilIdle();
  expect(thanked()).toEqual([
    expect.objectContaining({ type: PAYMENT, data: expect.objectContaining({ amount_pence: 12_550 }) }),
  ]);
  expect(JSON.stringify(thanked())).not.toContain('700412345');
});

test('what it cannot take ends among the dead letters of the queue that was added', async () => {
  expect(deadLetters()).toBe(0);
  expect((await pay('added-2', { reversal: true })).status).toBe(202);
  const quiet = () => engine.untilIdle({ ignoreDelayed: true, ignoreHidden: true });
  for (await quiet(); deadLetters() === 0; await quiet())
    engine.clock.moveOn(engine.clock.nextDueAt()! - engine.clock.now() + 1);
  expect(thanked()).toHaveLength(1);
});

test('its rule hears what is put on the bus, and nothing that it did not ask for', async () => {
  const client = new EventBridgeClient({
    region: 'eu-west-2',
    endpoint: engine.endpoint,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const onBus = (type: string) => {
    const { event } = validSamples.find((each) => each.type === type && each.name === 'valid-on-bus.json')!;
    const Detail = JSON.stringify({ events: [event] });
    return { EventBusName: engine.outputs['FactBusName'], Source: 'council.intake', DetailType: type, Detail };
  };
  const Entries = [onBus('council.recovery.hold-applied.v1'), onBus(PAYMENT)];
  expect((await client.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  await engine.untilIdle();
  expect(thanked().slice(1)).toEqual([expect.objectContaining({ id: 'Event1dEvent1dEvent1dE', type: PAYMENT })]);
});

test('its schedule runs it', async () => {
  engine.clock.moveOn(due.getTime() - engine.clock.now());
  await until(() => said.some((line) => line.startsWith('reminded')));
  expect(said.filter((line) => line.startsWith('reminded'))).toEqual([
    `reminded ${JSON.stringify({ due: due.toISOString().replace('.000', '') })}`,
  ]);
});

describe('crier send, as a back office without AWS credentials', () => {
  const send = (...args: string[]) =>
    crier(['send', ...args], { CRIER_URL: engine.apiUrl, CRIER_TOKEN: sourceToken('revenues-benefits') });
  const put = (name: string, bytes: string) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  test('delivers a file, waits for its receipt and says what it says; the same again is the same delivery', async () => {
    const file = put('night (1).csv', 'account_ref,bill_year\r\n700412345,2026-27\r\n');
    const first = await send(file);
    expect(first).toMatchObject({ code: 1, err: '' });
    expect(first.out).toContain('night (1).csv: REFUSED. ');
    expect(first.out).toContain('header');
    expect(await send(file)).toEqual(first);
  });

  test('puts a larger one at an address of its own', async () => {
    const { code, out } = await send(put('large.csv', 'account_ref'.padEnd(4_100_000, 'x')));
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('large.csv: REFUSED. ') });
  });

  test('says what is wrong with a file that is not there, a layout or a token', async () => {
    expect(await send(join(folder, 'none.csv'))).toMatchObject({ code: 1, err: expect.stringContaining('ENOENT') });
    const file = put('night.csv', 'account_ref');
    expect(await send(file, '--layout', 'counts')).toMatchObject({
      code: 1,
      err: expect.stringContaining('it may send'),
    });
    const wrong = await send(file, '--token', 'nobody');
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('bearer token of a source') });
  });
});
