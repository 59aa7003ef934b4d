// A stack as the CDK synthesises it, with the custom resources, policies and log groups that it adds of its own.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  App,
  aws_apigatewayv2 as apigateway,
  Duration,
  aws_dynamodb as dynamodb,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { EventBus, Match, Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterEach, expect, test } from 'vitest';
import { startEngine } from '../../../infra/local/engine/engine.ts';
import { readAssembly } from '../../../infra/local/engine/stack/assembly.ts';
import { cleanUp, temporaryFolder, until } from './stack-under-test.ts';

afterEach(cleanUp);

const handler = `exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  return { statusCode: 200, body: process.env.TABLE };
};`;

function synthesise(): { outdir: string; stackName: string } {
  const outdir = join(temporaryFolder(), 'cdk.out');
  const code = temporaryFolder();
  writeFileSync(join(code, 'index.js'), handler);
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Council');
  const table = new dynamodb.TableV2(stack, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    globalSecondaryIndexes: [
      { indexName: 'by-due', partitionKey: { name: 'due', type: dynamodb.AttributeType.STRING } },
    ],
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  const fn = new LambdaFn(stack, 'Fn', {
    code: Code.fromAsset(code),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    environment: { TABLE: table.tableName, SECRET: new Secret(stack, 'Key').secretArn },
  });
  table.grantReadWriteData(fn);
  const dead = new Queue(stack, 'Dead', { retentionPeriod: Duration.days(14), enforceSSL: true });
  const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
  fn.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true, maxConcurrency: 2 }));
  const bus = new EventBus(stack, 'Bus');
  bus.archive('Archive', { eventPattern: {}, retention: Duration.days(30) });
  new Rule(stack, 'Facts', {
    eventBus: bus,
    eventPattern: { source: Match.prefix('council.') },
    targets: [new SqsQueue(queue)],
  });
  const bucket = new Bucket(stack, 'Bucket', {
    eventBridgeEnabled: true,
    versioned: true,
    autoDeleteObjects: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new Rule(stack, 'Files', {
    eventPattern: { source: ['aws.s3'], detail: { bucket: { name: [bucket.bucketName] } } },
    targets: [new LambdaFunction(fn)],
  });
  new Rule(stack, 'Hourly', { schedule: RuleSchedule.rate(Duration.hours(1)), targets: [new LambdaFunction(fn)] });
  new Schedule(stack, 'Morning', {
    schedule: ScheduleExpression.cron({ minute: '0', hour: '6' }),
    target: new SqsSendMessage(queue),
  });
  const api = new apigateway.HttpApi(stack, 'Api');
  const integration = new HttpLambdaIntegration('Integration', fn);
  api.addRoutes({ path: '/hello', methods: [apigateway.HttpMethod.GET], integration });
  fn.metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
  app.synth();
  return { outdir, stackName: stack.stackName };
}

test('a stack synthesised by the CDK runs as it is', async () => {
  const { outdir, stackName } = synthesise();
  const said: string[] = [];
  const engine = await startEngine({
    ...readAssembly(outdir, stackName),
    assetsDir: outdir,
    secrets: {},
    onLog: ({ text }) => said.push(text),
  });
  try {
    const id = (type: string) =>
      [...engine.resources].find(([, resource]) => resource.type === type)?.[1].physicalId ?? '';
    const client = {
      region: 'eu-west-2',
      endpoint: engine.endpoint,
      credentials: { accessKeyId: 'o', secretAccessKey: 'o' },
    };

    const response = await fetch(`${engine.apiUrl}/hello`);
    expect(await response.text()).toBe(id('AWS::DynamoDB::GlobalTable'));

    await new S3Client(client).send(
      new PutObjectCommand({ Bucket: id('AWS::S3::Bucket'), Key: 'file.csv', Body: 'x' }),
    );
    const Entries = [
      { EventBusName: id('AWS::Events::EventBus'), Source: 'council.intake', DetailType: 'fact', Detail: '{}' },
    ];
    await new EventBridgeClient(client).send(new PutEventsCommand({ Entries }));
    await until(() => said.length === 3);
    await engine.untilIdle();
    expect(said.some((line) => line.includes('Object Created') && line.includes('file.csv'))).toBe(true);
    expect(said.some((line) => line.includes('aws:sqs') && line.includes('council.intake'))).toBe(true);

    const idle = engine.notRun.map((item) => item.type);
    expect(idle).toEqual(expect.arrayContaining(['AWS::SQS::QueuePolicy']));
    expect(engine.notRun.filter(({ why }) => why.includes('custom resources'))).toHaveLength(2);
  } finally {
    await engine.close();
  }
});

test('a stack that is not in the assembly is refused with those that are', () => {
  const { outdir } = synthesise();
  expect(() => readAssembly(outdir, 'Elsewhere')).toThrow(/no stack Elsewhere.*It has: Council/);
  expect(() => readAssembly(join(outdir, 'nowhere'), 'Council')).toThrow(/synthesise the CDK app first/);
});
