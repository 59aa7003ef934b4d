import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { arnOf, cleanUp, clientOf, lambda, mapping, queue, start, urlOf } from './stack-under-test.ts';

afterEach(cleanUp);

const MINUTE = 60_000;

const worker = `export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    if (body === 'fails') throw new Error('as asked');
    console.log(JSON.stringify({ message: body, waited_seconds: 1200 }));
  }
};`;

type Watched = { Namespace: string; MetricName: string; Statistic: string; Dimensions?: object[] };

const alarm = (name: string, watched: Watched, rest: { Threshold: number; EvaluationPeriods?: number }) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: name,
    AlarmDescription: `says what ${name} means`,
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ...watched,
    ...rest,
  },
});

const onQueue = (id: string, MetricName: string): Watched => ({
  Namespace: 'AWS/SQS',
  MetricName,
  Statistic: 'Maximum',
  Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
});

const stack = {
  Dead: queue(),
  Work: queue({ VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 1 } }),
  Waits: queue(),
  Log: { Type: 'AWS::Logs::LogGroup', Properties: {} },
  Worker: lambda('worker', {
    LoggingConfig: { LogGroup: { Ref: 'Log' } },
    Environment: { Variables: { AHEAD_MS: '0' } },
  }),
  Mapping: mapping('Work', 'Worker'),
  Overdue: {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: { Ref: 'Log' },
      FilterPattern: '{ $.message = "overdue" }',
      MetricTransformations: [{ MetricNamespace: 'Own', MetricName: 'overdue', MetricValue: '$.waited_seconds' }],
    },
  },
  OverdueAlarm: alarm('overdue', { Namespace: 'Own', MetricName: 'overdue', Statistic: 'Maximum' }, { Threshold: 900 }),
  ErrorsAlarm: alarm(
    'errors',
    {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Worker' } }],
    },
    { Threshold: 0 },
  ),
  DeadAlarm: alarm('dead', onQueue('Dead', 'ApproximateNumberOfMessagesVisible'), { Threshold: 0 }),
  AgeAlarm: alarm('age', onQueue('Waits', 'ApproximateAgeOfOldestMessage'), { Threshold: 600, EvaluationPeriods: 3 }),
};

const begin = () => start(stack, { handlers: { worker }, clockVariable: 'AHEAD_MS' });
type Started = Awaited<ReturnType<typeof begin>>;

const send = (engine: Started, id: string, body: string) =>
  new SQSClient(clientOf(engine)).send(new SendMessageCommand({ QueueUrl: urlOf(engine, id), MessageBody: body }));
const pass = async (engine: Started, minutes: number) => {
  await engine.untilIdle({ ignoreDelayed: true, ignoreHidden: true });
  engine.clock.moveOn(minutes * MINUTE);
};
const rang = (engine: Started) =>
  engine.alarms().flatMap(({ name, rang }) => rang.map(({ until }) => [name, until === null ? 'rings' : 'is over']));

test('no alarm rings where all is well', async () => {
  const engine = await begin();
  await send(engine, 'Work', 'done');
  await pass(engine, 5);
  expect(rang(engine)).toEqual([]);
  expect(engine.alarms().map(({ name }) => name)).toEqual(['overdue', 'errors', 'dead', 'age']);
});

test('what a function says rings in the minute after, by its figure, and is over when it is not said again', async () => {
  const engine = await begin();
  await send(engine, 'Work', 'overdue');
  await pass(engine, 1);
  expect(rang(engine)).toEqual([['overdue', 'rings']]);
  await pass(engine, 2);
  expect(rang(engine)).toEqual([['overdue', 'is over']]);
});

test('a function that fails rings, and so does the dead letter that it leaves, until it is gone', async () => {
  const engine = await begin();
  await send(engine, 'Work', 'fails');
  await pass(engine, 1);
  await pass(engine, 1);
  await pass(engine, 60);
  expect(rang(engine)).toEqual([
    ['errors', 'is over'],
    ['dead', 'rings'],
  ]);
});

test('a message that lies rings by its age, once it has been too old for as many minutes as the alarm has periods', async () => {
  const engine = await begin();
  await send(engine, 'Waits', 'for nobody');
  await pass(engine, 9);
  expect(rang(engine)).toEqual([]);
  await pass(engine, 600);
  expect(rang(engine)).toEqual([['age', 'rings']]);
  const { from } = engine.alarms().find(({ name }) => name === 'age')!.rang[0]!;
  expect(from).toBeLessThanOrEqual(engine.clock.now());
});

test('an alarm of a kind that is not run is refused by name', async () => {
  const odd = alarm('odd', onQueue('Dead', 'X'), { Threshold: 1 });
  const resources = { ...stack, Odd: { ...odd, Properties: { ...odd.Properties, ExtendedStatistic: 'p99' } } };
  await expect(start(resources, { handlers: { worker } })).rejects.toThrow(/Odd.*ExtendedStatistic/);
});
