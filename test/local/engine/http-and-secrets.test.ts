import { afterEach, describe, expect, test } from 'vitest';
import { arnOf, cleanUp, lambda, start } from './stack-under-test.ts';

afterEach(cleanUp);

const route = (RouteKey: string, integration: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey,
    AuthorizationType: 'NONE',
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] },
  },
});

const integration = (functionId: string) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: arnOf(functionId),
    PayloadFormatVersion: '2.0',
  },
});

const api = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Echo: lambda('echo'),
  Other: lambda('other'),
  EchoIntegration: integration('Echo'),
  OtherIntegration: integration('Other'),
  Post: route('POST /events', 'EchoIntegration'),
  One: route('GET /runs/{run}', 'EchoIntegration'),
  Default: route('$default', 'OtherIntegration'),
};

const echo = `export const handler = async (event) => {
  if (event.body === 'throw') throw new Error('no');
  return { statusCode: 201, headers: { 'x-is': 'echo' }, cookies: ['a=1', 'b=2'], body: JSON.stringify(event) };
};`;
const handlers = { echo, other: `export const handler = async () => ({ default: true });` };

describe('a function URL', () => {
  const url = {
    Echo: lambda('echo'),
    Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: arnOf('Echo'), AuthType: 'NONE' } },
  };

  test('takes every path and method to its function, as payload 2.0', async () => {
    const engine = await start(url, { handlers });
    const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' };
    const response = await fetch(`${engine.functionUrl}/notify/receipts?a=1`, post);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/notify/receipts',
      rawQueryString: 'a=1',
      body: '{"a":1}',
      requestContext: { http: { method: 'POST', path: '/notify/receipts' } },
    });
    const get = await engine.handleFunctionUrl(new Request('http://local/'));
    expect(await get.json()).toMatchObject({ rawPath: '/', requestContext: { http: { method: 'GET' } } });
  });

  test('is named by the template where the stack has it, with a slash at its end', async () => {
    const WHERE = { 'Fn::GetAtt': ['Url', 'FunctionUrl'] };
    const engine = await start(
      { ...url, Told: lambda('told', { Environment: { Variables: { WHERE } } }) },
      { handlers: { ...handlers, told: 'export const handler = async () => process.env.WHERE;' } },
    );
    expect(await engine.invoke('Told', {})).toBe(`${engine.functionUrl}/`);
  });

  test('answers 502 for what its function throws, and 413 for more than Lambda takes', async () => {
    const engine = await start(url, { handlers });
    const post = (body: string) => fetch(engine.functionUrl, { method: 'POST', body });
    expect((await post('throw')).status).toBe(502);
    expect((await post('x'.repeat(6 * 1024 * 1024 + 1))).status).toBe(413);
  });

  test.each([
    ['AuthType', 'AWS_IAM'],
    ['InvokeMode', 'RESPONSE_STREAM'],
  ])('is refused with %s %s', async (property, value) => {
    const other = { ...url, Url: { ...url.Url, Properties: { ...url.Url.Properties, [property]: value } } };
    await expect(start(other, { handlers })).rejects.toThrow(new RegExp(`Url.*${property}`));
  });
});

describe('an HTTP API', () => {
  test('sends a request to the function of its route, as payload 2.0', async () => {
    const engine = await start(api, { handlers });
    const response = await fetch(`${engine.apiUrl}/events?a=1&a=2`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', Authorization: 'Bearer t', Cookie: 'c=3' },
      body: 'hällo',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-is')).toBe('echo');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'POST /events',
      rawPath: '/events',
      rawQueryString: 'a=1&a=2',
      queryStringParameters: { a: '1,2' },
      cookies: ['c=3'],
      headers: { authorization: 'Bearer t' },
      body: 'hällo',
      isBase64Encoded: false,
      requestContext: { http: { method: 'POST', path: '/events' } },
    });
  });

  test('fills in path parameters, encodes what is not text, and falls back to the default route', async () => {
    const engine = await start(api, { handlers });
    const at = (path: string, init?: RequestInit) => engine.handleHttp(new Request(`http://local${path}`, init));
    expect(await (await at('/runs/2026%2F11')).json()).toMatchObject({ pathParameters: { run: '2026/11' } });
    expect(await (await at('/nowhere')).json()).toEqual({ default: true });
    const binary = {
      method: 'POST',
      body: Buffer.from([255]),
      headers: { 'content-type': 'application/cloudevents+json' },
    };
    expect(await (await at('/events', binary)).json()).toMatchObject({ body: '/w==', isBase64Encoded: true });
  });

  test('answers 500 when the function throws, 404 without a route and 413 beyond 10 MB', async () => {
    const engine = await start(api, { handlers });
    const post = (body: string) => fetch(`${engine.apiUrl}/events`, { method: 'POST', body });
    const failed = await post('throw');
    expect([failed.status, await failed.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect((await post('x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await post('x'.repeat(40 * 1024 * 1024))).status).toBe(413);
    expect((await fetch(`${engine.apiUrl}/runs/%E0%A4%A`)).status).toBe(400);
    const { Default: _, ...withoutDefault } = api;
    const strict = await start(withoutDefault, { handlers });
    expect((await fetch(`${strict.apiUrl}/nowhere`)).status).toBe(404);
  });
});

describe('a body without end', () => {
  test('is read no further than an HTTP API takes, and is answered 413', async () => {
    const engine = await start(api, { handlers });
    let megabytes = 0;
    const body = new ReadableStream({
      pull(stream) {
        megabytes += 1;
        if (megabytes > 100) stream.close();
        else stream.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const request = new Request('http://local/events', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await engine.handleHttp(request)).status).toBe(413);
    expect(megabytes).toBeLessThanOrEqual(12);
  });

  test('that breaks off is answered 400', async () => {
    const engine = await start(api, { handlers });
    const body = new ReadableStream({ pull: (stream) => stream.error(new Error('gone')) });
    const request = new Request('http://local/events', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await engine.handleHttp(request)).status).toBe(400);
  });
});

describe('secrets', () => {
  const reader = `import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
    const client = new SecretsManagerClient({});
    export const handler = async () => (await client.send(new GetSecretValueCommand({ SecretId: process.env.SECRET }))).SecretString;`;
  const stack = (secret: object) => ({
    NotifySecret1A2B: { Type: 'AWS::SecretsManager::Secret', Properties: { ...secret } },
    Reader: lambda('reader', { Environment: { Variables: { SECRET: { Ref: 'NotifySecret1A2B' } } } }),
  });

  test('are read by a handler: the value passed in, else a generated one', async () => {
    const handlers = { reader };
    const given = await start(stack({ GenerateSecretString: {} }), { handlers, secrets: { NotifySecret: 'given' } });
    expect(await given.invoke('Reader', {})).toBe('given');
    const generated = await start(stack({ GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true } }), {
      handlers,
    });
    expect(await generated.invoke('Reader', {})).toMatch(/^[A-Za-z0-9]{40}$/);
  });

  test('without a value, or a value without a secret, are refused', async () => {
    await expect(start(stack({}), { handlers: { reader } })).rejects.toThrow(/NotifySecret1A2B.*has no value/);
    const misspelt = start(stack({ GenerateSecretString: {} }), {
      handlers: { reader },
      secrets: { NotfySecret: 'x' },
    });
    await expect(misspelt).rejects.toThrow(/secrets\.NotfySecret/);
  });
});
