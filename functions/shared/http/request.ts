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
    remainingMs: () => context.getRemainingTimeInMillis(),
  };
}

/** The path without the stage's own part, which all stages have but `$default`. */
const withoutStage = (path: string, stage: string): string =>
  path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
