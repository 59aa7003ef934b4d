import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { withoutBom } from '../bom.ts';
import type { Request } from './answer.ts';

/** The request inside an HTTP API v2 event. The stage's own part of the path, if any, is left out. */
export function requestOf(event: APIGatewayProxyEventV2, context: Pick<Context, 'getRemainingTimeInMillis'>): Request {
  const { rawPath, body, isBase64Encoded } = event;
  const headers = Object.entries(event.headers ?? {});
  return {
    method: event.requestContext.http.method,
    path: rawPath.slice(Math.max(0, rawPath.indexOf('/officers'))),
    query: event.queryStringParameters ?? {},
    authorization: headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1],
    body: withoutBom(isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '')),
    remainingMs: () => context.getRemainingTimeInMillis(),
  };
}
