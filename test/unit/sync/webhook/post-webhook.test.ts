import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { postWebhook } from '../../../../functions/sync/webhook/post-webhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closers.push(() => new Promise((closed) => server.close(closed)));
  return (server.address() as AddressInfo).port;
}

/** A subscriber that speaks HTTP. */
async function answering(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handle);
  closers.push(() => server.closeAllConnections());
  return portOf(server);
}

/** One that writes whatever it likes. */
async function raw(onSocket: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onSocket(socket);
  });
  closers.push(() => sockets.forEach((socket) => void socket.destroy()));
  return portOf(server);
}

const now = () => Date.parse('2026-11-28T10:00:00Z'); // the platform's clock, days away from the machine's
const post = (port: number, more: { url?: string; timeoutMs?: number; until?: number } = {}) =>
  postWebhook({ now, clock: Date.now })({
    ...{ url: `http://127.0.0.1:${port}/crier`, id: 'e-1', body: '{"a":"ë"}', secrets: [SECRET], timeoutMs: 5_000 },
    until: now() + 60_000,
    ...more,
  });
const answered = (status: number, put_off_ms: number | null = null) => ({ kind: 'answered', status, put_off_ms });
const none = (reason: string, detail: string) => ({ kind: 'none', reason, detail });

describe('a webhook', () => {
  test('is one POST with its three headers, by the clock of the machine', async () => {
    let seen: { method?: string; headers?: IncomingMessage['headers']; body?: string } = {};
    const port = await answering(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      seen = { method: request.method!, headers: request.headers, body: Buffer.concat(parts).toString() };
      response.writeHead(204).end();
    });
    expect(await post(port)).toEqual(answered(204));
    expect(seen).toMatchObject({ method: 'POST', body: '{"a":"ë"}' });
    expect(seen.headers).toMatchObject({ 'content-type': 'application/cloudevents+json', 'webhook-id': 'e-1' });
    expect(Math.abs(Number(seen.headers!['webhook-timestamp']) * 1000 - Date.now())).toBeLessThan(300_000);
    expect(seen.headers!['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  });

  test('follows no redirect, and passes on what an answer asks for', async () => {
    const paths: string[] = [];
    const port = await answering(({ url }, response) => {
      paths.push(url!);
      response.writeHead(307, { location: '/elsewhere', 'retry-after': '7' }).end();
    });
    expect(await post(port)).toEqual(answered(307, 7_000));
    expect(paths).toEqual(['/crier']);
  });

  test('reads 64 KB of an answer and no more: the status counts', async () => {
    const port = await answering((_, response) => {
      response.writeHead(200);
      const flood = () => {
        while (response.writable && response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', flood);
      flood();
    });
    expect(await post(port)).toEqual(answered(200));
  });

  test('begins nothing that could not end while its worker has it', async () => {
    let calls = 0;
    const port = await answering((_, response) => {
      calls += 1;
      response.end();
    });
    expect(await post(port, { until: now() + 4_999 })).toEqual(none('no-answer', 'not-begun'));
    expect(calls).toBe(0);
  });
});

describe('what is wrong with the other side is told apart:', () => {
  test('an answer without end', async () => {
    const port = await answering((_, response) => {
      response.writeHead(200).write('.');
      const drip = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(drip));
    });
    expect(await post(port, { timeoutMs: 300 })).toEqual(none('timeout', 'endless'));
  });

  test('headers that drip', async () => {
    const port = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const drip = setInterval(() => socket.write('.'), 50);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await post(port, { timeoutMs: 300 })).toEqual(none('timeout', 'silent'));
  });

  test('silence', async () => {
    const port = await raw(() => {});
    expect(await post(port, { timeoutMs: 300 })).toEqual(none('timeout', 'silent'));
  });

  test('what is not HTTP', async () => {
    const port = await raw((socket) => void socket.end('SORRY/0 banana\r\n\r\n\u0000\u0001'));
    expect(await post(port)).toEqual(none('no-answer', 'not-http'));
  });

  test('headers beyond all bounds', async () => {
    const port = await raw((socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(500_000)}\r\n\r\n`));
    expect(await post(port)).toEqual(none('no-answer', 'not-http'));
  });

  test('a connection that is closed: before, without a word, or in the middle of an answer', async () => {
    const closing = await raw((socket) => void socket.on('data', () => socket.resetAndDestroy()));
    expect(await post(closing)).toEqual(none('no-answer', 'reset'));
    const cut = await raw((socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
    });
    expect(await post(cut)).toEqual(none('no-answer', 'not-whole'));
    const upgrading = await raw((socket) => {
      socket.on('data', () =>
        socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      );
    });
    expect(await post(upgrading)).toMatchObject({ kind: 'none', reason: 'no-answer' });
  });

  test('nobody there, and no such name', async () => {
    const server = createSocketServer();
    const port = await portOf(server);
    await new Promise((closed) => server.close(closed));
    closers.splice(0);
    expect(await post(port)).toEqual(none('no-answer', 'refused'));
    expect(await post(0, { url: 'https://nobody.invalid/' })).toMatchObject({ kind: 'none', reason: 'no-answer' });
  });

  test('an address of ours, in the URL or by its name at the moment of the connection', async () => {
    const port = await raw(() => {});
    expect(await post(0, { url: `https://127.0.0.1:${port}/` })).toEqual({ kind: 'not-allowed' });
    expect(await post(0, { url: `http://localhost:${port}/` })).toEqual({ kind: 'not-allowed' });
    expect(await post(0, { url: `https://localhost:${port}/` })).toEqual({ kind: 'not-allowed' });
  });
});
