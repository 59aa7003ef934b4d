import type { Request } from '../../functions/shared/http/request.ts';

/** A request of JSON to a door that has half a minute. */
export const aRequest = (request: Partial<Request>): Request => ({
  method: 'GET',
  path: '/',
  query: {},
  authorization: undefined,
  contentType: 'application/json',
  body: '',
  bytes: new Uint8Array(),
  parameters: {},
  remainingMs: () => 30_000,
  ...request,
});
