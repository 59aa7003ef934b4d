import { describe, expect, it } from 'vitest';
import { catalogue } from '../../contracts/catalogue.ts';
import { isWebhook } from '../../contracts/subscriber.ts';
import { councilOf } from '../../infra/config/councils.ts';
import { consumedBy } from '../../infra/constructs/fact-bus.ts';
import { compilePattern } from '../../infra/local/engine/events/event-pattern.ts';
import { type Resource, stackOf } from './stacks.ts';

const { of, resources } = stackOf('stockton', 'production');
const rules = of('AWS::Events::Rule');

/** The function behind a rule's queue. */
function consumerOf({ Properties }: Resource): string {
  const queue = Properties['Targets'][0].Arn['Fn::GetAtt'][0];
  if (resources[queue]!.Type === 'AWS::Lambda::Function') return resources[queue]!.Properties['Description'];
  const mapping = of('AWS::Lambda::EventSourceMapping').find(
    ([, each]) => each.Properties['EventSourceArn']['Fn::GetAtt'][0] === queue,
  )![1];
  return resources[mapping.Properties['FunctionName'].Ref]!.Properties['Description'];
}

describe('rules on the bus', () => {
  const onBus = rules.filter(([, { Properties }]) => Properties['EventBusName']);
  const consumers = [...new Set(catalogue.flatMap((each) => each.consumers))].sort();

  it('bring each consumer of the catalogue the types it consumes', () => {
    const brought = onBus
      .map(([, rule]) => [consumerOf(rule), rule.Properties['EventPattern']['detail-type']])
      .filter(([consumer]) => consumer !== 'route-events');
    expect(Object.fromEntries(brought)).toEqual(Object.fromEntries(consumers.map((each) => [each, consumedBy(each)])));
  });

  it('bring route-events what any subscriber with a webhook wants', () => {
    const routed = onBus.filter(([, rule]) => consumerOf(rule) === 'route-events');
    const wanted = councilOf('stockton')
      .subscribers.filter(isWebhook)
      .flatMap(({ events }) => events);
    const types = [...new Set(wanted)].sort();
    expect(routed.map(([, rule]) => rule.Properties['EventPattern'])).toEqual([
      { 'detail-type': types },
      { 'detail-type': types, 'replay-name': [{ exists: true }] },
    ]);
  });

  it('refuse a consumer that the catalogue does not know', () => {
    expect(() => consumedBy('count-sheep')).toThrow('names no event that count-sheep consumes');
  });
});

describe('every rule', () => {
  it.each(rules)('%s keeps what it cannot deliver, in a queue with an alarm', (_, { Properties }) => {
    for (const { DeadLetterConfig } of Properties['Targets']) {
      const dead = DeadLetterConfig.Arn['Fn::GetAtt'][0];
      const watched = of('AWS::CloudWatch::Alarm').filter(([, alarm]) =>
        JSON.stringify(alarm.Properties['Dimensions'] ?? []).includes(dead),
      );
      expect(watched.map(([, alarm]) => alarm.Properties['MetricName'])).toEqual([
        'ApproximateNumberOfMessagesVisible',
      ]);
    }
  });
});

const BY_FILE = ['care-for-your-area', 'electoral-roll'];

describe('schedules', () => {
  it('publish open data each night, and have the file of a day written, by the clocks of London', () => {
    const daily = of('AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
    const by = { ScheduleExpressionTimezone: 'Europe/London', State: 'ENABLED' };
    expect(daily).toMatchObject([
      { ScheduleExpression: 'cron(0 18 * * ? *)', ...by, Target: { Input: '{"subscriber":"electoral-roll"}' } },
      { ScheduleExpression: 'cron(30 3 * * ? *)', ...by },
    ]);
    for (const { Target } of daily) {
      expect(resources[Target.Arn['Fn::GetAtt'][0]]?.Type).toBe('AWS::SQS::Queue');
      expect(Target.DeadLetterConfig).toBeDefined();
    }
  });

  it('have each agenda of a subscriber looked at, have files written, back offices asked, and wake the releaser, the reconciler and the count of the ledger each minute, have import-file look each hour for files that stay away, and dead letters counted', () => {
    const scheduled = rules.filter(([, { Properties }]) => Properties['ScheduleExpression']);
    const wakes = scheduled.map(([, rule]) => [
      consumerOf(rule),
      rule.Properties['ScheduleExpression'],
      rule.Properties['Targets'][0].Input,
    ]);
    expect(wakes.sort()).toEqual([
      ['count-ledger', 'rate(1 minute)', undefined],
      ...['documents', 'libraries', 'my-stockton'].map((name) => [
        'deliver-events',
        'rate(1 minute)',
        JSON.stringify({ subscriber: name, look: true }),
      ]),
      ...BY_FILE.map((subscriber) => ['export-files', 'rate(1 hour)', JSON.stringify({ subscriber, unfetched: true })]),
      ...BY_FILE.map((subscriber) => ['export-files', 'rate(1 minute)', JSON.stringify({ subscriber })]),
      ['follow-back-offices', 'rate(5 minutes)', undefined],
      ['import-file', 'rate(1 hour)', '{"look_for_silence":{"after_days":4}}'],
      ['publish-catalogue', 'rate(1 day)', undefined],
      ['reconcile-notices', 'rate(1 minute)', '{}'],
      ['release-notices', 'rate(1 minute)', '{"wake":true,"each_minute":true}'],
      ['watch-dead-letters', 'rate(15 minutes)', undefined],
    ]);
  });
});

describe('files', () => {
  it('wake import-file when a file of any name has arrived in the inbox, and not when a receipt has', () => {
    const arrivals = rules.filter(([, { Properties }]) => Properties['EventPattern']?.source?.includes('aws.s3'));
    expect(arrivals.map(([, rule]) => consumerOf(rule))).toEqual(['import-file']);
    const [inbox] = of('AWS::S3::Bucket').find(([id]) => id.startsWith('intakeinbox'))!;
    const pattern = JSON.parse(
      JSON.stringify(arrivals[0]![1].Properties['EventPattern']).replace(JSON.stringify({ Ref: inbox }), '"inbox"'),
    );
    const wakes = compilePattern(pattern);
    const arrived = (key: string) => ({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'inbox' }, object: { key } },
    });
    const names = ['night.csv', 'RECOVERY.CSV', 'revenues/Night.Csv', 'notes.txt', 'counts', 'receipt.json'];
    expect(names.filter((key) => !wakes(arrived(key)))).toEqual([]);
    const ours = ['night.csv.receipt.json', 'RECOVERY.CSV.rejects.json', 'revenues/'];
    expect(ours.filter((key) => wakes(arrived(key)))).toEqual([]);
  });
});
