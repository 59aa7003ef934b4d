import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LifeView } from '../../contracts/officers/notices.ts';
import type { Console } from '../../infra/local/console/server.ts';
import { sampleWeek } from '../../infra/local/start/sample-week.ts';
import { violationsOn } from '../support/axe.ts';
import { feedWith, text } from '../support/console-feed.ts';
import { consolePage } from '../support/console-page.ts';
import { tabTo } from '../support/keyboard.ts';

const decision = readFileSync(join(sampleWeek()[2]!.folder, 'documents/2026/09/decision-260121.pdf'));
const noPdf = Buffer.from('%PDF-1.4\nnothing of the kind\n%%EOF');
const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const fileOf = (bytes: Buffer) => ({ sha256: sumOf(bytes), bytes: bytes.length, link: null });
const letter = (more: object) =>
  text({ type: 'letter', to: 'Provided as PDF', body: '(a PDF of its own)', postage: 'second', ...more });

const NOTICE = 'LetterLetterLetterLett';
const posted = letter({
  ...{ sequence: 3, id: 'l-posted', reference: `${NOTICE}.letter`, status: 'delivered', file: fileOf(decision) },
});
const returned = letter({ sequence: 2, id: 'l-returned', status: 'returned-letter', file: fileOf(decision) });
const refused = letter({ sequence: 1, id: 'l-refused', status: 'validation-failed', file: fileOf(noPdf) });

const link = {
  id: 'file-1',
  key: 'k3y',
  filename: 'letter-from-the-council.pdf',
  confirmEmail: true,
  until: '2027-03-31',
};
const FILE = 'd/council/file-1?key=k3y';
const emailed = text({
  ...{ sequence: 4, id: 'e-file', type: 'email', to: 'Kofi@example.org', subject: 'Our decision' },
  ...{ body: `Hello,\n\nOpen it here: http://127.0.0.1/${FILE}`, file: { ...fileOf(decision), link } },
});

const life = {
  ...{ id: NOTICE, title: 'Housing Benefit decision (document)', account_ref: 'HB-260121', kind: 'claim' },
  ...{ why: '', served: { issued_on: '2026-10-01', deemed_served_on: '2026-10-07', act_by: null } },
} as LifeView;

let page: Page;
let site: Console;
consolePage(
  () =>
    feedWith({
      messages: [posted, returned, refused, emailed],
      documents: { [sumOf(decision)]: decision, [sumOf(noPdf)]: noPdf },
      notices: [life],
    }),
  (...opened) => {
    [site, page] = opened;
  },
);
beforeEach(() => page.emulateMedia({ reducedMotion: 'reduce' }));

const WIDTHS = { phone: { width: 375, height: 800 }, desk: { width: 1280, height: 900 } };

describe.each(Object.entries(WIDTHS))('letters at %s width', (name, size) => {
  it.each([
    'letters',
    'letters/l-posted',
    'letters/nobody',
    FILE,
    'd/council/file-1/confirm-email-address?key=k3y',
    'd/a/b',
  ])('/%s has nothing that axe objects to, and fits', async (path) => {
    await page.setViewportSize(size);
    await page.goto(site.url + path);
    for (const each of await page.locator('details').all())
      await each.evaluate((details) => details.setAttribute('open', ''));
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    const shots = process.env['CRIER_SHOTS'];
    if (shots)
      await page.screenshot({ path: join(shots, `letters-${path.replace(/\W+/g, '-')}-${name}.png`), fullPage: true });
  });
});

describe('a letter', () => {
  it('is seen as a resident has it: envelope, each of its pages, state, postage, and what it is about', async () => {
    await page.goto(`${site.url}letters`);
    const first = page.locator('#letter-l-posted');
    const words = (await first.textContent())!.replace(/\s+/g, ' ');
    expect(words).toContain('Housing Benefit decision (document)');
    expect(words).toContain('Claim HB-260121');
    expect(words).toMatch(/Second class .*Printed and posted/);
    const pictures = first.locator('.sheets img');
    expect(await pictures.count()).toBe(2);
    for (const each of await pictures.all()) {
      await each.scrollIntoViewIfNeeded();
      await expect.poll(() => each.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1190);
    }
  });

  it('that came back, or that cannot be printed, says so', async () => {
    await page.goto(`${site.url}letters`);
    expect(await page.locator('#letter-l-returned').textContent()).toContain('Came back');
    const unseen = (await page.locator('#letter-l-refused').textContent())!;
    expect(unseen).toContain('Refused: its pages cannot be printed');
    expect(unseen).toContain('Its pages cannot be shown');
  });

  it('is opened by keyboard, and read by those who cannot see its pages', async () => {
    await page.goto(`${site.url}letters`);
    await tabTo(page, page.locator('#letter-l-posted h2 a'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/letters\/l-posted$/);
    expect(await page.locator('#letter-now').textContent()).toContain('served on 7 October 2026');
    await page.locator('#page-1 summary').click();
    const words = await page.locator('#page-1 .words').textContent();
    expect(words).toContain('Our decision on your Housing Benefit');
    expect(words).toContain('01632 960108');
    const pdf = await fetch(`${site.url}letters/l-posted/letter.pdf`);
    expect(Buffer.from(await pdf.arrayBuffer()).equals(decision)).toBe(true);
  });
});

describe('the link to a file', () => {
  const file = () => fetch(`${site.url}d/council/file-1/file?key=k3y`).then(({ status }) => status);

  it('gives the file to whoever says the address that it was sent to, and to nobody else', async () => {
    expect(await file()).toBe(404);
    await page.goto(site.url + FILE);
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByLabel('Email address').fill('someone@example.org');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('This is not the email address the file was sent to');
    expect(await violationsOn(page)).toEqual([]);
    await page.getByLabel('Email address').fill(' kofi@EXAMPLE.org ');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Download your file');
    expect(await page.locator('main').textContent()).toContain('until 31 March 2027');
    expect(await violationsOn(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: /Download this PDF/ }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('letter-from-the-council.pdf');
    expect(readFileSync(await download.path()).equals(decision)).toBe(true);
    expect(await file()).toBe(404); // another browser
  });

  it('opens nothing without its key', async () => {
    expect((await fetch(`${site.url}d/council/file-1?key=other`)).status).toBe(404);
    expect((await fetch(`${site.url}d/council/file-1/download?key=other`)).status).toBe(404);
  });
});
