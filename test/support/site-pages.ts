import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { closeServer, listen } from '../../infra/local/engine/web/serve.ts';
import { openPage, startBrowser } from './browser.ts';

export const WIDTHS = { phone: 375, desk: 1280 };

const TYPES: Record<string, string> = { css: 'text/css', html: 'text/html; charset=utf-8' };

/** A published site in a browser. */
export type SitePages = {
  root: string;
  open(path: string, width: number, javaScriptEnabled?: boolean): Promise<Page>;
  /** Opens a page, and says what it asked the site for. */
  openAsking(path: string, width: number): Promise<{ page: Page; asked: string[] }>;
  close(): Promise<void>;
};

/** @param files what was published, by its path without a slash in front */
export async function openSite(files: ReadonlyMap<string, string | Uint8Array>): Promise<SitePages> {
  const server = createServer((req, res) => {
    const path = (req.url ?? '/').replace(/\?.*/, '').replace(/\/$/, '/index.html');
    const bytes = files.get(path.slice(1));
    if (!bytes) return void res.writeHead(404).end();
    res.writeHead(200, { 'content-type': TYPES[path.split('.').at(-1)!] ?? 'text/plain; charset=utf-8' }).end(bytes);
  });
  const root = await listen(server);
  const browser = await startBrowser();
  const blank = (width: number, javaScriptEnabled = true) =>
    openPage(browser, { viewport: { width, height: 800 }, javaScriptEnabled });
  return {
    root,
    open: async (path, width, javaScriptEnabled) => {
      const page = await blank(width, javaScriptEnabled);
      await page.goto(`${root}${path}`);
      return page;
    },
    openAsking: async (path, width) => {
      const page = await blank(width);
      const asked: string[] = [];
      page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
      await page.goto(`${root}${path}`);
      return { page, asked: asked.filter((each) => each !== 'image/x-icon') };
    },
    close: async () => {
      await browser.close();
      await closeServer(server);
    },
  };
}
