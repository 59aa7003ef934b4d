/** What is paid each month for a stack in which nothing happens. */

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation's own shapes
type Properties = Record<string, any>;
export type Template = { Resources: Record<string, { Type: string; Properties?: Properties }> };

export type Line = { what: string; count: number; dollars: number; why: string };

/** List prices of eu-west-2, US dollars, without VAT and free allowances (aws.amazon.com, the pricing page of each service). */
const PRICES = {
  alarm_metric: 0.1,
  key: 1,
  secret: 0.4,
  trace_million: 5,
  sqs_million: 0.4,
  lambda_million: 0.2,
  lambda_gb_second: 0.0000133334,
} as const;

const DAYS = 365 / 12;
const MINUTES = DAYS * 24 * 60;

/** Lambda holds five long polls of twenty seconds open at each queue that it works through, whether messages come or not. */
const POLLS_A_MINUTE = 5 * (60 / 20);

/** A call that finds nothing to do, warm: seconds, an estimate. */
const IDLE_CALL_SECONDS = 0.05;

const RATES: Record<string, number> = { minute: 1, minutes: 1, hour: 60, hours: 60, day: 1440, days: 1440 };

/** How often in a month a rule calls its targets: 0 for one that waits for events. */
function callsOf({ ScheduleExpression }: Properties): number {
  const [, count, unit] = /^rate\((\d+) (\w+)\)$/.exec(ScheduleExpression ?? '') ?? [];
  return unit ? MINUTES / (Number(count) * RATES[unit]!) : 0;
}

/** How many metrics an alarm looks at: each is paid for. */
const metricsOf = ({ Metrics }: Properties): number =>
  (Metrics as { MetricStat?: unknown }[] | undefined)?.filter((each) => each.MetricStat).length ?? 1;

/** The fixed part of a template, dearest first. */
export function fixedCosts({ Resources }: Template): Line[] {
  const of = (type: string) =>
    Object.values(Resources).flatMap((each) => (each.Type === type ? [each.Properties ?? {}] : []));
  const sum = (type: string, by: (properties: Properties) => number) =>
    of(type).reduce((total, each) => total + by(each), 0);
  const polled = of('AWS::Lambda::EventSourceMapping').length;
  const alarms = sum('AWS::CloudWatch::Alarm', metricsOf);
  const calls = sum('AWS::Events::Rule', callsOf);
  const keys = of('AWS::KMS::Key').length;
  const secrets = of('AWS::SecretsManager::Secret').length;
  const lines: Line[] = [
    {
      what: 'alarms',
      count: alarms,
      dollars: alarms * PRICES.alarm_metric,
      why: 'each metric that an alarm looks at',
    },
    {
      what: 'polling of queues',
      count: polled,
      dollars: (polled * POLLS_A_MINUTE * MINUTES * PRICES.sqs_million) / 1e6,
      why: 'Lambda holds five long polls of twenty seconds open at each queue',
    },
    { what: 'secrets', count: secrets, dollars: secrets * PRICES.secret, why: 'each' },
    { what: 'keys', count: keys, dollars: keys * PRICES.key, why: 'each' },
    {
      what: 'calls by the clock',
      count: Math.round(calls),
      dollars:
        calls *
        (PRICES.sqs_million / 1e6 + PRICES.lambda_million / 1e6 + IDLE_CALL_SECONDS * 0.5 * PRICES.lambda_gb_second),
      why: 'a message, and a function that finds nothing to do',
    },
    {
      what: 'dashboards',
      count: of('AWS::CloudWatch::Dashboard').length,
      dollars: 0,
      why: 'three of an account are free, of fifty metrics each',
    },
  ];
  return lines.sort((a, b) => b.dollars - a.dollars);
}

export const total = (lines: readonly Line[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);

/** What X-Ray takes for recording so many traces. */
export const traceDollars = (traces: number): number => (traces / 1_000_000) * PRICES.trace_million;
