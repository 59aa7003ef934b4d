import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LifeView } from '../../contracts/officers/notices.ts';
import { explainAccount } from '../../functions/notices/explain-notices/explain.ts';
import type { Console } from '../../infra/local/console/server.ts';
import { feedWith, ledger, queue, text, told } from '../support/console-feed.ts';
import { consolePage } from '../support/console-page.ts';
import { enterOn, hasFocus, tabFromTop, tabTo } from '../support/keyboard.ts';
import { oneNight } from '../support/officers.ts';

const WIDTHS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };

let page: Page;
let site: Console;
let given: ReturnType<typeof feedWith>;
let life: LifeView;
let counts: number;

consolePage(
  async () => {
    const { ask, notice, deps } = await oneNight();
    life = (await ask(`/officers/notices/${notice.id}`)).body as LifeView;
    const decisions = Array.from({ length: 90 }, (_, i) =>
      told({
        line: i + 2,
        account_ref: `80${i}`,
        person_ref: `P${i}`,
        notice_id: i === 0 ? life.id : `n${i}`,
        ...(i % 40 === 3 ? { outcome: 'none', state: 'blocked', codes: ['S1'] } : {}),
      }),
    );
    const by = [{ code: 'S1' as const, words: 'Breathing Space.', source: 'file', from: null, to: null }];
    const about = {
      bill_year: '2026-27',
      notice_type: 'ct.reminder.first',
      title: 'First reminder',
      run: 'RE-1',
    };
    const holds = Array.from({ length: 90 }, (_, i) => ({
      ...{ notice_id: `held-${i}`, account_ref: `80${i}`, person_ref: `P${i}`, since: '2026-09-29T08:00:00.000Z', by },
      ...about,
    }));
    given = feedWith({
      decisions,
      holds,
      messages: [1, 2, 3].map((i) => text({ sequence: i, id: `m${i}`, to: `+44770090012${i}` })),
      notices: [life],
      accounts: [await explainAccount(deps, 'A2')],
      queues: [queue('plan-notices'), queue('plan-notices', { visible: 1, deadLetters: true })],
      dead: { 'plan-notices': [{ id: 'letter-1', sent_at: Date.now(), taken: 3, references: [] }] },
      ledger: ledger({ planned: 9, blocked: 9, held: { S1: 6, S6: 3 } }),
    });
    counts = 0;
    given.feed.officers.askForCount = async () => {
      counts += 1;
      return '';
    };
    return given;
  },
  (...opened) => {
    [site, page] = opened;
  },
);

const link = (name: string | RegExp) => page.getByRole('link', { name });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const rows = (body: string) => page.locator(`${body} tr`);
/** The page's own width, to which nothing may add. */
const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe.each(Object.entries(WIDTHS))('by keyboard alone, at %s width', (_, size) => {
  beforeEach(() => page.setViewportSize(size));

  it.each(['', 'inboxes', 'accounts', 'runs', 'ledger', 'holds', 'queues', 'today', 'account'])(
    '/%s lets one skip what every page has',
    async (path) => {
      expect(await tabFromTop(page, site.url + path, link('Skip to main content'))).toHaveLength(1);
      await page.keyboard.press('Enter');
      expect(await hasFocus(page.locator('main'))).toBe(true);
      expect(await fits()).toBe(true);
    },
  );

  it('notices are filtered and paged', async () => {
    await tabFromTop(page, `${site.url}accounts`, page.getByLabel('Status'));
    await page.keyboard.type('Held');
    await enterOn(page, button('Show'), /status=held/);
    expect(await rows('#rows').count()).toBe(3);
    await enterOn(page, link('Show all'), /accounts\?$/);
    await enterOn(page, link('Next page'), /page=2/);
    expect(await rows('#rows').count()).toBe(40);
    await enterOn(page, link('Previous page'), /page=1/);
  });

  it('a run leads to its rows, and a row to its notice and to the account', async () => {
    await page.goto(`${site.url}runs`);
    await enterOn(page, link('RE-1'), /runs\/RE-1/);
    await enterOn(page, link('Next page'), /page=2/);
    await enterOn(page, link('Previous page'), /page=1/);
    await tabTo(page, page.getByLabel('Held for'));
    await page.keyboard.type('Breathing');
    await enterOn(page, button('Show'), /code=S1/);
    expect(await rows('#rows').count()).toBe(3);
    await page.goto(`${site.url}runs/RE-1`);
    await enterOn(page, link(/, 800, person P0$/), /notices/);
    expect(await page.locator('#history li').count()).toBeGreaterThan(1);
    await enterOn(page, link('Account A1'), /account\?ref=A1/);
  });

  it('holds are chosen by reason, and paged', async () => {
    await page.goto(`${site.url}holds`);
    await enterOn(page, link('Breathing Space (S1)'), /code=S1/);
    await enterOn(page, link('Next page'), /page=2/);
    await enterOn(page, link('Show all'), /holds$/);
  });

  it('Notify is asked for its count', async () => {
    await page.goto(`${site.url}ledger`);
    await tabTo(page, button('Ask GOV.UK Notify again'));
    const asked = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.keyboard.press('Enter');
    expect((await asked).status()).toBe(303);
    expect(counts).toBe(1);
  });

  it('dead letters are tried again, after asking', async () => {
    await page.goto(`${site.url}queues`);
    await enterOn(page, link(/^Retry.*plan-notices$/), /redrive/);
    await enterOn(page, button('Retry'), /redriven=1/);
    expect(given.redriven).toEqual(['plan-notices']);
  });

  it('an account is explained', async () => {
    await tabFromTop(page, `${site.url}account`, page.getByLabel('Account number'));
    await page.keyboard.type('A2');
    await page.keyboard.press('Enter');
    await page.locator('#account').waitFor();
    expect(await page.locator('#account').textContent()).toContain('Breathing Space');
  });

  it('a resident answers, hears that it went, and is where they were', async () => {
    const phone = page.locator('#phone-07700900122');
    await tabFromTop(page, site.url, phone.locator('summary'));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Reply from 07700 900122'));
    await page.keyboard.type('help');
    await tabTo(page, phone.getByRole('button', { name: 'STOP' }));
    await page.keyboard.press('Enter');
    await phone.locator('.mine').waitFor();
    await expect.poll(() => page.locator('#said').textContent()).toBe('Sent.');
    expect(await hasFocus(phone.locator('summary'))).toBe(true);
    expect(given.replies.map(({ content }) => content)).toEqual(['STOP']);
  });
});
