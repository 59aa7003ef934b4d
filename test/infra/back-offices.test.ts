import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { councilOf } from '../../infra/config/councils.ts';

const stockton = councilOf('stockton');
const council = {
  ...stockton,
  open311: {
    ...stockton.open311,
    back_offices: [
      {
        ...{ name: 'confirm', url: 'https://confirm.stockton.example/v2', statuses: { fixed: ['fixed'] } },
        takes: {
          ...{ owner: 'Streets', services: { pothole: 'POT' }, fields: [], found_by: 'description' as const },
          ...{ timeout_seconds: 10, per_second: 5, days: 3 },
        },
      },
    ],
  },
};

test('a back office that takes requests has a queue of its own, and deliver-events its key and a right to keep what it calls them', () => {
  const app = buildApp([{ council, stageName: 'test' }], { bundling: false, validation: false });
  const template = Template.fromStack(app.node.findChild('crier-stockton-test') as Stack);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'deliver-events',
    Environment: { Variables: { OPEN311_SECRET: { Ref: Match.stringLikeRegexp('^Open311Secret') } } },
  });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { 'detail-type': Match.arrayWith(['council.requests.request-received.v1']), source: Match.absent() },
  });
  const policies = JSON.stringify(
    template.findResources('AWS::IAM::Role', { Properties: { Policies: Match.anyValue() } }),
  );
  const queues = Object.keys(template.findResources('AWS::SQS::Queue'));
  expect(queues.filter((id) => /delivereventsconfirm/.test(id)).length).toBeGreaterThan(0);
  expect(policies).toContain('dynamodb:PutItem');
});
