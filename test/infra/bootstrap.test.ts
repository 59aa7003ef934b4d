import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { councils } from '../../infra/config/councils.ts';
import { DEPLOYED } from '../../infra/config/types.ts';
import { pipelineStack } from './pipelines.ts';
import { stackOf } from './stacks.ts';

type Statement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
  Condition?: { StringEquals: Record<string, string | string[]> };
};
type Asked = { action: string; on: string; with?: Record<string, string> };

const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);
const matches = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(text);

const policy = (name: string) => {
  const text = readFileSync(`infra/bootstrap/${name}.json`, 'utf8');
  const statements = JSON.parse(text).Statement as Statement[];
  const says = (effect: Statement['Effect'], { action, on, with: given = {} }: Asked) =>
    statements.some(
      (each) =>
        each.Effect === effect &&
        list(each.Action).some((pattern) => matches(pattern, action)) &&
        list(each.Resource).some((pattern) => matches(pattern, on)) &&
        Object.entries(each.Condition?.StringEquals ?? {}).every(([key, values]) =>
          list(values).includes(given[key] ?? ''),
        ),
    );
  return { text, statements, allows: (asked: Asked) => says('Allow', asked) && !says('Deny', asked) };
};

const HERE = 'eu-west-2:444455556666';
const STACK = 'crier-stockton-production';
const inRole = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });
const role: Asked[] = ['CreateRole', 'PutRolePolicy', 'UpdateAssumeRolePolicy', 'DeleteRole'].map((each) => ({
  action: `iam:${each}`,
  on: `arn:aws:iam::444455556666:role/${STACK}-sendnotices`,
}));
const on = (actions: string[], on: string): Asked[] => actions.map((action) => ({ action, on }));

