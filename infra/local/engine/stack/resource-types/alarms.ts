// Metric filters and alarms.

import type { KnownProperties } from './known-properties.ts';

export const alarms: Record<string, KnownProperties> = {
  'AWS::Logs::MetricFilter': {
    runs: ['LogGroupName', 'FilterPattern', 'MetricTransformations'],
    only: { FilterPattern: /^\{ \$\.message = "[^"]+" \}$/ },
  },
  'AWS::CloudWatch::Alarm': {
    runs: [
      'AlarmName',
      'AlarmDescription',
      'Namespace',
      'MetricName',
      'Dimensions',
      'Statistic',
      'Period',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'Threshold',
      'ComparisonOperator',
      'TreatMissingData',
    ],
    nothing: ['AlarmActions', 'OKActions', 'ActionsEnabled', 'Tags'],
    only: {
      Statistic: /^(Sum|Maximum|Minimum|Average|SampleCount)$/,
      ComparisonOperator: /^(Greater|Less)Than(OrEqualTo)?Threshold$/,
      TreatMissingData: /^notBreaching$/,
    },
  },
};
