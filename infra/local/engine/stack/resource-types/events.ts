// Buses, rules and schedules.

import type { KnownProperties } from './known-properties.ts';

export const events: Record<string, KnownProperties> = {
  'AWS::Events::EventBus': {
    runs: ['Name'],
    nothing: ['Description', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig', 'Policy', 'Tags'],
  },
  'AWS::Events::Archive': {
    runs: ['ArchiveName', 'EventPattern', 'SourceArn'],
    nothing: ['Description', 'KmsKeyIdentifier', 'RetentionDays'],
  },
  'AWS::Events::Rule': {
    runs: [
      'Name',
      'EventBusName',
      'EventPattern',
      'ScheduleExpression',
      'State',
      'Targets.Arn',
      'Targets.Id',
      'Targets.Input',
      'Targets.InputPath',
      'Targets.InputTransformer',
      'Targets.SqsParameters.MessageGroupId',
    ],
    nothing: [
      'Description',
      'Tags',
      'RoleArn',
      'Targets.RoleArn',
      // Delivery is a write in the same process: there is nothing to retry.
      'Targets.RetryPolicy',
      'Targets.DeadLetterConfig',
    ],
    only: {
      State: /^(ENABLED|DISABLED|ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS)$/,
      'Targets.Arn': /^arn:aws:(sqs|lambda|events):/,
    },
  },
  'AWS::Scheduler::Schedule': {
    runs: [
      'Name',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'StartDate',
      'EndDate',
      'State',
      'Target.Arn',
      'Target.Input',
      'Target.SqsParameters.MessageGroupId',
      'Target.RoleArn',
    ],
    // What its role must allow of the dead-letter queue is checked.
    nothing: [
      'Description',
      'FlexibleTimeWindow',
      'GroupName',
      'KmsKeyArn',
      'Target.RetryPolicy',
      'Target.DeadLetterConfig',
    ],
    only: { State: /^(ENABLED|DISABLED)$/, 'Target.Arn': /^arn:aws:(sqs|lambda):[^:]/ },
  },
};