/** What CloudFormation calls to make, change and take away one of a type. */
const CALLS: Record<string, Asked[]> = {
  'AWS::ApiGatewayV2::Api': on(['apigateway:POST'], 'arn:aws:apigateway:eu-west-2::/apis'),
  'AWS::ApiGatewayV2::Integration': on(['apigateway:POST'], 'arn:aws:apigateway:eu-west-2::/apis/a/integrations'),
  'AWS::ApiGatewayV2::Route': on(['apigateway:PATCH'], 'arn:aws:apigateway:eu-west-2::/apis/a/routes/r'),
  'AWS::ApiGatewayV2::Stage': on(['apigateway:PATCH'], 'arn:aws:apigateway:eu-west-2::/apis/a/stages/$default'),
  'AWS::Athena::NamedQuery': on(['athena:CreateNamedQuery'], `arn:aws:athena:${HERE}:workgroup/${STACK}`),
  'AWS::Athena::WorkGroup': on(['athena:CreateWorkGroup'], `arn:aws:athena:${HERE}:workgroup/${STACK}`),
  'AWS::Budgets::Budget': on(['budgets:ModifyBudget'], `arn:aws:budgets::444455556666:budget/${STACK}`),
  'AWS::CloudFront::Distribution': on(['cloudfront:CreateDistribution', 'cloudfront:UpdateDistribution'], '*'),
  'AWS::CloudFront::Function': on(['cloudfront:CreateFunction', 'cloudfront:PublishFunction'], '*'),
  'AWS::CloudFront::KeyValueStore': on(['cloudfront:CreateKeyValueStore'], '*'),
  'AWS::CloudFront::OriginAccessControl': on(['cloudfront:CreateOriginAccessControl'], '*'),
  'AWS::CloudFront::ResponseHeadersPolicy': on(['cloudfront:CreateResponseHeadersPolicy'], '*'),
  'AWS::CloudWatch::Alarm': on(
    ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
    `arn:aws:cloudwatch:${HERE}:alarm:${STACK}/send-notices/errors`,
  ),
  'AWS::CloudWatch::Dashboard': on(['cloudwatch:PutDashboard'], `arn:aws:cloudwatch::444455556666:dashboard/${STACK}`),
  'AWS::CodeBuild::Project': on(['codebuild:CreateProject'], `arn:aws:codebuild:${HERE}:project/firstPipelineBuild`),
  'AWS::CodePipeline::Pipeline': on(['codepipeline:CreatePipeline'], `arn:aws:codepipeline:${HERE}:crier-pipeline`),
  'AWS::DynamoDB::Table': on(
    ['dynamodb:CreateTable', 'dynamodb:UpdateTimeToLive', 'dynamodb:UpdateContinuousBackups'],
    `arn:aws:dynamodb:${HERE}:table/${STACK}-registertable`,
  ),
  'AWS::Events::Archive': on(['events:CreateArchive'], `arn:aws:events:${HERE}:archive/${STACK}-factsbus`),
  'AWS::Events::EventBus': on(['events:CreateEventBus'], `arn:aws:events:${HERE}:event-bus/crierstocktonproduction`),
  'AWS::Events::Rule': on(['events:PutRule', 'events:PutTargets'], `arn:aws:events:${HERE}:rule/${STACK}-wake`),
  'AWS::Glue::Database': on(['glue:CreateDatabase'], `arn:aws:glue:${HERE}:database/crier_stockton_production`),
  'AWS::Glue::Table': on(['glue:CreateTable'], `arn:aws:glue:${HERE}:table/crier_stockton_production/contacts`),
  'AWS::IAM::Policy': role,
  'AWS::IAM::Role': role,
  'AWS::KMS::Key': on(['kms:CreateKey', 'kms:PutKeyPolicy', 'kms:EnableKeyRotation'], '*'),
  'AWS::Lambda::EventSourceMapping': on(['lambda:CreateEventSourceMapping'], '*'),
  'AWS::Lambda::Function': [
    ...on(['lambda:CreateFunction', 'lambda:UpdateFunctionCode'], `arn:aws:lambda:${HERE}:function:${STACK}-send`),
    { action: 'iam:PassRole', on: `arn:aws:iam::444455556666:role/${STACK}-send`, with: inRole('lambda') },
  ],
  'AWS::Lambda::Permission': on(['lambda:AddPermission'], `arn:aws:lambda:${HERE}:function:${STACK}-send`),
  'AWS::Lambda::Url': on(['lambda:CreateFunctionUrlConfig'], `arn:aws:lambda:${HERE}:function:${STACK}-receive`),
  'AWS::Logs::LogGroup': [
    ...on(['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], `arn:aws:logs:${HERE}:log-group:${STACK}-sendlog`),
    ...on(['logs:CreateLogGroup'], `arn:aws:logs:${HERE}:log-group:/aws/vendedlogs/${STACK}/http-api`),
  ],
  'AWS::Logs::MetricFilter': on(['logs:PutMetricFilter'], `arn:aws:logs:${HERE}:log-group:${STACK}-sendlog`),
  'AWS::S3::Bucket': on(['s3:CreateBucket', 's3:PutLifecycleConfiguration'], `arn:aws:s3:::${STACK}-inbox`),
  'AWS::S3::BucketPolicy': on(['s3:PutBucketPolicy'], `arn:aws:s3:::${STACK}-inbox`),
  'AWS::SNS::Subscription': on(['sns:Subscribe'], `arn:aws:sns:${HERE}:${STACK}-alarms`),
  'AWS::SNS::Topic': on(['sns:CreateTopic'], `arn:aws:sns:${HERE}:${STACK}-alarms`),
  'AWS::SNS::TopicPolicy': on(['sns:SetTopicAttributes'], `arn:aws:sns:${HERE}:${STACK}-alarms`),
  'AWS::SQS::Queue': on(['sqs:CreateQueue', 'sqs:SetQueueAttributes'], `arn:aws:sqs:${HERE}:${STACK}-send`),
  'AWS::SQS::QueuePolicy': on(['sqs:SetQueueAttributes'], `arn:aws:sqs:${HERE}:${STACK}-send`),
  'AWS::Scheduler::Schedule': on(['scheduler:CreateSchedule'], `arn:aws:scheduler:${HERE}:schedule/default/${STACK}-n`),
  'AWS::SecretsManager::Secret': on(
    ['secretsmanager:CreateSecret'],
    `arn:aws:secretsmanager:${HERE}:secret:NotifySecret-x`,
  ),
};

/** What nobody who deploys Crier needs. */
const NEVER: Asked[] = [
  ...on(['iam:CreateUser', 'iam:CreateAccessKey'], 'arn:aws:iam::444455556666:user/somebody'),
  ...on(['iam:CreateRole', 'iam:PutRolePolicy'], 'arn:aws:iam::444455556666:role/administrator'),
  ...on(['iam:AttachRolePolicy'], `arn:aws:iam::444455556666:role/${STACK}-send`),
  { action: 'iam:PassRole', on: 'arn:aws:iam::444455556666:role/administrator', with: inRole('lambda') },
  { action: 'iam:PassRole', on: `arn:aws:iam::444455556666:role/${STACK}-send`, with: inRole('ec2') },
  ...on(['sts:AssumeRole'], 'arn:aws:iam::777788889999:role/anything'),
  ...on(['s3:GetObject', 's3:DeleteBucket'], 'arn:aws:s3:::payroll'),
  ...on(['dynamodb:DeleteTable'], `arn:aws:dynamodb:${HERE}:table/payroll`),
  ...on(['lambda:UpdateFunctionCode'], `arn:aws:lambda:${HERE}:function:payroll`),
  ...on(['kms:ScheduleKeyDeletion'], `arn:aws:kms:${HERE}:key/payroll`),
  ...on(['ec2:RunInstances', 'cloudtrail:StopLogging', 'organizations:LeaveOrganization'], '*'),
];

const typesIn = (resources: object) => Object.values(resources).map(({ Type }: { Type: string }) => Type);
const ofCouncils = councils.flatMap(({ id }) =>
  DEPLOYED.flatMap((stageName) => typesIn(stackOf(id, stageName as 'test' | 'production').resources)),
);

describe.each([
  ['council-account', [...new Set(ofCouncils)].sort()],
  ['pipeline-account', [...new Set(typesIn(pipelineStack().resources))].sort()],
])('the execution policy %s', (name, types) => {
  const { text, statements, allows } = policy(name);

  it.each(types)('covers what makes a %s', (type) => {
    expect(CALLS[type], `${type} is new: say here what makes one, and allow it`).toBeDefined();
    expect(CALLS[type]!.filter((asked) => !allows(asked) && !isOther(name, asked))).toEqual([]);
  });

  it.each(NEVER.map((asked) => [asked.action, asked.on, asked] as const))(
    'does not allow %s on %s',
    (_a, _on, asked) => {
      expect(allows(asked)).toBe(false);
    },
  );

  it('is no administrator’s: no action is a mere star, and it fits into a managed policy', () => {
    for (const { Effect, Action } of statements.filter((each) => each.Effect === 'Allow'))
      expect([Effect, ...list(Action)]).not.toContain('*');
    expect(text.replaceAll(/\s/g, '').length).toBeLessThan(6144);
  });
});

/** The pipeline's account has no functions: its rights to hand on roles are for its own services. */
const isOther = (name: string, { with: given }: Asked) =>
  name === 'pipeline-account' && given?.['iam:PassedToService'] === 'lambda.amazonaws.com';

it('the commands name the policies that are here, and trust the pipeline', () => {
  const readme = readFileSync('infra/bootstrap/README.md', 'utf8');
  for (const name of ['council-account', 'pipeline-account'])
    expect(readme).toContain(`--policy-document file://infra/bootstrap/${name}.json`);
  expect(readme).toContain('--trust "$PIPELINE" --trust-for-lookup "$PIPELINE"');
  expect(readme.match(/--cloudformation-execution-policies "arn:aws:iam::\$\w+:policy\/[\w-]+"/g)).toHaveLength(2);
});
