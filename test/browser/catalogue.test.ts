import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueFiles } from '../../functions/performance/catalogue/catalogue.ts';
import { violationsOn } from '../support/axe.ts';
import { openPage, startBrowser } from '../support/browser.ts';
import { catalogueInput } from '../support/catalogue.ts';
import { tabTo } from '../support/keyboard.ts';

// The catalogue as a supplier opens it, on a phone and at a desk.

const TYPES: Record<string, string> = { css: 'text/css', html: 'text/html; charset=utf-8' };
const WIDTHS = { phone: 375, desk: 1280 };

/** Pages of every kind: the others of each kind are made by the same code. */
const PATHS = [
  '/catalogue/',
  '/catalogue/producers/',
  '/catalogue/subscribers/',
  '/catalogue/changes/',
  '/catalogue/events/council.residents.address-changed.v1/',
  '/catalogue/events/council.recovery.account-snapshotted.v1/',
  '/catalogue/files/recovery-extract/',
  '/catalogue/files/contacts/',
  '/catalogue/files/moves/',
];

let browser: Browser;
let server: Server;
let root: string;

beforeAll(async () => {
  const files = catalogueFiles(catalogueInput());
  server = createServer((req, res) => {
    const bytes = files.get((req.url ?? '/').slice(1).replace(/\/$/, '/index.html'));
    if (!bytes) return void res.writeHead(404).end();
    const type = TYPES[req.url!.endsWith('/') ? 'html' : req.url!.split('.').at(-1)!] ?? 'text/plain; charset=utf-8';
    res.writeHead(200, { 'content-type': type }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(path: string, width: number, javaScriptEnabled = true): Promise<Page> {
  const page = await openPage(browser, { viewport: { width, height: 800 }, javaScriptEnabled });
  await page.goto(`${root}${path}`);
  return page;
}

describe.each(Object.entries(WIDTHS))('on a %s', (_, width) => {
  test.each(PATHS)('%s passes axe, fits the width and asks for nothing but its stylesheet', async (path) => {
    const page = await openPage(browser, { viewport: { width, height: 800 } });
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
    await page.goto(`${root}${path}`);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const tables = page.locator('.scroll');
    expect(await tables.evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length)).toBe(0);
    expect(asked.filter((each) => each !== 'image/x-icon')).toEqual([path, '/catalogue/site.css']);
    await page.close();
  });
});

test('the keyboard goes past the header to a guide, and scrolls what is wider than a phone', async () => {
  const page = await open('/catalogue/', WIDTHS.phone, false);
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').innerText()).toBe('Skip to main content');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Guide for a system that tells' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/producers/');
  const code = page.getByRole('region', { name: 'curl: one' });
  await tabTo(page, code);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => code.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  await page.close();
});

test('prints every column and every line of code on A4', async () => {
  for (const path of PATHS) {
    const page = await open(path, 720);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(720);
    expect(
      await page
        .locator('.code')
        .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length),
      path,
    ).toBe(0);
    expect(await page.locator('.govuk-breadcrumbs:visible').count()).toBe(0);
    await page.close();
  }
});
