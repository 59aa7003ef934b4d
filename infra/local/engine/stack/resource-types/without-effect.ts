const iam = 'the engine itself delivers and reads here: of policies only those of roles are enforced';
const logs = "a function's output goes to the engine's log";
const alarms = 'alarms ring here and go to nobody; see the console';
const keys = 'nothing is encrypted on one machine';
const athena = 'there is no Athena here; the same facts are in the bucket';
const api = 'policies and quotas of API Gateway';

/** The resource types that are known to do nothing on one machine, each with why. */
export const withoutEffect: Record<string, string> = {
  'AWS::CloudFront::OriginAccessControl': iam,
  'AWS::Glue::Database': athena,
  'AWS::Glue::Table': athena,
  'AWS::Athena::WorkGroup': athena,
  'AWS::Athena::NamedQuery': athena,
  'AWS::SQS::QueuePolicy': iam,
  'AWS::S3::BucketPolicy': iam,
  'AWS::Events::EventBusPolicy': iam,
  'AWS::Lambda::Permission': iam,
  'AWS::SecretsManager::ResourcePolicy': iam,
  'AWS::KMS::Key': keys,
  'AWS::KMS::Alias': keys,
  'AWS::Logs::LogGroup': logs,
  'AWS::Logs::LogStream': logs,
  'AWS::Logs::ResourcePolicy': logs,
  'AWS::Logs::QueryDefinition': logs,
  'AWS::Logs::DataProtectionPolicy': logs,
  'Custom::LogRetention': logs,
  'AWS::CloudWatch::CompositeAlarm': alarms,
  'AWS::CloudWatch::Dashboard': alarms,
  'AWS::Budgets::Budget': alarms,
  'AWS::SNS::Topic': alarms,
  'AWS::SNS::TopicPolicy': alarms,
  'AWS::SNS::Subscription': alarms,
  'AWS::Scheduler::ScheduleGroup': 'schedules run without groups',
  // A route with an authorizer is refused (AuthorizationType), so an authorizer that stays unused does no harm.
  'AWS::ApiGatewayV2::Authorizer': api,
  'AWS::SecretsManager::RotationSchedule': 'secrets are not rotated here',
  'AWS::Backup::BackupPlan': 'the data folder is the backup',
  'AWS::Backup::BackupSelection': 'the data folder is the backup',
  'AWS::Backup::BackupVault': 'the data folder is the backup',
  'AWS::CDK::Metadata': 'says which constructs were used',
  'Custom::S3AutoDeleteObjects': 'no stack is ever deleted here',
};
