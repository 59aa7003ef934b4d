import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { EACH_MINUTE, type Operated } from './alarms.ts';

// Routes, not paths, and no query, address or token: nothing here says whom a call was about.
const LOGGED = JSON.stringify({
  request: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
});

/** The HTTP API: the one address that other systems and officers call. */
export class HttpDoor extends Construct {
  readonly api: HttpApi;
  readonly url: string;

  constructor(scope: Construct, id: string, { platform, ...operated }: Operated & { platform: Platform }) {
    super(scope, id);
    this.api = new HttpApi(this, 'api', {
      createDefaultStage: false,
      description: `Crier, ${platform.council.name}: events in, officers' questions`,
    });
    const log = new LogGroup(this, 'log', {
      // Every delivery to a log of another name adds to the account's one resource policy, which has room for about ten.
      logGroupName: `/aws/vendedlogs/${Stack.of(this).stackName}/http-api`,
      retention: platform.stage.log_days,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: AccessLogFormat.custom(LOGGED) },
    });
    this.url = stage.url;
    const metric = this.api.metricServerError({ period: EACH_MINUTE, statistic: 'Sum' });
    platform.alarms.raise(this, 'server-errors', { metric, above: 0, periods: 3, ...operated });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Callers have bearer tokens of their own, by source, and each function compares them in constant time.',
    });
  }
}
