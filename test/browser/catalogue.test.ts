import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueFiles } from '../../functions/performance/catalogue/catalogue.ts';
import { violationsOn } from '../support/axe.ts';
import { catalogueInput } from '../support/catalogue.ts';
import { tabTo } from '../support/keyboard.ts';
import { openSite, type SitePages, WIDTHS } from '../support/site-pages.ts';

// The catalogue as a supplier opens it, on a phone and at a desk.

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

let site: SitePages;
beforeAll(async () => {
  site = await openSite(catalogueFiles(catalogueInput()));
});
afterAll(() => site?.close());

describe.each(Object.entries(WIDTHS))('on a %s', (_, width) => {
  test.each(PATHS)('%s passes axe, fits the width and asks for nothing but its stylesheet', async (path) => {
    const { page, asked } = await site.openAsking(path, width);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const tables = page.locator('.scroll');
    expect(await tables.evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length)).toBe(0);
    expect(asked).toEqual([path, '/catalogue/site.css']);
    await page.close();
  });
});

test('the keyboard goes past the header to a guide, and scrolls what is wider than a phone', async () => {
  const page = await site.open('/catalogue/', WIDTHS.phone, false);
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
    const page = await site.open(path, 720);
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
