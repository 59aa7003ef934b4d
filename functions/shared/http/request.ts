import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** One HTTP request, without the wire. */
export type Request = {
  method: string;
  path: string;
  query: Readonly<Record<string, string | undefined>>;
  authorization: string | undefined;
  /** The media type alone, in small letters; empty where the caller does not say. */
  contentType: string;
  /** Null if its bytes are not UTF-8. A byte order mark is skipped where it is parsed. */
  body: string | null;
  /** Its bytes as they were sent; null where the platform took them for text and something in them was none. */
  bytes: Uint8Array | null;
  /** What stands in the path in the places of the route's parameters, decoded. */
  parameters: Readonly<Record<string, string | undefined>>;
  /** What is left before the platform cuts the answer off. */
  remainingMs: () => number;
};

/** The request in an event of an HTTP API, or of a function URL: both have payload format 2.0. */
export function requestOf(event: APIGatewayProxyEventV2, context: Pick<Context, 'getRemainingTimeInMillis'>): Request {
  const { rawPath, body = '', isBase64Encoded, requestContext } = event;
  const headers = Object.entries(event.headers ?? {});
  const header = (name: string) => headers.find(([each]) => each.toLowerCase() === name)?.[1];
  return {
    method: requestContext.http.method,
    path: withoutStage(rawPath, requestContext.stage),
    query: event.queryStringParameters ?? {},
    authorization: header('authorization'),
    contentType: (header('content-type') ?? '').split(';')[0]!.trim().toLowerCase(),
    body: isBase64Encoded ? utf8(Buffer.from(body, 'base64')) : body,
    bytes: bytesOf(body, isBase64Encoded),
    parameters: event.pathParameters ?? {},
    remainingMs: () => context.getRemainingTimeInMillis(),
  };
}

/** The path without the stage's own part, which all stages have but `$default`. */
const withoutStage = (path: string, stage: string): string =>
  path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;

/** A gateway that takes a body for text puts U+FFFD where bytes were no UTF-8. */
function bytesOf(body: string, isBase64Encoded: boolean): Uint8Array | null {
  if (isBase64Encoded) return Buffer.from(body, 'base64');
  return body.includes('\ufffd') ? null : Buffer.from(body);
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
