// An HTTP API (API Gateway v2): the template's routes to functions, with payload format 2.0.

import { randomUUID } from 'node:crypto';
import type { Functions } from '../lambda/functions.ts';
import type { Pool } from '../lambda/workers/pool.ts';
import type { Stack } from '../stack/stack.ts';
import { ACCOUNT, TemplateRefused } from '../stack/template.ts';

export type HttpApi = (request: Request) => Promise<Response>;

type Route = { key: string; method: string; segments: string[]; greedy: boolean; pool: Pool; timeoutMs: number };
type Answer = {
  statusCode?: number;
  headers?: Record<string, unknown>;
  cookies?: string[];
  body?: unknown;
  isBase64Encoded?: boolean;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MOST_BYTES = 10 * 1024 * 1024;
const LONGEST_MS = 30_000;
const textTypes = /^(text\/|application\/(json|xml|javascript))/;

/** @throws TemplateRefused for a route that leads nowhere. */
export function createHttpApi(
  stack: Stack,
  functions: Functions,
  {
    apiLogicalId,
    onEvent,
  }: { apiLogicalId: string; onEvent: (event: { kind: string; [key: string]: unknown }) => void },
): HttpApi {
  const api = stack.identity(apiLogicalId);
  const routes = readRoutes(stack, functions, api.ref);
  return async (request) => {
    const url = new URL(request.url);
    const found = match(routes, request.method, url.pathname);
    if (found === 'malformed') return json(400, { message: 'Bad Request' });
    if (!found) return json(404, { message: 'Not Found' });
    const body = await bodyOf(request);
    if (body === 'too-large') return json(413, { message: 'Request Entity Too Large' });
    if (body === 'broken-off') return json(400, { message: 'Bad Request' });
    const event = payload(request, { url, body, apiId: api.ref, ...found });
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<'late'>((go) => {
        timer = setTimeout(() => go('late'), found.route.timeoutMs);
      });
      const answer = await Promise.race([found.route.pool.invoke(event), late]);
      return answer === 'late' ? json(503, { message: 'Service Unavailable' }) : toResponse(answer);
    } catch (error) {
      onEvent({ kind: 'invocation-failed', fn: found.route.pool.spec.logicalId, error: (error as Error).message });
      return json(500, { message: 'Internal Server Error' });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Reads no further than what is taken, however much is sent. */
export async function bodyOf({ body }: Request, most = MOST_BYTES): Promise<Buffer | 'too-large' | 'broken-off'> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      if (bytes > most) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'broken-off';
  }
  return Buffer.concat(chunks);
}

function readRoutes(stack: Stack, functions: Functions, apiId: string): Route[] {
  const problems: string[] = [];
  const routes: Route[] = [];
  for (const { logicalId, properties } of stack.ofType('AWS::ApiGatewayV2::Route')) {
    if (properties['ApiId'] !== apiId) continue;
    const integrationId = String(properties['Target']).replace(/^integrations\//, '');
    const integration = stack.ofType('AWS::ApiGatewayV2::Integration').find((one) => one.logicalId === integrationId);
    try {
      if (!integration) throw new Error(`Target ${properties['Target']} is not in the stack`);
      const key = String(properties['RouteKey']);
      const [method = '', path = ''] = key === '$default' ? ['ANY', '/{proxy+}'] : key.split(' ');
      routes.push({
        key,
        method,
        segments: path.split('/').slice(1),
        greedy: /\{[^}]+\+\}$/.test(path),
        pool: functions.byRef(lambdaOf(String(integration.properties['IntegrationUri']))),
        timeoutMs: Number(integration.properties['TimeoutInMillis'] ?? LONGEST_MS),
      });
    } catch (error) {
      problems.push(`${logicalId} (AWS::ApiGatewayV2::Route): ${(error as Error).message}`);
    }
  }
  if (problems.length) throw new TemplateRefused(problems);
  return routes.sort((a, b) => rank(a) - rank(b) || b.segments.length - a.segments.length);
}

/** An integration names a function by its ARN, or by the URI that API Gateway invokes it with. */
const lambdaOf = (uri: string): string => /functions\/(arn:aws:lambda:.*)\/invocations$/.exec(uri)?.[1] ?? uri;

/** Exact routes come first, then those with parameters, then greedy ones, then $default; a method before ANY. */
function rank({ key, segments, greedy, method }: Route): number {
  const parameters = segments.filter((segment) => segment.startsWith('{')).length;
  return (key === '$default' ? 1000 : greedy ? 500 : parameters * 10) + (method === 'ANY' ? 1 : 0);
}

function match(routes: Route[], method: string, path: string) {
  const parts = path.split('/').slice(1).map(decoded);
  if (parts.includes(undefined)) return 'malformed';
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    const parameters = parametersOf(route, parts as string[]);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function parametersOf({ segments, greedy, key }: Route, parts: string[]): Record<string, string> | undefined {
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const name = /^\{([^}+]+)\+?\}$/.exec(segment)?.[1];
    const value = greedy && i === segments.length - 1 ? parts.slice(i).join('/') : (parts[i] ?? '');
    if (name === undefined && segment !== value) return undefined;
    if (name !== undefined) parameters[name] = value;
  }
  return key === '$default' ? {} : parameters;
}

/** What a function gets of a request, in format 2.0. */
export function payload(
  request: Request,
  found: { url: URL; body: Buffer; apiId: string; route: { key: string }; parameters: Record<string, string> },
) {
  const { url, body, route, parameters } = found;
  const headers = Object.fromEntries(request.headers);
  const { cookie, ...others } = headers;
  const now = new Date();
  const query: Record<string, string> = {};
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name).join(',');
  const isText = textTypes.test(headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers: others,
    ...(url.search && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: found.apiId,
      domainName: url.hostname,
      domainPrefix: found.apiId,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(parameters).length && { pathParameters: parameters }),
    ...(body.length && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Without a statusCode, the whole answer is the JSON body, as format 2.0 says. */
export function toResponse(answer: unknown): Response {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    return typeof answer === 'string' ? new Response(answer, { headers: jsonType }) : json(200, answer);
  }
  const { statusCode = 200, headers = {}, cookies = [], body, isBase64Encoded } = answer as Answer;
  const sent = new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));
  if (!sent.has('content-type')) sent.set('content-type', 'text/plain; charset=utf-8');
  for (const cookie of cookies) sent.append('set-cookie', cookie);
  const text = body === undefined || body === null ? '' : String(body);
  const empty = [204, 304].includes(statusCode);
  return new Response(empty ? null : isBase64Encoded ? Buffer.from(text, 'base64') : text, {
    status: statusCode,
    headers: sent,
  });
}

const jsonType = { 'content-type': 'application/json' };

export const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: jsonType });
