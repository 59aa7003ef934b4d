// What keeps messages, items, objects and values.

import type { KnownProperties } from './known-properties.ts';

/** Of a table, in one region or in several. */
const table = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes.IndexName',
  'GlobalSecondaryIndexes.KeySchema',
  'GlobalSecondaryIndexes.Projection',
  'LocalSecondaryIndexes',
  'TimeToLiveSpecification.AttributeName',
  'TimeToLiveSpecification.Enabled',
];

export const stores: Record<string, KnownProperties> = {
  'AWS::SQS::Queue': {
    runs: [
      'QueueName',
      'DelaySeconds',
      'VisibilityTimeout',
      'MaximumMessageSize',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy.deadLetterTargetArn',
      'RedrivePolicy.maxReceiveCount',
      'FifoQueue',
      'ContentBasedDeduplication',
    ],
    nothing: [
      'MessageRetentionPeriod',
      'KmsMasterKeyId',
      'KmsDataKeyReusePeriodSeconds',
      'SqsManagedSseEnabled',
      'RedriveAllowPolicy',
      'Tags',
    ],
  },
  'AWS::DynamoDB::Table': {
    runs: table,
    nothing: [
      'BillingMode',
      'ProvisionedThroughput',
      'OnDemandThroughput',
      'GlobalSecondaryIndexes.ProvisionedThroughput',
      'GlobalSecondaryIndexes.OnDemandThroughput',
      'GlobalSecondaryIndexes.ContributorInsightsSpecification',
      'PointInTimeRecoverySpecification',
      'SSESpecification',
      'DeletionProtectionEnabled',
      'ContributorInsightsSpecification',
      'TableClass',
      'ResourcePolicy',
      'Tags',
    ],
  },
  'AWS::DynamoDB::GlobalTable': {
    runs: table,
    nothing: [
      'BillingMode',
      'WriteProvisionedThroughputSettings',
      'WriteOnDemandThroughputSettings',
      'GlobalSecondaryIndexes.WriteProvisionedThroughputSettings',
      'GlobalSecondaryIndexes.WriteOnDemandThroughputSettings',
      'SSESpecification',
      'Replicas',
    ],
  },
  'AWS::S3::Bucket': {
    runs: [
      'BucketName',
      'VersioningConfiguration.Status',
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
    ],
    nothing: [
      'AccessControl',
      'BucketEncryption',
      'IntelligentTieringConfigurations',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'MetricsConfigurations',
      'ObjectLockConfiguration',
      'ObjectLockEnabled',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'Tags',
    ],
  },
  // How the CDK switches a bucket's notifications on.
  'Custom::S3BucketNotifications': {
    runs: ['BucketName', 'NotificationConfiguration.EventBridgeConfiguration'],
    nothing: ['ServiceToken', 'Managed', 'SkipDestinationValidation'],
  },
  'AWS::SecretsManager::Secret': {
    runs: ['Name', 'SecretString', 'GenerateSecretString'],
    nothing: ['Description', 'KmsKeyId', 'ReplicaRegions', 'Tags'],
  },
  'AWS::SSM::Parameter': {
    runs: ['Name', 'Type', 'Value'],
    nothing: ['Description', 'Tier', 'DataType', 'AllowedPattern', 'Tags'],
    only: { Type: /^String(List)?$/ },
  },
};
