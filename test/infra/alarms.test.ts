import { globSync, readFileSync } from 'node:fs';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { councilOf } from '../../infra/config/councils.ts';
import { stackOf } from './stacks.ts';

const { of } = stackOf('stockton', 'production');
const alarms = of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const nameOf = (alarm: (typeof alarms)[number]): string => alarm['AlarmName'];
const ROOT = new URL('../../', import.meta.url);
const runbook = readFileSync(new URL('docs/runbook.md', ROOT), 'utf8');

/** The runbook's second-level headings, each with its text. */
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section]),
);

const topicsOf = (alarm: (typeof alarms)[number]) => alarm['AlarmActions'].map((each: { Ref: string }) => each.Ref);
const gradeOf = (alarm: (typeof alarms)[number]) => /^alarms([a-z]+)/.exec(topicsOf(alarm)[0])?.[1];

describe('alarms', () => {
  it('watch these', () => {
    expect(alarms.map((each) => nameOf(each).replace('crier-stockton-production/', '')).sort()).toMatchInlineSnapshot(`
      [
        "concurrency/throttles",
        "count-ledger/errors",
        "count-ledger/ledger-unbalanced",
        "count-ledger/notify-cannot-be-asked",
        "deliver-events/today",
        "explain-notices/ledger-unbalanced",
        "export-files/today",
        "follow-back-offices/errors",
        "follow-back-offices/today",
        "http-api/server-errors",
        "import-file/dead-letters",
        "import-file/import-slowed",
        "import-file/oldest-message",
        "import-file/today",
        "plan-notices/bank-holidays-end",
        "plan-notices/dead-letters",
        "plan-notices/oldest-message",
        "publish-catalogue/errors",
        "publish-datasets/release-failed",
        "receive-events/errors",
        "receive-notify/server-errors",
        "receive-notify/throttles",
        "receive-requests/unmapped-status",
        "reconcile-notices/notify-cannot-be-asked",
        "reconcile-notices/two-messages",
        "release-notices/dead-letters",
        "release-notices/oldest-message",
        "release-notices/overdue",
        "release-notices/run-waits",
        "send-notices/dead-letters",
        "send-notices/line-stopped",
        "send-notices/notice-set-aside",
        "send-notices/notify-down",
        "send-notices/oldest-message",
        "send-notices/template-stopped",
        "track-notices/letter-refused",
        "undelivered-events/dead-letters",
        "watch-dead-letters/dead-letters",
        "watch-dead-letters/errors",
      ]
    `);
  });

  it.each(alarms.map((each) => [nameOf(each), each] as const))('%s goes to people, with its impact', (name, alarm) => {
    expect(topicsOf(alarm)).toEqual([expect.stringMatching(/^alarms(wake|today|note)[0-9A-F]{8}$/)]);
    const heading = name.split('/')[1]!;
    expect(alarm['AlarmDescription']).toMatch(/^[A-Z].{40,}\. What to do: docs\/runbook\.md, heading "[a-z-]+"\.$/);
    expect(alarm['AlarmDescription']).toContain(`heading "${heading}"`);
  });

  it.each([...new Set(alarms.map((each) => nameOf(each).split('/')[1]!))])(
    '%s has its heading in the runbook: description, investigation, resolution',
    (heading) => {
      const section = sections.get(heading) ?? '';
      expect([...section.matchAll(/^### (.+)$/gm)].map(([, each]) => each)).toEqual([
        'Description',
        'Investigation',
        'Resolution',
      ]);
    },
  );

  it('that wake are raised by the first dead letter, which redrives count too', () => {
    const dead = alarms.filter((each) => each['MetricName'] === 'ApproximateNumberOfMessagesVisible');
    expect(dead.map((each) => nameOf(each).split('/')[1])).toEqual([
      ...['undelivered-events', 'plan-notices', 'release-notices', 'send-notices', 'import-file'],
    ]);
    for (const alarm of dead) {
      expect(alarm).toMatchObject({
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
      });
      expect(gradeOf(alarm)).toBe('wake');
    }
  });

  it('are raised by dead letters of every other queue too: one function looks at them all, and may do nothing else', () => {
    const [watching] = of('AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties['Description'] === 'watch-dead-letters',
    );
    const watched = watching![1].Properties['Environment'].Variables['DEAD_LETTER_QUEUE_URLS'];
    const named = JSON.stringify(watched);
    const alone = alarms.flatMap((each) => each['Dimensions']?.[0].Value['Fn::GetAtt']?.[0] ?? []);
    const dead = of('AWS::SQS::Queue').flatMap(([id, { Properties }]) => (Properties['RedrivePolicy'] ? [] : [id]));
    expect(dead.length).toBeGreaterThan(14);
    for (const id of dead) expect([id, named.includes(`"${id}"`)]).toEqual([id, !alone.includes(id)]);
    const alarm = alarms.find((each) => nameOf(each).endsWith('watch-dead-letters/dead-letters'))!;
    expect([gradeOf(alarm), alarm['MetricName'], alarm['Period']]).toEqual([
      ...['today', 'watch-dead-letters/dead-letters', 1800],
    ]);
  });

  it('of words that do not wake are one for each function and grade: an alarm costs as much as any other', () => {
    const words = alarms.filter((each) => each['Namespace'] === 'Crier/crier-stockton-production');
    const quiet = words
      .filter((each) => gradeOf(each) !== 'wake')
      .map((each) => [nameOf(each).split('/')[1], gradeOf(each)]);
    expect(new Set(quiet.map(String)).size).toBe(quiet.length);
  });

  it('wake for what stops messages or tells wrong ones, and for nothing else', () => {
    const waking = alarms
      .filter((each) => gradeOf(each) === 'wake')
      .map((each) => nameOf(each).split('/').slice(1).join('/'));
    expect(waking.sort()).toMatchInlineSnapshot(`
      [
        "concurrency/throttles",
        "count-ledger/ledger-unbalanced",
        "explain-notices/ledger-unbalanced",
        "http-api/server-errors",
        "import-file/dead-letters",
        "import-file/import-slowed",
        "import-file/oldest-message",
        "plan-notices/dead-letters",
        "plan-notices/oldest-message",
        "receive-events/errors",
        "receive-notify/server-errors",
        "receive-notify/throttles",
        "reconcile-notices/two-messages",
        "release-notices/dead-letters",
        "release-notices/oldest-message",
        "release-notices/overdue",
        "send-notices/dead-letters",
        "send-notices/line-stopped",
        "send-notices/notify-down",
        "send-notices/oldest-message",
        "send-notices/template-stopped",
        "undelivered-events/dead-letters",
      ]
    `);
  });

  it('reach everybody that the configuration names for their grade, and nobody else', () => {
    const emails = { wake: ['duty@example.org', 'standby@example.org'], today: ['ict@example.org'], note: [] };
    const { stages } = councilOf('stockton');
    const council = { ...councilOf('stockton'), stages: { ...stages, test: { ...stages.test, alarm_emails: emails } } };
    const app = buildApp([{ council, stageName: 'test' }], { bundling: false, validation: false });
    const template = Template.fromStack(app.node.findChild('crier-stockton-test') as Stack);
    const told = Object.values(template.findResources('AWS::SNS::Subscription')).map(({ Properties }) => [
      /^alarms([a-z]+)/.exec(Properties['TopicArn'].Ref)?.[1],
      Properties['Endpoint'],
    ]);
    expect(told.sort()).toEqual([
      ['today', 'ict@example.org'],
      ['wake', 'duty@example.org'],
      ['wake', 'standby@example.org'],
    ]);
  });

  it('watch each function that has no queue: by its errors, or what the HTTP API or its URL answers', () => {
    const headings = (what: RegExp) =>
      alarms
        .map(nameOf)
        .filter((each) => what.test(each))
        .map((each) => each.split('/')[1]!);
    const fed = of('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties['FunctionName'].Ref);
    const behindApi = of('AWS::ApiGatewayV2::Integration').map(
      ([, { Properties }]) => Properties['IntegrationUri']['Fn::GetAtt'][0],
    );
    for (const [id, { Properties }] of of('AWS::Lambda::Function')) {
      const heading = Properties['Description'] as string;
      if (fed.includes(id))
        continue; // by its dead letters: above
      else if (behindApi.includes(id)) expect(headings(/\/server-errors$/), heading).toContain('http-api');
      else expect(headings(/\/(errors|server-errors)$/), heading).toContain(heading);
    }
  });

  it('never take for trouble what has not come yet: a first deployment rings none', () => {
    for (const alarm of alarms) {
      expect(alarm['TreatMissingData'], nameOf(alarm)).toBe('notBreaching');
      expect(alarm['ComparisonOperator'], nameOf(alarm)).toBe('GreaterThanThreshold');
      expect(alarm['Threshold'], nameOf(alarm)).toBeGreaterThanOrEqual(0);
    }
  });

  it('are raised by each word that a function cries', () => {
    const sources = globSync('functions/*/*/**/*.ts', { cwd: ROOT.pathname });
    const cried = sources.flatMap((path) =>
      [...readFileSync(new URL(path, ROOT), 'utf8').matchAll(/\balarm\('([a-z-]+)'/g)].map(
        ([, word]) => `${path.split('/')[2]}/${word}`,
      ),
    );
    expect(cried).toContain('send-notices/line-stopped');
    const logs = new Map(
      of('AWS::Lambda::Function').map(([, { Properties }]) => [
        Properties['LoggingConfig'].LogGroup.Ref as string,
        Properties['Description'] as string,
      ]),
    );
    const heard = of('AWS::Logs::MetricFilter').map(([, { Properties }]) => {
      const { MetricName, MetricNamespace } = Properties['MetricTransformations'][0];
      expect(MetricNamespace).toBe('Crier/crier-stockton-production');
      const [alarm, ...more] = alarms.filter((each) => each['MetricName'] === MetricName);
      const [, word] = /^\{ \$\.message = "([a-z-]+)" \}$/.exec(Properties['FilterPattern'])!;
      const name = `${logs.get(Properties['LogGroupName'].Ref)}/${word}`;
      expect([name, more]).toEqual([name, []]);
      expect(nameOf(alarm!)).toBe(`crier-stockton-production/${MetricName}`);
      if (!MetricName.endsWith(`/${word}`)) expect(alarm!['AlarmDescription']).toContain(`${word}: `);
      return name;
    });
    expect(heard.sort()).toEqual([...new Set(cried)].sort());
  });

  it('are raised by layouts that stay away on production, and on no stage where nobody waits for them', () => {
    const silent = (stageName: 'test' | 'production') =>
      stackOf('stockton', stageName)
        .of('AWS::CloudWatch::Alarm')
        .filter(([, each]) => each.Properties['AlarmDescription'].includes('silence-'))
        .map(([, { Properties }]) => [Properties['MetricName'], Properties['Period'], Properties['TreatMissingData']]);
    // The word is said each hour for as long as it holds: the alarm holds too, and rings for nothing that never came.
    expect(silent('production')).toEqual([['import-file/today', 7200, 'notBreaching']]);
    expect(silent('test')).toEqual([]);
  });
});
