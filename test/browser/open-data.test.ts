import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { tabTo } from '../support/keyboard.ts';
import { countEvent, historyEvents, released } from '../support/open-data.ts';
import { openSite, type SitePages, WIDTHS } from '../support/site-pages.ts';

// The site as a councillor opens it, on a phone and at a desk: the real figures, and a month with a number to hide.

let site: SitePages;
let paths: string[];

beforeAll(async () => {
  const month = (from: string, to: string, sms: number) =>
    Object.entries({ telephone: 900, self_serve: 500, email: 120, sms }).map(([channel, contacts]) =>
      countEvent(`${from}-${channel}`, { service: 'waste', channel, from, to, contacts }),
    );
  const release = await released([
    ...historyEvents(),
    ...month('2026-07-01', '2026-07-31', 40),
    ...month('2026-08-01', '2026-08-31', 3),
  ]);
  paths = [...release.files.keys()]
    .filter((path) => path.endsWith('index.html'))
    .map((path) => `/${path.slice(0, -10)}`);
  site = await openSite(release.files);
});
afterAll(() => site?.close());

describe.each(Object.entries(WIDTHS))('on a %s', (_, width) => {
  test('every page passes axe, fits the width and asks for nothing but its stylesheet', async () => {
    expect(paths).toHaveLength(10);
    for (const path of paths) {
      const { page, asked } = await site.openAsking(path, width);
      expect(await violationsOn(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
      expect(asked).toEqual([path, '/open-data/site.css']);
      await page.close();
    }
  });
});

test('on a phone tables of up to four columns fit, and no row is cut', async () => {
  for (const name of ['digital-take-up', 'cost-per-contact', 'source-freshness']) {
    const page = await site.open(`/open-data/${name}/`, WIDTHS.phone);
    const cut = await page
      .locator('.scroll')
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length);
    expect([name, await page.locator('.scroll').count(), cut]).toEqual([name, expect.any(Number), 0]);
    await page.close();
  }
  const desk = await site.open('/open-data/source-freshness/', WIDTHS.desk);
  expect(await desk.locator('.scroll').evaluate((each) => each.scrollWidth <= each.clientWidth)).toBe(true);
  expect(await desk.getByRole('columnheader').allInnerTexts()).not.toContain('As of');
  await desk.close();
});

test('each finding leads to its figure, and each table to the file that it is from', async () => {
  const page = await site.open('/open-data/', WIDTHS.desk);
  const findings = page.locator('.card__finding a');
  for (let i = 0; i < (await findings.count()); i++) {
    const finding = await findings.nth(i).innerText();
    await findings.nth(i).click();
    expect(await page.locator(':target').innerText()).toBe(finding);
    const files = page.getByRole('link', { name: /^All figures as CSV/ });
    expect(await files.count()).toBe(await page.locator('section.figure').count());
    const csv = await fetch(new URL((await files.first().getAttribute('href'))!, site.root));
    expect((await csv.text()).split('\r\n').length).toBeGreaterThan(2);
    await page.goBack();
  }
  expect(await findings.count()).toBeGreaterThan(2);
  await page.goto(`${site.root}/open-data/digital-take-up/`);
  await page.locator('#how').getByRole('link', { name: 'contacts-by-channel' }).click();
  expect(page.url()).toBe(`${site.root}/open-data/contacts-by-channel/`);
  await page.close();
});

test('reads the same without JavaScript, and sets no cookie', async () => {
  const page = await site.open('/open-data/contacts-by-channel/', WIDTHS.phone, false);
  expect(await page.locator('h2').first().innerText()).toMatch(
    /^All services: telephone came first in July 2026, with 57\.7% of 1,560 contacts$/,
  );
  expect(await page.getByRole('img').count()).toBeGreaterThan(0);
  expect(await page.context().cookies()).toEqual([]);
  await page.close();
});

test('a chart has its words: a title, a description, and a table below with every figure', async () => {
  const page = await site.open('/open-data/contacts-by-channel/', WIDTHS.desk);
  const chart = page.getByRole('img', { name: /self-service online rose from 2\.8%/ });
  await chart.waitFor();
  const table = page.getByRole('table', { name: /Care for your area/ });
  expect(await table.getByRole('row', { name: /^2018–19/ }).innerText()).toContain('19.3% [p]');
  expect(await table.getByRole('columnheader').allInnerTexts()).toContain('Telephone');
  await page.close();
});

describe('a chart', () => {
  test.each(Object.entries(WIDTHS))(
    'on a %s has a drawing of its own, as wide as its column',
    async (screen, width) => {
      const page = await site.open('/open-data/contacts-by-channel/', width);
      const charts = page.getByRole('img');
      expect(await charts.count()).toBe(await page.locator(`.chart--${screen}`).count());
      const column = await page.locator('main').evaluate((main) => main.clientWidth);
      for (const chart of await charts.all()) {
        const box = (await chart.boundingBox())!;
        expect(box.width).toBeGreaterThan(column - 2);
        // As it was drawn: words are neither shrunk nor blown up by a tenth.
        const drawn = Number((await chart.getAttribute('viewBox'))!.split(' ')[2]);
        expect(Math.abs(box.width / drawn - 1)).toBeLessThan(0.1);
      }
      await page.close();
    },
  );

  test.each(Object.values(WIDTHS))('at %i pixels has no two labels on each other', async (width) => {
    for (const path of paths) {
      const page = await site.open(path, width);
      for (const chart of await page.getByRole('img').all()) {
        const boxes = await chart.evaluate((svg) =>
          [...svg.querySelectorAll('text')].map((text) => {
            const { left, right, top, bottom } = text.getBoundingClientRect();
            return { words: text.textContent, left, right, top, bottom };
          }),
        );
        const lying = boxes.flatMap((a, i) =>
          boxes
            .slice(i + 1)
            // Boxes of text have some room above and below their letters.
            .filter((b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom)
            .map((b) => [a.words, b.words]),
        );
        expect(lying, path).toEqual([]);
      }
      await page.close();
    }
  });
});

test('a small number is shown as [c], and what [c] means stands below', async () => {
  const page = await site.open('/open-data/contacts-by-channel/', WIDTHS.desk);
  const hidden = page.locator('td', { hasText: '[c]' });
  expect(await hidden.count()).toBeGreaterThan(0);
  await page.getByText(/\[c\] hidden to protect people/).waitFor();
  await page.close();
});

test('the keyboard reaches the content past the header, and tables can be scrolled with it', async () => {
  const page = await site.open('/open-data/contacts-by-channel/', WIDTHS.phone);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to main content');
  await page.keyboard.press('Enter');
  const region = page.getByRole('region').first();
  await tabTo(page, region);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  await page.close();
});

test('prints every column of every table on A4', async () => {
  for (const path of paths) {
    const page = await site.open(path, 720);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(720);
    await page.close();
  }
});

test('prints without what only a screen needs', async () => {
  const page = await site.open('/open-data/contacts-by-channel/', WIDTHS.desk);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.govuk-breadcrumbs').isVisible()).toBe(false);
  expect(await page.locator('.chart--desk').first().isVisible()).toBe(true);
  expect(await page.locator('.chart--phone').first().isVisible()).toBe(false);
  const link = page.locator('#downloads a').first();
  expect(await link.evaluate((element) => getComputedStyle(element, '::after').content)).toBe('none');
  await page.close();
});
