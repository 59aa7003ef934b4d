import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Open, openSandbox, seconds, token } from './client.ts';
import { serviceId } from './world.ts';

let open: Open;
beforeAll(async () => {
  open = await openSandbox();
});
afterAll(() => open.sandbox.close());

const list = (authorization?: string) =>
  open.request('GET', '/v2/notifications', authorization === undefined ? {} : { authorization });
const bearer = (...of: Parameters<typeof token>) => `Bearer ${token(...of)}`;

const GENERAL =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header';
const CLOCK = 'Error: Your system clock must be accurate to within 30 seconds';

// The thirty checks by which a sandbox is told from the real server stand among these tests, each by its number.
describe('a request without a usable token is refused', () => {
  const cases: [string, number, string, () => string | undefined][] = [
    ['[check 1] no header', 401, 'Unauthorized: authentication token must be provided', () => undefined],
    ['another scheme', 401, 'Unauthorized: authentication bearer scheme must be used', () => 'Basic abc'],
    ['no JWT', 403, GENERAL, () => 'Bearer x.y.z'],
    ['a JWT of two parts', 403, GENERAL, () => 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0'],
    ['no iss', 403, 'Invalid token: iss field not provided', () => bearer('Main test', { claims: { iss: undefined } })],
    [
      '[check 3] an iss that is no UUID',
      403,
      'Invalid token: service id is not the right data type',
      () => bearer('Main test', { claims: { iss: 'foo' } }),
    ],
    [
      '[check 3] an unknown service',
      403,
      'Invalid token: service not found',
      () => bearer('Main test', { claims: { iss: '00000001-1111-4222-8333-000000000001' } }),
    ],
    [
      'a service without keys',
      403,
      'Invalid token: service has no API keys',
      () => bearer('Main test', { claims: { iss: serviceId('Keyless') } }),
    ],
    ['an archived service', 403, 'Invalid token: service is archived', () => bearer('Archived test')],
    [
      '[check 3] another secret',
      403,
      'Invalid token: API key not found',
      () => bearer('Main test', { secret: 'another' }),
    ],
    [
      "another service's secret",
      403,
      'Invalid token: API key not found',
      () => bearer('Trial test', { claims: { iss: serviceId('Main') } }),
    ],
    [
      '[check 3] no iat',
      403,
      'Invalid token: API key not found',
      () => bearer('Main test', { claims: { iat: undefined } }),
    ],
    ['[check 2] iat 32 s ago', 403, CLOCK, () => bearer('Main test', { claims: { iat: seconds() - 32 } })],
    ['[check 2] iat 40 s ahead', 403, CLOCK, () => bearer('Main test', { claims: { iat: seconds() + 40 } })],
    ['iat that is no number', 403, CLOCK, () => bearer('Main test', { claims: { iat: 'abc' } })],
    ['nbf in the future', 403, CLOCK, () => bearer('Main test', { claims: { nbf: seconds() + 100 } })],
    ['exp in the past', 403, GENERAL, () => bearer('Main test', { claims: { exp: seconds() - 100 } })],
    ['any aud', 403, GENERAL, () => bearer('Main test', { claims: { aud: 'x' } })],
    ['[check 3] HS512', 403, 'Invalid token: algorithm used is not HS256', () => bearer('Main test', { alg: 'HS512' })],
    ['alg none', 403, 'Invalid token: algorithm used is not HS256', () => bearer('Main test', { alg: 'none' })],
    ['[check 3] a revoked key', 403, 'Invalid token: API key revoked', () => bearer('Main revoked')],
  ];
  it.each(cases)('%s: %i', async (_name, status, message, authorization) => {
    const reply = await list(authorization());
    expect(reply.body).toEqual({ status_code: status, errors: [{ error: 'AuthError', message }] });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('www-authenticate')).toBeNull();
  });
});

describe('a good token is taken', () => {
  it.each([
    ['[check 2] 28 s old', { claims: { iat: seconds() - 28 } }],
    ['[check 2] 27 s ahead', { claims: { iat: seconds() + 27 } }],
    [
      'service id in upper case without dashes',
      { claims: { iss: serviceId('Main').replaceAll('-', '').toUpperCase() } },
    ],
    ['service id as urn:uuid:', { claims: { iss: `urn:uuid:${serviceId('Main')}` } }],
  ])('%s', async (_name, options) => {
    expect((await list(bearer('Main test', options))).status).toBe(200);
  });

  it('with the scheme in lower case', async () => {
    expect((await list(`bearer ${token('Main live')}`)).status).toBe(200);
  });
});

describe('paths', () => {
  it('[check 27] that are unknown answer 404 without a look at the token', async () => {
    const reply = await open.request('GET', '/v2/nope');
    expect([reply.status, Object.keys(reply.body)]).toEqual([404, ['message', 'result']]);
  });

  it.each([
    ['PUT', '/v2/notifications/sms'],
    ['POST', '/v2/templates'],
  ])('[check 27] that are known answer 405 to another method, in the same shape: %s %s', async (method, path) => {
    const { status, body } = await open.request(method, path, { body: {} });
    expect([status, Object.keys(body)]).toEqual([405, ['message', 'result']]);
    expect(body.message).toBe('The method is not allowed for the requested URL.');
  });

  it('answer OPTIONS only with a token', async () => {
    expect((await open.request('OPTIONS', '/v2/notifications/sms')).status).toBe(401);
    const reply = await open.request('OPTIONS', '/v2/notifications/sms', { authorization: bearer('Main test') });
    expect([reply.status, reply.headers.get('allow')]).toEqual([200, 'GET, HEAD, OPTIONS, POST']);
  });

  it('that end in a slash are unknown', async () => {
    expect((await open.as('Main test').get('/v2/notifications/')).status).toBe(404);
  });
});

it('every answer carries the headers of the real server', async () => {
  const { headers } = await list();
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store, no-cache, private, must-revalidate');
  expect(headers.get('retry-after')).toBeNull();
  expect(headers.get('x-b3-traceid')).toMatch(/^[0-9a-f]{32}$/);
});

it('counts the requests to the API, and no others', async () => {
  const before = open.sandbox.requests();
  await list();
  await open.request('GET', '/_status');
  await open.request('GET', '/_sandbox/messages');
  expect(open.sandbox.requests() - before).toBe(1);
});

it('a message read by errorsOf names the error', async () => {
  expect(errorsOf(await list())).toEqual(['AuthError: Unauthorized: authentication token must be provided']);
});
