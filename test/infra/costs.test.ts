import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixedCosts, total } from '../../infra/costs/fixed.ts';
import { costsPage } from '../../infra/costs/page.ts';
import { costsNow } from '../../infra/costs/write-costs.ts';
import { stackOf } from './stacks.ts';

const of = (council: string) => fixedCosts({ Resources: stackOf(council, 'production').resources });

describe('docs/costs.md', () => {
  it('is what the templates and the benchmark say now: npm run costs writes it', () => {
    expect(readFileSync('docs/costs.md', 'utf8')).toBe(costsNow());
  });

  it('is not written where the benchmark’s figure is missing', () => {
    expect(() => costsPage([{ name: 'x', lines: of('darlington') }], 'nothing found')).toThrow('a million notices');
  });
});

describe('what a stack costs in which nothing happens', () => {
  const cost = (resources: Record<string, unknown>) =>
    Object.fromEntries(
      fixedCosts({ Resources: resources as never }).map(({ what, count, dollars }) => [
        what,
        [count, Number(dollars.toFixed(2))],
      ]),
    );

  it('is counted from the template: alarms by the metrics that they look at', () => {
    expect(
      cost({
        a: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
        b: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: { Metrics: [{ Expression: 'm1+m2' }, { MetricStat: {} }, { MetricStat: {} }] },
        },
        c: { Type: 'AWS::KMS::Key' },
        d: { Type: 'AWS::SecretsManager::Secret' },
        e: { Type: 'AWS::Lambda::EventSourceMapping' },
        f: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)' } },
        g: { Type: 'AWS::Events::Rule', Properties: { EventPattern: {} } },
      }),
    ).toEqual({
      alarms: [3, 0.3],
      'polling of queues': [1, 0.26],
      secrets: [1, 0.4],
      keys: [1, 1],
      'calls by the clock': [43_800, 0.04],
      dashboards: [0, 0],
    });
  });

  it('does not creep up: what makes it more is looked at here', () => {
    expect(total(of('stockton'))).toBeLessThan(11.7);
    expect(total(of('darlington'))).toBeLessThan(10);
  });
});
