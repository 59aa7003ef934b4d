import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { HeldView } from '../../contracts/officers/holds.ts';
import type { LifeView } from '../../contracts/officers/notices.ts';
import { type Console, startConsole } from '../../infra/local/console/server.ts';
import { violationsOn } from '../support/axe.ts';
import { feedWith } from '../support/console-feed.ts';
import { consolePage } from '../support/console-page.ts';
import { enterOn, tabTo } from '../support/keyboard.ts';
import { aNotice, oneNight } from '../support/officers.ts';

const WHY = 'Why, for your colleagues';
const held: HeldView = {
  notice_id: 'held-----------------1',
  account_ref: '801000007',
  ...{ person_ref: 'P1', bill_year: '2026-27', notice_type: 'ct.reminder.first', title: 'First reminder' },
  run: 'RE-1',
  since: '2026-09-29T08:00:00.000Z',
  by: [
    { code: 'S1', words: 'Breathing Space.', source: 'file', from: '2026-09-01', to: null },
    { code: 'S8', words: 'A payment was made.', source: 'rules', from: null, to: null },
    { code: 'S6', words: 'The bill is disputed.', source: 'valuation-office', from: '2026-09-20', to: null },
  ],
};
const ending = { account_ref: '801000007', code: 'S6', source: 'valuation-office', from: '2026-09-20' };

let page: Page;
let site: Console;
let given: ReturnType<typeof feedWith>;
let aside: LifeView;

async function filled(refusal?: string) {
  const { ask, deps, blocked } = await oneNight();
  const notice = aNotice(['planned', 'sending', 'set-aside'], { account_ref: 'A2' });
  await deps.store.put({ ...notice, version: blocked.version + 1, reason: 'unknown', detail: 'http-418' });
  aside = (await ask(`/officers/notices/${notice.id}`)).body as LifeView;
  const { items } = (await ask('/officers/set-aside')).body as { items: [] };
  given = feedWith({ holds: [held], notices: [aside], aside: items, ...(refusal && { refusal }) });
  return given;
}

consolePage(
  () => filled(),
  (...opened) => {
    [site, page] = opened;
  },
);

const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe('a hold', () => {
  it('that another system told is ended with a reason, by keyboard alone; those of the file and the rules are not', async () => {
    await page.goto(`${site.url}holds`);
    expect(await page.getByRole('link', { name: /^End this hold/ }).allTextContents()).toEqual([
      'End this hold: Disputed bill (S6) on account 801000007',
    ]);
    await enterOn(page, page.getByRole('link', { name: /^End this hold/ }), /release/);
    expect(await page.locator('dl dd').allTextContents()).toEqual([
      ...['Disputed bill (S6)', '801000007', 'valuation-office', '20 September 2026'],
    ]);
    await tabTo(page, page.getByLabel(WHY));
    await page.keyboard.type('Their appeal was withdrawn');
    await page.keyboard.press('Enter');
    await page.getByText('Disputed bill (S6) has ended.').waitFor();
    expect(await page.title()).toMatch(/^Hold ended – Holds/);
    expect(given.decided).toEqual([[ending, 'Their appeal was withdrawn']]);
  });

  it('is not ended without a reason, nor where the platform does not: the form says so and keeps what was typed', async () => {
    const path = `holds/release?${new URLSearchParams(ending)}`;
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(site.url + path);
      await page.getByRole('button', { name: 'End this hold' }).click();
      await page.getByText('Say why, for your colleagues.').waitFor();
      expect(await violationsOn(page)).toEqual([]);
      expect(await fits()).toBe(true);
    }
    expect(given.decided).toEqual([]);
    await site.close();
    site = await startConsole({
      feed: (await filled('No system has told of such a hold.')).feed,
      ...{ api: async () => new Response(null, { status: 404 }) },
    });
    await page.goto(site.url + path);
    await page.getByLabel(WHY).fill('Again');
    await page.getByRole('button', { name: 'End this hold' }).click();
    await page.getByText('No system has told of such a hold.').waitFor();
    expect(await page.getByLabel(WHY).inputValue()).toBe('Again');
  });
});

describe('a notice that was set aside', () => {
  it.each([
    ['Let it go on', 'go-on', 'It goes on, and is looked at again before it is sent.'],
    ['End it', 'end', 'It is ended: nothing is sent.'],
  ])('is found on the page of holds, and an officer decides with a reason: %s', async (button, what, outcome) => {
    await page.goto(`${site.url}holds`);
    expect(await page.locator('#aside').textContent()).toContain('refused it in words that Crier does not know');
    await page.getByRole('link', { name: 'First reminder, A2' }).click();
    await page.getByRole('button', { name: button }).click();
    await page.getByText('Say why, for your colleagues.').waitFor();
    expect(given.decided).toEqual([]);
    await page.getByLabel(WHY).fill('I asked Notify');
    await page.getByRole('button', { name: button }).click();
    await page.getByText(outcome).waitFor();
    expect(given.decided).toEqual([[aside.id, what, 'I asked Notify']]);
  });

  it.each([375, 1280])('has a form that axe takes and that fits at a width of %i', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['holds', `notices/${aside.id}`]) {
      await page.goto(site.url + path);
      const folder = process.env['CRIER_SHOTS'];
      if (folder) await page.screenshot({ path: `${folder}/decide-${width}-${path.slice(0, 5)}.png`, fullPage: true });
      expect(await violationsOn(page)).toEqual([]);
      expect(await fits()).toBe(true);
    }
  });
});

it('no page of another site decides anything', async () => {
  const headers = { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' };
  for (const path of ['holds/release', `notices/${aside.id}/decide`]) {
    const body = new URLSearchParams({ ...ending, reason: 'x', what: 'end' });
    expect((await fetch(site.url + path, { method: 'POST', headers, body })).status).toBe(403);
  }
  expect(given.decided).toEqual([]);
});
