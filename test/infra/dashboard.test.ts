import { describe, expect, it } from 'vitest';
import { type Resource, stackOf } from './stacks.ts';

const { of } = stackOf('stockton', 'production');
const [, ...none] = of('AWS::CloudWatch::Dashboard');
const dashboard = of('AWS::CloudWatch::Dashboard')[0]![1];
const body = JSON.stringify(dashboard.Properties['DashboardBody']);
/** The widgets, with names of resources in place of their references. */
const widgets = JSON.parse(
  ((dashboard.Properties['DashboardBody'] as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1] as unknown[])
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")))
    .join(''),
).widgets as { type: string; properties: { title: string; metrics?: unknown[]; alarms?: string[]; query?: string } }[];
const titled = (title: RegExp) => widgets.filter(({ properties }) => title.test(properties.title));

describe('the dashboard', () => {
  it('is one for the stack, by its name', () => {
    expect(none).toEqual([]);
    expect(dashboard.Properties['DashboardName']).toBe('crier-stockton-production');
  });

  it('shows every alarm once, by how soon one must look', () => {
    const shown = titled(/^Alarms: /).flatMap(({ properties }) => properties.alarms ?? []);
    expect(titled(/^Alarms: /)).toHaveLength(3);
    expect(shown).toHaveLength(of('AWS::CloudWatch::Alarm').length);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('shows how old each queue is and how many letters are dead in each', () => {
    const queues = of('AWS::SQS::Queue').length;
    const lines = (title: RegExp) => titled(title)[0]?.properties.metrics?.length;
    expect((lines(/^Age of the oldest/) ?? 0) + (lines(/^Dead letters/) ?? 0)).toBe(queues);
  });

  it.each([
    ['due and overdue', /^Due and overdue/, 'due', ['due', 'overdue_seconds']],
    ['sent, failed, held and the ledger', /^The ledger/, 'counted', ['delivered', 'failed', 'held', 'missing']],
  ])('shows %s from what functions log', (_what, title, word, fields) => {
    const query = titled(title)[0]?.properties.query ?? '';
    expect(query).toContain(`filter message = "${word}"`);
    for (const field of fields) expect(query).toContain(field);
  });

  it('shows the cost a day', () => {
    expect(titled(/^Cost a day/)).toHaveLength(1);
  });

  it('costs nothing: of fifty metrics on, AWS asks three dollars a month', () => {
    const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? []);
    expect(metrics.length).toBeLessThanOrEqual(50);
    expect(body).not.toContain('SELECT');
  });
});

describe('the budget', () => {
  it('tells those who look the same day when the stack costs, or will cost, more than it may', () => {
    const [[, budget]] = of('AWS::Budgets::Budget') as [[string, Resource]];
    expect(budget.Properties['Budget']).toMatchObject({
      BudgetName: 'crier-stockton-production',
      BudgetLimit: { Amount: 60, Unit: 'USD' },
      CostFilters: { TagKeyValue: ['aws:cloudformation:stack-name$crier-stockton-production'] },
    });
    const Subscribers = [{ SubscriptionType: 'SNS', Address: { Ref: expect.stringMatching(/^alarmstoday/) } }];
    expect(budget.Properties['NotificationsWithSubscribers']).toEqual(
      ['ACTUAL', 'FORECASTED'].map((NotificationType) => ({
        Notification: expect.objectContaining({ NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold: 100 }),
        Subscribers,
      })),
    );
  });
});
