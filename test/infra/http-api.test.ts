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
      ['GET /files/{layout}/{name}', 'receive-file'],
      ['GET /officers/deliveries', 'explain-deliveries'],
      ['GET /officers/disclosures', 'explain-deliveries'],
      ['GET /officers/drift', 'explain-deliveries'],
      ['GET /officers/subscribers', 'explain-deliveries'],
      ['GET /officers/today', 'answer-officers'],
      ['GET /open311/v2/{proxy+}', 'show-requests'],
      ['POST /events', 'receive-events'],
      ['POST /files/{layout}/{name}', 'receive-file'],
      ['POST /officers/drift', 'explain-deliveries'],
      ['POST /officers/files/release', 'release-file'],
      ['POST /officers/publish', 'answer-officers'],
      ['POST /officers/redrive', 'repeat-deliveries'],
      ['POST /officers/replays', 'repeat-deliveries'],
      ['POST /open311/v2/{proxy+}', 'receive-requests'],
      ['PUT /files/{layout}/{name}', 'receive-file'],
    ]);
  });

  const [[, { Properties: stage }]] = of('AWS::ApiGatewayV2::Stage') as [ReturnType<typeof of>[number]];

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

describe('the address that Notify calls', () => {
  const [[, { Properties: url }]] = of('AWS::Lambda::Url') as [ReturnType<typeof of>[number]];
  const target = url['TargetFunctionArn']['Fn::GetAtt'][0];

  it('leads to receive-notify, which checks the token by itself', () => {
    expect(resources[target]!.Properties['Description']).toBe('receive-notify');
    expect(url['AuthType']).toBe('NONE');
  });

  it('takes receipts several times as fast as Notify sends, and not without end', () => {
    const perSecond = 10 * resources[target]!.Properties['ReservedConcurrentExecutions'];
    expect(perSecond).toBeGreaterThanOrEqual(5 * 50);
    expect(perSecond).toBeLessThanOrEqual(1_000);
  });

  it('may be called by anybody, through the address alone', () => {
    const permissions = of('AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ FunctionName }) => FunctionName['Fn::GetAtt'][0] === target);
    expect(permissions.map(({ Action, Principal }) => [Action, Principal])).toContainEqual([
      'lambda:InvokeFunctionUrl',
      '*',
    ]);
    for (const { FunctionUrlAuthType, InvokedViaFunctionUrl } of permissions)
      expect(FunctionUrlAuthType ?? InvokedViaFunctionUrl).toBeTruthy();
  });
});

describe('logs that AWS writes for us', () => {
  it('lie where one rule lets all of them be written, so that no stack fills the policy of the account', () => {
    const ofFunctions = of('AWS::Lambda::Function').map(([, each]) => each.Properties['LoggingConfig'].LogGroup.Ref);
    const others = of('AWS::Logs::LogGroup').filter(([id]) => !ofFunctions.includes(id));
    expect(others.map(([, { Properties }]) => Properties['LogGroupName'])).toEqual([
      '/aws/vendedlogs/crier-stockton-production/http-api',
    ]);
  });
});

describe('outputs', () => {
  it('are what an operator needs', () => {
    expect(Object.keys(stackOf('stockton', 'production').template.toJSON()['Outputs']).sort()).toEqual([
      'AlarmNoteTopicArn',
      'AlarmTodayTopicArn',
      'AlarmTopicArn',
      'ApiUrl',
      'CallbacksUrl',
      'DocumentsBucketName',
      'FactBusName',
      'InboxBucketName',
      'NotifySecretArn',
      'OfficersSecretArn',
      'Open311SecretArn',
      'OutboxBucketName',
      'PublishQueueUrl',
      'SiteUrl',
      'SourcesSecretArn',
      'SubscribersSecretArn',
    ]);
  });
});
