import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { checkCouncil } from '../../infra/config/check.ts';
import { stockton } from '../../infra/config/stockton.ts';
import type { Resource } from './stacks.ts';

/** Names that a template gives, by the longest that AWS takes. What is named nowhere gets a name that fits when it is made. */
const LONGEST: Record<string, number> = {
  'AWS::ApiGatewayV2::Api Name': 128,
  'AWS::Athena::NamedQuery Name': 128,
  'AWS::Athena::WorkGroup Name': 128,
  'AWS::Budgets::Budget Budget.BudgetName': 100,
  'AWS::CloudFront::Function Name': 64,
  'AWS::CloudFront::KeyValueStore Name': 64,
  'AWS::CloudFront::OriginAccessControl OriginAccessControlConfig.Name': 64,
  'AWS::CloudFront::ResponseHeadersPolicy ResponseHeadersPolicyConfig.Name': 128,
  'AWS::CloudWatch::Alarm AlarmName': 255,
  'AWS::CloudWatch::Alarm Namespace': 255,
  'AWS::CloudWatch::Dashboard DashboardName': 255,
  'AWS::Events::EventBus Name': 256,
  'AWS::Glue::Database DatabaseInput.Name': 255,
  'AWS::Glue::Table TableInput.Name': 255,
  'AWS::IAM::Policy PolicyName': 128,
  'AWS::IAM::Role RoleName': 64,
  'AWS::Lambda::Function FunctionName': 64,
  'AWS::Logs::LogGroup LogGroupName': 512,
  'AWS::SNS::Topic DisplayName': 100,
  'AWS::Logs::MetricFilter MetricTransformations.MetricName': 255,
  'AWS::Logs::MetricFilter MetricTransformations.MetricNamespace': 255,
};

/** The name of another resource, or of what is in this one. */
const NOT_ITS_OWN =
  /(^| )(MetricName|StageName|FunctionName|EventBusName|LogGroupName|DatabaseName)$|Dimensions|KeySchema|Attribute|Columns|PartitionKeys|PolicyDocument/;

function* namesIn(value: unknown, path = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    const at = /^\d+$/.test(key) ? path : path ? `${path}.${key}` : key;
    if (typeof each === 'string' && /Name(space)?$/.test(key)) yield [at, each];
    else yield* namesIn(each, at);
  }
}

describe.each(['test', 'production'] as const)('the names of the longest council on %s', (stageName) => {
  const id = 'a'.repeat(31);
  const council = { ...stockton, id };
  const app = buildApp([{ council, stageName }], { bundling: false, validation: false });
  const stack = app.node.findChild(`crier-${id}-${stageName}`) as Stack;
  const resources = Object.values(Template.fromStack(stack).toJSON()['Resources'] as Record<string, Resource>);
  const names = resources.flatMap(({ Type, Properties }) =>
    [...namesIn(Properties)].map(([path, name]) => ({ of: `${Type} ${path}`, name })),
  );

  it('fit, each where it stands', () => {
    const tooLong = names.filter(({ of, name }) => name.length > (LONGEST[of] ?? Number.POSITIVE_INFINITY));
    expect(tooLong).toEqual([]);
  });

  it('are all of a kind whose limit is known here', () => {
    const unknown = names.filter(({ of }) => !(of in LONGEST) && !NOT_ITS_OWN.test(of));
    expect([...new Set(unknown.map(({ of }) => of))]).toEqual([]);
  });
});

it('a council whose id is longer is refused before anything is made', () => {
  expect(checkCouncil({ ...stockton, id: 'a'.repeat(31) })).toBeDefined();
  expect(() => checkCouncil({ ...stockton, id: 'a'.repeat(32) })).toThrow('up to 31 lower case letters');
});
