// Functions, what invokes them, and the roles that say what they may do.

import type { KnownProperties } from './known-properties.ts';

export const functions: Record<string, KnownProperties> = {
  'AWS::Lambda::Function': {
    runs: [
      'FunctionName',
      'Code.S3Bucket',
      'Code.S3Key',
      'Handler',
      'Runtime',
      'PackageType',
      'Timeout',
      'MemorySize',
      'Environment.Variables',
      'ReservedConcurrentExecutions',
      'Role',
      'RecursiveLoop',
    ],
    nothing: [
      'Architectures',
      'Description',
      'EphemeralStorage',
      'KmsKeyArn',
      'LoggingConfig',
      'RuntimeManagementConfig',
      'SnapStart',
      'Tags',
      'TracingConfig',
    ],
    only: { Runtime: /^nodejs(22|24)\.x$/, PackageType: /^Zip$/, RecursiveLoop: /^(Allow|Terminate)$/ },
  },
  'AWS::Lambda::Version': {
    runs: ['FunctionName'],
    nothing: ['CodeSha256', 'Description', 'ProvisionedConcurrencyConfig'],
  },
  'AWS::Lambda::Alias': {
    runs: ['FunctionName', 'FunctionVersion', 'Name'],
    nothing: ['Description', 'ProvisionedConcurrencyConfig'],
  },
  'AWS::Lambda::Url': {
    runs: ['TargetFunctionArn', 'AuthType', 'InvokeMode'],
    only: { AuthType: /^NONE$/, InvokeMode: /^BUFFERED$/ },
  },
  'AWS::Lambda::EventInvokeConfig': {
    runs: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts'],
    nothing: ['MaximumEventAgeInSeconds'],
  },
  'AWS::Lambda::EventSourceMapping': {
    runs: [
      'FunctionName',
      'EventSourceArn',
      'Enabled',
      'BatchSize',
      'MaximumBatchingWindowInSeconds',
      'ScalingConfig.MaximumConcurrency',
      'FunctionResponseTypes',
      'FilterCriteria.Filters.Pattern',
    ],
    nothing: ['KmsKeyArn', 'MetricsConfig', 'Tags', 'LoggingConfig'],
    only: { EventSourceArn: /^arn:aws:sqs:/, FunctionResponseTypes: /^ReportBatchItemFailures$/ },
  },
  // Of the roles of functions and schedules; the others have no holder here.
  'AWS::IAM::Role': {
    runs: ['RoleName', 'Policies', 'ManagedPolicyArns'],
    nothing: ['AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'Path', 'Tags'],
  },
  'AWS::IAM::Policy': { runs: ['PolicyName', 'PolicyDocument', 'Roles'] },
  'AWS::IAM::ManagedPolicy': {
    runs: ['PolicyDocument', 'Roles'],
    nothing: ['ManagedPolicyName', 'Description', 'Path'],
  },
};
