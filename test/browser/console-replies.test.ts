import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { REPLY_WORDS } from '../../contracts/officers/words.ts';
import type { Console } from '../../infra/local/console/server.ts';
import { violationsOn } from '../support/axe.ts';
import { feedWith } from '../support/console-feed.ts';
import { consolePage } from '../support/console-page.ts';

let page: Page;
let site: Console;

const answered = Array.from({ length: 60 }, (_, i) => {
  const word = i % 2 === 0 ? ('OTHER' as const) : ('STOP' as const);
  return {
    ...{ received_at: '2026-09-29T08:59:00.000Z', word, words: REPLY_WORDS[word], notify_id: `n-${i}` },
    ...(i === 1
      ? { account_ref: null, notice_id: null, notice_type: null, title: null }
      : { account_ref: `A${i}`, notice_id: `notice-${i}`, notice_type: 'ct.reminder.first', title: 'First reminder' }),
  };
});

consolePage(
  () => feedWith({ answered }),
  (...opened) => {
    [site, page] = opened;
  },
);

describe.each([375, 1280])('replies at a width of %i', (width) => {
  it('are listed with their account, what they ask for, and where to read them', async () => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${site.url}replies`);
    const folder = process.env['CRIER_SHOTS'];
    if (folder) await page.screenshot({ path: join(folder, `replies-${width}.png`) });
    const rows = page.locator('#replies tr');
    expect(await rows.count()).toBe(50);
    const texts = (await rows.allTextContents()).map((each) => each.replace(/\s+/g, ' '));
    expect(texts[0]).toMatch(/A0 First reminder, A0 To read .*read it in GOV\.UK Notify.* n-0/);
    expect(texts[1]).toMatch(/Not known .*Stop .*Asked for no more texts/);
    await page.getByRole('link', { name: 'Next page' }).click();
    expect(await rows.count()).toBe(10);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

it('come as CSV, all of them', async () => {
  const csv = await (await fetch(`${site.url}replies?as=csv`)).text();
  expect(csv.trim().split('\r\n')).toHaveLength(61);
});
