import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Console, startConsole } from '../../infra/local/console/server.ts';
import { openPage, startBrowser } from './browser.ts';
import type { feedWith } from './console-feed.ts';

/**
 * Gives each test of a file the console on a feed of its own, and an empty page of a real browser.
 * @param make what the console shows, made anew for each test
 * @param opened takes the console and the page
 */
export function consolePage(
  make: () => ReturnType<typeof feedWith> | Promise<ReturnType<typeof feedWith>>,
  opened: (site: Console, page: Page) => void,
): void {
  let browser: Browser;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    const { feed } = await make();
    const site = await startConsole({ feed, api: async () => new Response(null, { status: 404 }) });
    const page = await openPage(browser);
    close = () => page.close().then(() => site.close());
    opened(site, page);
  });
  afterEach(() => close());
}
