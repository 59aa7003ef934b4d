import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { checkCouncil } from '../../infra/config/check.ts';
import { stockton } from '../../infra/config/stockton.ts';
import { CrierStack } from '../../infra/stack.ts';
import { stackOf } from './stacks.ts';

const FOURTEEN_DAYS = 14 * 24 * 3600;
const { of, resources } = stackOf('stockton', 'production');
const mappings = of('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
  const lambda = resources[Properties['FunctionName'].Ref]!.Properties;
  const queue = resources[Properties['EventSourceArn']['Fn::GetAtt'][0]]!.Properties;
  return { name: lambda['Description'] as string, mapping: Properties, lambda, queue };
});
const deadLetterIds = of('AWS::SQS::Queue').flatMap(
  ([, { Properties }]) => Properties['RedrivePolicy']?.deadLetterTargetArn['Fn::GetAtt'][0] ?? [],
);

describe('queue workers', () => {
  it.each(mappings)('$name hides a message for six timeouts and its window', ({ mapping, lambda, queue }) => {
    const window = mapping['MaximumBatchingWindowInSeconds'] ?? 0;
    expect(queue['VisibilityTimeout']).toBe(6 * lambda['Timeout'] + window);
  });

  // A claim has to hold for as long as its worker may be about to post.
  it('give send-notices as long as it takes itself to have', () => {
    const deps = readFileSync(new URL('../../functions/notices/send-notices/deps.ts', import.meta.url), 'utf8');
    const milliseconds = Number(/\bTIMEOUT_MS = ([\d_]+);/.exec(deps)![1]!.replaceAll('_', ''));
    expect(milliseconds).toBe(mappings.find(({ name }) => name === 'send-notices')!.lambda['Timeout'] * 1000);
  });

  it('of more than ten messages and no window are refused, as AWS would only when it deploys', () => {
    const deployed = stockton.stages.test;
    const stages = { ...stockton.stages, test: { ...deployed, gather_facts_seconds: 0 } };
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const build = () => new CrierStack(app, { council: { ...stockton, stages }, stageName: 'test' });
    expect(build).toThrow('record-facts: AWS gives a batch of 1000 only with windowSeconds of at least 1');
    expect(() => checkCouncil({ ...stockton, stages })).toThrow('stages.test.gather_facts_seconds');
  });

  it.each(mappings)('$name answers for each message by itself', ({ mapping }) => {
    expect(mapping['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  it.each(mappings)('$name has dead letters that are kept for 14 days', ({ queue }) => {
    const dead = resources[queue['RedrivePolicy'].deadLetterTargetArn['Fn::GetAtt'][0]]!;
    expect(dead.Properties['MessageRetentionPeriod']).toBe(FOURTEEN_DAYS);
  });

  it('share no dead-letter queue', () => {
    expect(new Set(deadLetterIds).size).toBe(mappings.length);
  });
});

describe('queues', () => {
  it.each(of('AWS::SQS::Queue'))('%s is encrypted, and takes nothing but TLS', (id, { Properties }) => {
    expect(Properties['SqsManagedSseEnabled']).toBe(true);
    const policies = of('AWS::SQS::QueuePolicy').filter(([, each]) => each.Properties['Queues'][0].Ref === id);
    expect(JSON.stringify(policies)).toContain('"aws:SecureTransport":"false"');
  });
});
