// Between Node's HTTP server and the Request and Response of the web.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyRefused, readAll } from '../s3/s3-body.ts';

const MOST_BYTES = 11 * 1024 * 1024;

/** Answers Node requests with a function of the web's kind. */
export function serve(answer: (request: Request) => Promise<Response>) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    try {
      const body = await readAll(req, MOST_BYTES);
      const headers = new Headers();
      for (const [name, value] of Object.entries(req.headers))
        if (value !== undefined) headers.set(name, String(value));
      const hasBody = body.length > 0 && req.method !== 'GET' && req.method !== 'HEAD';
      const url = `http://${req.headers.host ?? '127.0.0.1'}${req.url}`;
      const response = await answer(
        new Request(url, { method: req.method, headers, body: hasBody ? new Uint8Array(body) : null }),
      );
      res.statusCode = response.status;
      for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value);
      if (response.headers.getSetCookie().length) res.setHeader('set-cookie', response.headers.getSetCookie());
      res.end(Buffer.from(await response.arrayBuffer()));
    } catch (error) {
      // A request counts as destroyed once it has been read: only its answer tells whether the caller still listens.
      if (res.headersSent || res.destroyed) return void res.destroy();
      res.statusCode = error instanceof BodyRefused ? error.status : 400;
      res.end(JSON.stringify({ message: error instanceof BodyRefused ? 'Request Entity Too Large' : 'Bad Request' }));
    }
  };
}

/** Listens on 127.0.0.1. @returns the base URL. */
export function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
