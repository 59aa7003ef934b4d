import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { GRADES, type Grade } from '../config/grades.ts';
import type { Alarms } from './alarms.ts';
import { NodeFunction } from './node-function.ts';
import { DeadLetters, WorkQueue } from './work-queue.ts';

const WHOLE = 24;
const HALF = 12;
const EACH_5_MINUTES = Duration.minutes(5);

/** The log of a function, by its verb-noun. */
type LogOf = (runbook: string) => string;

/** Lines that functions log with figures. They cost nothing until somebody looks, where metrics of our own would cost each month. */
const figuresOf = (logOf: LogOf): IWidget[] => [
  new LogQueryWidget({
    title: 'Due and overdue: notices, and seconds that the first has waited',
    logGroupNames: [logOf('release-notices')],
    queryLines: [
      'filter message = "due"',
      'stats max(notices) as due, max(waited_seconds) as overdue_seconds by bin(5m)',
    ],
    view: LogQueryVisualizationType.LINE,
    width: HALF,
  }),
  new LogQueryWidget({
    title: 'The ledger, by its daily counts: sent, failed, held, open; lost, missing, unknown and twice are 0',
    logGroupNames: [logOf('count-ledger')],
    queryLines: [
      'filter message = "counted"',
      'fields @timestamp, planned, delivered, failed, blocked as held, expired, cancelled, open, lost, missing, unknown, twice',
      'sort @timestamp desc',
      'limit 14',
    ],
    view: LogQueryVisualizationType.TABLE,
    width: HALF,
  }),
];

/** What the account has cost each day. AWS says it in Virginia alone, for all stacks of the account together. */
function costADay(): IWidget {
  const charges = new Metric({
    namespace: 'AWS/Billing',
    metricName: 'EstimatedCharges',
    dimensionsMap: { Currency: 'USD' },
    region: 'us-east-1',
    statistic: 'Maximum',
    period: Duration.days(1),
  });
  return new GraphWidget({
    title: 'Cost a day of this account, US dollars',
    region: 'us-east-1',
    left: [
      new MathExpression({
        expression: 'DIFF(charges)',
        usingMetrics: { charges },
        label: 'a day',
        period: Duration.days(1),
      }),
    ],
    width: HALF,
  });
}

/** All of a stack at a glance: its alarms by grade, what is due, sent, failed and held, how old its queues are, and what it costs. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { alarms }: { alarms: Alarms }) {
    super(scope, id);
    const stack = Stack.of(this);
    const all = stack.node.findAll();
    const functions = all.filter((each) => each instanceof NodeFunction);
    const logOf: LogOf = (runbook) => {
      const found = functions.find(({ node }) => node.id === runbook);
      if (!found) throw new Error(`the dashboard shows what ${runbook} logs, and there is no such function`);
      return found.lambda.logGroup.logGroupName;
    };
    const queues = all.filter((each) => each instanceof WorkQueue);
    const dead = all.filter((each) => each instanceof DeadLetters);
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: HALF });
    const rows: IWidget[][] = [
      (Object.keys(GRADES) as Grade[]).map(
        (grade) =>
          new AlarmStatusWidget({
            title: `Alarms: ${GRADES[grade]}`,
            alarms: alarms.of(grade),
            width: WHOLE / 3,
            height: 6,
          }),
      ),
      figuresOf(logOf),
      [
        graph(
          'Age of the oldest message, seconds',
          queues.map((each) =>
            each.queue.metricApproximateAgeOfOldestMessage({ period: EACH_5_MINUTES, label: each.deadLetters.name }),
          ),
        ),
        graph(
          'Dead letters',
          dead.map((each) =>
            each.queue.metricApproximateNumberOfMessagesVisible({
              period: EACH_5_MINUTES,
              statistic: 'Maximum',
              label: each.name,
            }),
          ),
        ),
      ],
      [
        graph(
          'Messages done, in five minutes',
          queues.map((each) =>
            each.queue.metricNumberOfMessagesDeleted({ period: EACH_5_MINUTES, label: each.deadLetters.name }),
          ),
        ),
        costADay(),
      ],
    ];
    new CloudWatchDashboard(this, 'dashboard', { dashboardName: stack.stackName, widgets: rows });
  }
}
