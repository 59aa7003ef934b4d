import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { askWithin } from '../../../../functions/shared/http/ask.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function answering(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<URL> {
  const server = createServer(handle);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`);
}

const bounds = { timeoutMs: 20_000, mostBytes: 1_000 };
const get = askWithin(bounds);

describe('another system', () => {
  test('is heard whole, and no redirect is followed', async () => {
    const paths: string[] = [];
    const url = await answering(({ url: path }, response) => {
      paths.push(path!);
      response.writeHead(302, { location: '/elsewhere', 'content-type': 'text/xml' }).end('ab');
    });
    const answer = { kind: 'answered', status: 302, contentType: 'text/xml', bytes: Buffer.from('ab') };
    expect(await get(url)).toEqual(answer);
    expect(paths).toEqual(['/a?b=c']);
  });

  test('that never ends is not read further than what is taken', async () => {
    const url = await answering((_, response) => {
      const flood = () => {
        while (response.writable && response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', flood);
      flood();
    });
    expect(await get(url)).toEqual({ kind: 'none', reason: 'too-large' });
  });

  test.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['says nothing', () => {}],
    ['stops in the middle', (_, response) => void response.writeHead(200).write('a')],
  ])('that %s is waited for so long and no longer', async (_, handle) => {
    const url = await answering(handle);
    expect(await askWithin({ ...bounds, timeoutMs: 300 })(url)).toEqual({ kind: 'none', reason: 'timeout' });
  });

  test('that breaks off has not answered', async () => {
    const url = await answering((_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('a');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await get(url)).toEqual({ kind: 'none', reason: 'no-answer' });
  });

  test.each(['http://example.org/', 'https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/'])(
    'at %s is not called',
    async (url) => expect(await get(new URL(url))).toEqual({ kind: 'none', reason: 'not-allowed' }),
  );

  test('whose name leads into our own networks is not called', async () => {
    const resolve = ((_: string, __: object, done: (error: null, addresses: object[]) => void) =>
      done(null, [{ address: '10.0.0.1', family: 4 }])) as never;
    expect(await askWithin({ ...bounds, resolve })(new URL('https://back-office.example/'))).toEqual({
      ...{ kind: 'none', reason: 'not-allowed' },
    });
  });
});
