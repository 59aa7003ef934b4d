import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { streamSSE } from 'hono/streaming';
import { readAssets } from './assets.ts';
import type { Feed } from './feed.ts';
import { liveOf } from './live.ts';
import { drawnPages } from './pages/drawn.ts';
import { type HeldPort, holdPort } from './ports.ts';
import { consolePages } from './routes.ts';

export type Console = { url: string; port: number; close(): Promise<void> };

type Options = {
  feed: Feed;
  /** Without one, it takes any that is free. */
  held?: HeldPort;
  /** What stands at the stack's addresses, whose paths do not have the `/api` before them. */
  api: (request: Request) => Promise<Response>;
};

const HEADERS = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * The console of one running stack, on this machine only: its pages at the root, the stack's own addresses under `/api`.
 */
export async function startConsole({ feed, held, api }: Options): Promise<Console> {
  const assets = readAssets();
  const live = liveOf(feed);
  const drawn = drawnPages();
  const app = new Hono();

  // The web's Request knows no such method, so nothing below could take it.
  app.use('*', async (c, next) => (c.req.method === 'TRACE' ? c.text('Method Not Allowed', 405) : next()));
  app.all('/api/*', (c) => api(withoutApi(c)));
  // A page of another site must not answer texts in a resident's name.
  app.use('/replies', csrf());
  app.use('/queues/*', csrf());
  app.use('/ledger/*', csrf());
  app.use('/holds/*', csrf());
  app.use('/notices/*', csrf());
  app.use('/d/*', csrf());
  app.use('*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  });
  app.get('/assets/:name', (c) => {
    const asset = assets[c.req.param('name')];
    return asset ? c.body(asset.body, 200, { 'content-type': asset.contentType }) : c.notFound();
  });
  app.get('/stream', (c) =>
    streamSSE(c, async (stream) => {
      const stop = live.watch((version) => void stream.writeSSE({ data: version }));
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      stop();
    }),
  );
  consolePages(app, feed, drawn);

  const { port, answer, letGo } = held ?? (await holdPort(0));
  answer(getRequestListener(app.fetch));
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    close: () => {
      live.close();
      void drawn.close();
      return letGo();
    },
  };
}

function withoutApi(c: Context): Request {
  const url = new URL(c.req.url);
  url.pathname = url.pathname.slice('/api'.length);
  return new Request(url, c.req.raw);
}
