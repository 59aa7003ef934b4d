// A client for the sandbox's tests that can also do what the real client never would.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidFrom } from '../../../infra/local/notify/forms/uuid.ts';
import { type SandboxOptions, startNotifySandbox } from '../../../infra/local/notify/server.ts';
import { serviceId, testWorld } from './world.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever the server answers
export type Json = any;

export type Reply = { status: number; headers: Headers; body: Json; text: string };

type Claims = Record<string, unknown>;
type TokenOptions = { secret?: string; claims?: Claims; alg?: string };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HASHES: Record<string, string> = { HS256: 'sha256', HS512: 'sha512' };
export const seconds = (): number => Math.floor(Date.now() / 1000);

/** A token of a test world's key, such as `Main test`; claims that are undefined are left out. */
export function token(key: string, { secret, claims, alg = 'HS256' }: TokenOptions = {}): string {
  const [, service = '', type = ''] = /^(.*) (\w+)$/.exec(key) ?? [];
  const signed = `${encode({ typ: 'JWT', alg })}.${encode({ iss: serviceId(service), iat: seconds(), ...claims })}`;
  if (alg === 'none') return `${signed}.`;
  const mac = createHmac(HASHES[alg] ?? 'sha256', secret ?? uuidFrom(`${type} ${service}`));
  return `${signed}.${mac.update(signed).digest('base64url')}`;
}

export const apiKey = (key: string): string => {
  const [, service = '', type = ''] = /^(.*) (\w+)$/.exec(key) ?? [];
  return `${key}-${serviceId(service)}-${uuidFrom(`${type} ${service}`)}`;
};

export async function openSandbox(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startNotifySandbox({ world: testWorld(), deliveryDelayMs: 0, ...options });
  const request = async (method: string, path: string, init: { authorization?: string; body?: unknown } = {}) => {
    const raw = typeof init.body === 'string' || init.body instanceof Uint8Array;
    const response = await fetch(sandbox.url + path, {
      method,
      headers: init.authorization === undefined ? {} : { authorization: init.authorization },
      ...(init.body === undefined ? {} : { body: raw ? (init.body as string) : JSON.stringify(init.body) }),
    });
    const text = await response.text();
    let body: Json = text;
    try {
      body = JSON.parse(text);
    } catch {}
    return { status: response.status, headers: response.headers, body, text } satisfies Reply;
  };
  const as = (key: string) => ({
    get: (path: string) => request('GET', path, { authorization: `Bearer ${token(key)}` }),
    post: (path: string, body?: unknown) => request('POST', path, { authorization: `Bearer ${token(key)}`, body }),
    sms: (body: object) => request('POST', '/v2/notifications/sms', { authorization: `Bearer ${token(key)}`, body }),
    email: (body: object) =>
      request('POST', '/v2/notifications/email', { authorization: `Bearer ${token(key)}`, body }),
    letter: (body: object) =>
      request('POST', '/v2/notifications/letter', { authorization: `Bearer ${token(key)}`, body }),
  });
  return { sandbox, request, as };
}

export type Open = Awaited<ReturnType<typeof openSandbox>>;

/** The errors of a reply as `Name: message`, in order. */
export const errorsOf = ({ body }: Reply): string[] =>
  body.errors.map((each: { error: string; message: string }) => `${each.error}: ${each.message}`);

/** Asks until it is so; fails after two minutes with what was last seen. */
export async function until<T>(ask: () => Promise<T> | T, isSo: (seen: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const seen = await ask();
    if (isSo(seen)) return seen;
    if (tries > 12_000) throw new Error(`It never came to that; last seen: ${JSON.stringify(seen)}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

type Received = { path: string; headers: IncomingMessage['headers']; text: string };

/** A council's own server: keeps the callbacks and answers them with the given statuses in turn, the last for ever. */
export async function openReceiver(...statuses: (number | 'hang' | 'reset')[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push({ path: request.url ?? '', headers: request.headers, text });
    const status = statuses[Math.min(received.length, statuses.length) - 1] ?? 200;
    if (status === 'reset') request.socket.resetAndDestroy();
    else if (status !== 'hang') response.writeHead(status).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
