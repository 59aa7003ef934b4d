// The local engine's HTTP API, or function URL, before one function, so that requests reach it as they do on AWS.
import { createServer } from 'node:http';
import { createFunctionUrl } from '../../../infra/local/engine/web/function-url.ts';
import { createHttpApi } from '../../../infra/local/engine/web/http-api.ts';
import { listen, serve } from '../../../infra/local/engine/web/serve.ts';

type Invoke = (event: never) => Promise<unknown>;

/** Listens, with every route leading to `invoke`. An exception out of it is a 500, as it is where it is deployed. */
export async function httpFront(routes: readonly string[], invoke: Invoke): Promise<string> {
  const pool = { invoke, spec: { logicalId: 'function-under-fire' } };
  const integration = { logicalId: 'integration', properties: { IntegrationUri: 'function-under-fire' } };
  const resources: Record<string, { logicalId: string; properties: object }[]> = {
    'AWS::ApiGatewayV2::Route': routes.map((key) => ({
      logicalId: key,
      properties: { ApiId: 'api', Target: 'integrations/integration', RouteKey: key },
    })),
    'AWS::ApiGatewayV2::Integration': [integration],
  };
  const stack = { identity: () => ({ ref: 'api' }), ofType: (type: string) => resources[type] ?? [] };
  const functions = { byRef: () => pool };
  const answer = createHttpApi(stack as never, functions as never, { apiLogicalId: 'api', onEvent: () => {} });
  return listen(createServer(serve(answer)));
}

/** Listens, with every path leading to `invoke`. */
export async function urlFront(invoke: Invoke): Promise<string> {
  const pool = { invoke, spec: { logicalId: 'function-under-fire' } };
  const stack = { ofType: () => [{ logicalId: 'url', properties: { TargetFunctionArn: 'function-under-fire' } }] };
  const functions = { byRef: () => pool };
  const options = { logicalId: 'url', onEvent: () => {} };
  return listen(createServer(serve(createFunctionUrl(stack as never, functions as never, options))));
}

/** Runs a core as its handler does, and keeps what was thrown: the handler answers 503 or 500 for it. */
export async function asHandler<Answer>(
  thrown: string[],
  { core, instead }: { core: () => Promise<Answer>; instead: Answer },
): Promise<Answer> {
  try {
    return await core();
  } catch (error) {
    thrown.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return instead;
  }
}
