import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What a door needs of a request. The body is null if its bytes are not UTF-8. */
export type Request = {
  method: string;
  path: string;
  authorization: string | undefined;
  contentType: string;
  body: string | null;
};

/** What a door answers. Without a body: nothing. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/** A request that will not do as a whole: a word for programs, and what is wrong and what to do for people. */
export const refusal = (status: number, error: string, message: string): Answer => ({
  status,
  body: { error, message },
});

/** Come again: a fault of ours. */
export const fault: Answer = {
  ...refusal(503, 'try-again', 'Crier could not take this just now. Send it again in a minute, with the same ids.'),
  headers: { 'retry-after': '60' },
};

/** The request in an event of an HTTP API, or of a function URL: both have payload format 2.0. */
export function requestOf(event: APIGatewayProxyEventV2): Request {
  const { rawPath, headers, body, isBase64Encoded, requestContext } = event;
  const header = (name: string) => Object.entries(headers ?? {}).find(([each]) => each.toLowerCase() === name)?.[1];
  return {
    method: requestContext.http.method,
    path: rawPath,
    authorization: header('authorization'),
    contentType: (header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    body: isBase64Encoded ? utf8(Buffer.from(body ?? '', 'base64')) : (body ?? ''),
  };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** An answer as an HTTP API takes it. */
export const responseOf = ({ status, body, headers }: Answer) => ({
  statusCode: status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: body === undefined ? '' : JSON.stringify(body),
});
