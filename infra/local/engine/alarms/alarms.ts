// The template's alarms, looked at each minute of the engine's clock.

import type { Stack } from '../stack/stack.ts';
import type { Resource } from '../stack/template.ts';
import type { MetricName, Metrics, Statistic } from './metrics.ts';

/** When an alarm rang, in epoch milliseconds; `until` is null while it rings. */
export type Rang = { from: number; until: number | null };

export type AlarmState = { name: string; says: string; rang: readonly Rang[] };

type Alarm = AlarmState & {
  metric: MetricName;
  statistic: Statistic;
  periodMs: number;
  periods: number;
  toAlarm: number;
  breaches: (value: number) => boolean;
  rang: Rang[];
};

const comparisons: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** The engine has refused what its tables (`stack/resource-types/alarms.ts`) do not name. */
export function openAlarms(stack: Stack, metrics: Pick<Metrics, 'read'>) {
  const alarms = stack.ofType('AWS::CloudWatch::Alarm').map(readAlarm);
  return {
    /** Looks at the periods that ended at `at`. @returns the alarms that begin to ring. */
    look(at: number): AlarmState[] {
      return alarms.filter((alarm) => {
        const ringing = alarm.rang.at(-1)?.until === null;
        const breached = isBreached(alarm, metrics, at);
        if (breached && !ringing) alarm.rang.push({ from: at, until: null });
        if (!breached && ringing) alarm.rang.at(-1)!.until = at;
        return breached && !ringing;
      });
    },
    states: (): AlarmState[] => alarms.map(({ name, says, rang }) => ({ name, says, rang: structuredClone(rang) })),
  };
}

/** Where nothing was measured nothing is breached: the one way of treating missing data that is run. */
function isBreached(
  { metric, statistic, periodMs, periods, toAlarm, breaches }: Alarm,
  metrics: Pick<Metrics, 'read'>,
  at: number,
): boolean {
  const values = Array.from({ length: periods }, (_, n) =>
    metrics.read(metric, statistic, { from: at - (n + 1) * periodMs, to: at - n * periodMs }),
  );
  return values.filter((value) => value !== undefined && breaches(value)).length >= toAlarm;
}

function readAlarm({ logicalId, properties }: Resource): Alarm {
  const compare = comparisons[String(properties['ComparisonOperator'])]!;
  const periods = Number(properties['EvaluationPeriods']);
  const dimensions = (properties['Dimensions'] ?? []) as { Name: string; Value: string }[];
  return {
    name: String(properties['AlarmName'] ?? logicalId),
    says: String(properties['AlarmDescription'] ?? ''),
    metric: {
      namespace: String(properties['Namespace']),
      name: String(properties['MetricName']),
      dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
    },
    statistic: properties['Statistic'] as Statistic,
    periodMs: Number(properties['Period']) * 1000,
    periods,
    toAlarm: Number(properties['DatapointsToAlarm'] ?? periods),
    breaches: (value) => compare(value, Number(properties['Threshold'])),
    rang: [],
  };
}
