import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
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

describe('alarms', () => {
  it('watch these', () => {
    expect(alarms.map((each) => nameOf(each).replace('crier-stockton-production/', '')).sort()).toMatchInlineSnapshot(`
      [
        "answer-officers/errors",
        "answer-officers/throttles",
        "count-ledger/errors",
        "count-ledger/ledger-unbalanced",
        "count-ledger/notify-cannot-be-asked",
        "count-ledger/throttles",
        "deliver-events/dead-letters-documents",
        "deliver-events/dead-letters-libraries",
        "deliver-events/dead-letters-my-stockton",
        "deliver-events/delivery-dead",
        "deliver-events/errors",
        "deliver-events/no-secret",
        "deliver-events/oldest-message-documents",
        "deliver-events/oldest-message-libraries",
        "deliver-events/oldest-message-my-stockton",
        "deliver-events/subscriber-paused",
        "deliver-events/throttles",
        "explain-deliveries/errors",
        "explain-deliveries/throttles",
        "explain-notices/errors",
        "explain-notices/ledger-unbalanced",
        "explain-notices/throttles",
        "export-files/dead-letters",
        "export-files/delivery-dead",
        "export-files/errors",
        "export-files/file-not-fetched",
        "export-files/file-not-written",
        "export-files/oldest-message",
        "export-files/throttles",
        "follow-back-offices/back-office-silent",
        "follow-back-offices/errors",
        "follow-back-offices/throttles",
        "follow-back-offices/unmapped-status",
        "follow-back-offices/unreadable-updates",
        "http-api/server-errors",
        "import-file/dead-letters",
        "import-file/errors",
        "import-file/oldest-message",
        "import-file/silence-of-a-layout",
        "import-file/silence-recovery-extract",
        "import-file/snapshot-held",
        "import-file/throttles",
        "keep-register/dead-letters",
        "keep-register/errors",
        "keep-register/oldest-message",
        "keep-register/throttles",
        "keep-requests/dead-letters",
        "keep-requests/errors",
        "keep-requests/oldest-message",
        "keep-requests/throttles",
        "plan-notices/bank-holidays-end",
        "plan-notices/dead-letters",
        "plan-notices/errors",
        "plan-notices/oldest-message",
        "plan-notices/throttles",
        "publish-catalogue/errors",
        "publish-catalogue/throttles",
        "publish-datasets/dead-letters",
        "publish-datasets/errors",
        "publish-datasets/oldest-message",
        "publish-datasets/release-failed",
        "publish-datasets/throttles",
        "receive-events/errors",
        "receive-events/throttles",
        "receive-file/errors",
        "receive-file/throttles",
        "receive-notify/errors",
        "receive-notify/server-errors",
        "receive-notify/throttles",
        "receive-requests/errors",
        "receive-requests/throttles",
        "receive-requests/unmapped-status",
        "reconcile-notices/dead-letters",
        "reconcile-notices/errors",
        "reconcile-notices/notify-cannot-be-asked",
        "reconcile-notices/oldest-message",
        "reconcile-notices/throttles",
        "reconcile-notices/two-messages",
        "record-facts/dead-letters",
        "record-facts/errors",
        "record-facts/oldest-message",
        "record-facts/throttles",
        "release-file/errors",
        "release-file/throttles",
        "release-notices/dead-letters",
        "release-notices/errors",
        "release-notices/oldest-message",
        "release-notices/overdue",
        "release-notices/run-waits",
        "release-notices/throttles",
        "repeat-deliveries/errors",
        "repeat-deliveries/throttles",
        "route-events/dead-letters",
        "route-events/errors",
        "route-events/oldest-message",
        "route-events/throttles",
        "send-notices/dead-letters",
        "send-notices/errors",
        "send-notices/line-stopped",
        "send-notices/notice-set-aside",
        "send-notices/oldest-message",
        "send-notices/template-stopped",
        "send-notices/throttles",
        "show-requests/errors",
        "show-requests/throttles",
        "track-notices/dead-letters",
        "track-notices/errors",
        "track-notices/letter-refused",
        "track-notices/oldest-message",
        "track-notices/throttles",
        "undelivered-events/dead-letters",
      ]
    `);
  });

  it.each(alarms.map((each) => [nameOf(each), each] as const))('%s goes to people, with its impact', (name, alarm) => {
    expect(alarm['AlarmActions']).toHaveLength(1);
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

  it('are raised by the first dead letter, which redrives count too', () => {
    const dead = alarms.filter((each) => nameOf(each).endsWith('/dead-letters'));
    expect(dead).toHaveLength(13);
    for (const alarm of dead) {
      expect(alarm).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
      });
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
    const heard = of('AWS::Logs::MetricFilter').map(([, { Properties }]) => {
      const { MetricName, MetricNamespace } = Properties['MetricTransformations'][0];
      expect(MetricNamespace).toBe('Crier/crier-stockton-production');
      expect(Properties['FilterPattern']).toBe(`{ $.message = "${MetricName.split('/')[1]}" }`);
      return MetricName;
    });
    // A figure that is told each minute is no cry.
    const measured = sources.flatMap((path) =>
      [...readFileSync(new URL(path, ROOT), 'utf8').matchAll(/found\) => logger\.info\('([a-z-]+)'/g)].map(
        ([, word]) => `${basename(dirname(path))}/${word}`,
      ),
    );
    expect(measured).toEqual(['release-notices/overdue']);
    expect(heard.sort()).toEqual([...new Set([...cried, ...measured])].sort());
    for (const name of heard) expect(alarms.map(nameOf)).toContain(`crier-stockton-production/${name}`);
  });

  it('are raised by layouts that stay away on production, and on no stage where nobody waits for them', () => {
    const silent = (stageName: 'test' | 'production') =>
      stackOf('stockton', stageName)
        .of('AWS::CloudWatch::Alarm')
        .filter(([, each]) => nameOf(each.Properties).includes('/silence-'))
        .map(([, { Properties }]) => [Properties['MetricName'], Properties['Period'], Properties['TreatMissingData']]);
    // The word is said each hour for as long as it holds: the alarm holds too, and rings for nothing that never came.
    expect(silent('production')).toEqual([
      ['import-file/silence-recovery-extract', 7200, 'notBreaching'],
      ['import-file/silence-of-a-layout', 7200, 'notBreaching'],
    ]);
    expect(silent('test')).toEqual([]);
  });
});
