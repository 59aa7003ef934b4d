import type { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import { type FunctionProps, NodeFunction } from './node-function.ts';

type ApiFunctionProps<Names extends readonly string[]> = FunctionProps<Names> & {
  api: HttpApi;
  routes: { method: HttpMethod; path: string }[];
};

/** A function that answers HTTP routes. It checks its callers by itself: each caller has a bearer token of its own. */
export class ApiFunction<Names extends readonly string[]> extends NodeFunction<Names> {
  constructor(scope: Construct, id: string, props: ApiFunctionProps<Names>) {
    super(scope, id, { ...props, failsInto: 'api' });
    const integration = new HttpLambdaIntegration(`${id}-integration`, this.lambda);
    for (const { method, path } of props.routes) props.api.addRoutes({ path, methods: [method], integration });
  }
}
