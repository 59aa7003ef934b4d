// A function's own address (AWS::Lambda::Url), with payload format 2.0 and no routes: every path and method reaches it.
// Where AWS answers 429, because all that is reserved for the function is running, a request waits here for its turn.

import type { Functions } from '../lambda/functions.ts';
import type { Stack } from '../stack/stack.ts';
import { bodyOf, type HttpApi, json, payload, toResponse } from './http-api.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 6 * 1024 * 1024;

/** @throws Error for a URL whose function is not in the stack. */
export function createFunctionUrl(
  stack: Stack,
  functions: Functions,
  { logicalId, onEvent }: { logicalId: string; onEvent: (event: { kind: string; [key: string]: unknown }) => void },
): HttpApi {
  const resource = stack.ofType('AWS::Lambda::Url').find((each) => each.logicalId === logicalId);
  const pool = functions.byRef(String(resource?.properties['TargetFunctionArn']));
  return async (request) => {
    const url = new URL(request.url);
    const body = await bodyOf(request, MOST_BYTES);
    if (body === 'too-large') return json(413, { Message: 'Request Entity Too Large' });
    if (body === 'broken-off') return json(400, { Message: 'Bad Request' });
    const route = { key: '$default' };
    try {
      return toResponse(await pool.invoke(payload(request, { url, body, apiId: logicalId, route, parameters: {} })));
    } catch (error) {
      onEvent({ kind: 'invocation-failed', fn: pool.spec.logicalId, error: (error as Error).message });
      return json(502, { Message: 'Internal Server Error' });
    }
  };
}
