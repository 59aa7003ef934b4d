import { describe, expect, it } from 'vitest';
import { stackOf } from './stacks.ts';

const { of, resources } = stackOf('stockton', 'production');

describe('the HTTP API', () => {
  const functionOf = (target: unknown) => {
    const integration = resources[/"Ref":"(\w+)"/.exec(JSON.stringify(target))![1]!]!;
    return resources[integration.Properties['IntegrationUri']['Fn::GetAtt'][0]]!.Properties['Description'];
  };

  it('has these routes', () => {
    const routes = of('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
      Properties['RouteKey'],
      functionOf(Properties['Target']),
    ]);
    expect(routes.sort()).toEqual([
      ['ANY /officers/{proxy+}', 'explain-notices'],
      ['GET /officers/today', 'answer-officers'],
      ['POST /events', 'receive-events'],
      ['POST /notify/receipts', 'receive-notify'],
      ['POST /notify/texts', 'receive-notify'],
      ['POST /officers/publish', 'answer-officers'],
    ]);
  });

  const [[, { Properties: stage }]] = of('AWS::ApiGatewayV2::Stage') as [ReturnType<typeof of>[number]];

  it('takes receipts several times as fast as Notify sends', () => {
    expect(stage['DefaultRouteSettings'].ThrottlingRateLimit).toBeGreaterThanOrEqual(5 * 50);
  });

  it('logs the route of a call, and nothing that says whom it was about or who called', () => {
    const logged = Object.values(JSON.parse(stage['AccessLogSettings'].Format) as Record<string, string>);
    expect(logged.sort()).toEqual([
      '$context.integrationErrorMessage',
      '$context.requestId',
      '$context.requestTimeEpoch',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});

describe('outputs', () => {
  it('are what an operator needs', () => {
    expect(Object.keys(stackOf('stockton', 'production').template.toJSON()['Outputs']).sort()).toEqual([
      'AlarmTopicArn',
      'ApiUrl',
      'FactBusName',
      'InboxBucketName',
      'NotifySecretArn',
      'OfficersSecretArn',
      'PublishQueueUrl',
      'SiteUrl',
      'SourcesSecretArn',
    ]);
  });
});
