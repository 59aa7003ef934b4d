import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { AtNotify } from '../../contracts/officers/ledger.ts';
import type { LifeView } from '../../contracts/officers/notices.ts';
import { explainAccount } from '../../functions/notices/explain-notices/explain.ts';
import type { Fact } from '../../functions/performance/facts/fact.ts';
import { type Console, startConsole } from '../../infra/local/console/server.ts';
import { violationsOn } from '../support/axe.ts';
import { feedWith, ledger, queue, text, told } from '../support/console-feed.ts';
import { consolePage } from '../support/console-page.ts';
import { enterOn, tabTo } from '../support/keyboard.ts';
import { oneNight } from '../support/officers.ts';

const WIDTHS = { phone: { width: 375, height: 800 }, desk: { width: 1280, height: 900 } };

const decisions = Array.from({ length: 130 }, (_, i) =>
  told({
    line: i + 2,
    account_ref: `8010${String(i).padStart(5, '0')}`,
    person_ref: `P${i}`,
    notice_id: `n${i}`,
    ...(i % 40 === 3 ? { outcome: 'none', state: 'blocked', codes: ['S1'], words: 'Breathing Space.' } : {}),
  }),
);
const agreed: AtNotify = {
  counted_at: '2026-09-29T09:00:00.000Z',
  from: '2026-09-22T11:00:00.000Z',
  ...{ attempts: 161, stored: 161, missing: 0, unknown: 0, twice: 0, agrees: true, found: [] },
};
const books = ledger({
  planned: 294,
  delivered: 150,
  blocked: 120,
  open: 24,
  open_by_state: { accepted: 11, planned: 13 },
  held: { S1: 60, S8: 40, S12: 20 },
});
const held = Array.from({ length: 90 }, (_, i) => ({
  notice_id: `held-${i}`.padEnd(22, '-'),
  account_ref: `8019${i}`,
  person_ref: `P${i}`,
  bill_year: '2026-27',
  notice_type: 'ct.reminder.first',
  title: 'First reminder',
  run: 'RE-1',
  since: '2026-09-29T08:00:00.000Z',
  by: [
    { code: 'S1' as const, words: 'Breathing Space protects this debt.', source: 'file', from: '2026-09-01', to: null },
    { code: 'S6' as const, words: 'The bill is disputed.', source: 'valuation-office', from: null, to: '2026-10-20' },
  ],
}));
const queues = [
  queue('plan-notices', { visible: 3, oldest: Date.now() - 90_000 }),
  queue('plan-notices', { visible: 2, deadLetters: true }),
  queue('send-notices'),
];
const dead = {
  'plan-notices': [
    {
      id: 'c0ffee00-0000-4000-8000-000000000001',
      sent_at: Date.now(),
      taken: 3,
      references: ['event abcdefghijklmnopqrstuv'],
    },
    { id: 'c0ffee00-0000-4000-8000-000000000002', sent_at: Date.now(), taken: 3, references: [] },
  ],
};

const common = { day: '2026-09-29', recorded: '2026-09-29', area: 'E06000004', source: 'contact-centre' };
const about = {
  ...common,
  measure: 'notice',
  notice_type: 'ct.reminder.first',
  title: 'First reminder',
  channel: 'sms',
  days_to_service: null,
  fallback: 0,
  reason_class: null,
  at: '2026-09-29T09:00:00.000Z',
} as const;
const counted = { ...common, measure: 'contacts-counted', service: 'council_tax', channel: 'telephone' } as const;
const facts: Fact[] = [
  { ...common, id: 'c1', measure: 'contact', service: 'council_tax', channel: 'telephone' },
  { ...common, id: 'c2', measure: 'contact', service: 'waste', channel: 'self_serve' },
  { ...counted, id: 'c3', from: '2026-09-29', to: '2026-09-29', contacts: 40, revision: 1 },
  { ...counted, id: 'c4', from: '2026-09-29', to: '2026-09-29', contacts: 44, revision: 2 },
  { ...counted, id: 'c5', from: '2026-09-29', to: '2026-10-05', contacts: 900, revision: 1 },
  { ...common, id: 's1', measure: 'satisfaction', service: 'waste', channel: 'telephone', score: 4 },
  { ...about, id: 'n1', notice: 'a', outcome: 'sent', cost_pence: 2.4, seconds: null },
  { ...about, id: 'n2', notice: 'a', outcome: 'delivered', cost_pence: null, seconds: 3 },
  { ...about, id: 'n3', notice: 'b', outcome: 'sent', cost_pence: 2.4, seconds: null },
  {
    ...{ ...about, id: 'x1', notice: 'c', outcome: 'expired', channel: null, reason_class: 'window' },
    ...{ cost_pence: null, seconds: null },
  },
  { ...common, id: 'old', day: '2026-09-28', measure: 'contact', service: 'waste', channel: 'post' },
];

let page: Page;
let site: Console;
let given: ReturnType<typeof feedWith>;
let life: LifeView;

consolePage(
  async () => {
    const { ask, notice, deps } = await oneNight();
    life = (await ask(`/officers/notices/${notice.id}`)).body as LifeView;
    const accounts = [await explainAccount(deps, 'A1'), await explainAccount(deps, 'A2')];
    const reference = `${life.id}.sms`;
    const email = { sequence: 2, id: 'e1', type: 'email' as const, to: 'b@example.org', subject: 'Pay' };
    const messages = [text({ reference }), text({ ...email, reference: `${life.id}.email` })];
    const filled = { messages, facts, decisions, queues, dead, holds: held, notices: [life], accounts };
    given = feedWith({ ...filled, ledger: { ...books, notify: agreed } });
    return given;
  },
  (...opened) => {
    [site, page] = opened;
  },
);

const PAGES = () => [
  'today',
  'runs',
  'runs/RE-1',
  'runs/RE-1?code=S1',
  'runs/RE-1?status=cancelled',
  'ledger?counting=yes',
  'holds',
  'holds?code=S1',
  'queues?redriven=2',
  'queues/plan-notices/redrive',
  `notices/${life.id}`,
  'account',
  'account?ref=A1',
  'account?ref=A2',
  'account?ref=nobody',
  'runs/none',
];

describe.each(Object.entries(WIDTHS))('the work pages at %s width', (name, size) => {
  it('have nothing that axe objects to, and fit', async () => {
    await page.setViewportSize(size);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const found: Record<string, unknown> = {};
    for (const path of PAGES()) {
      await page.goto(site.url + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      const wrong = await violationsOn(page);
      if (wrong.length > 0 || wide > size.width) found[path] = { wrong, wide };
      const shots = process.env['CRIER_SHOTS'];
      if (shots)
        await page.screenshot({ path: `${shots}/${name}-${path.replace(/[^\w-]/g, '_')}.png`, fullPage: true });
    }
    expect(found).toEqual({});
  });
});

describe('the work pages', () => {
  it('lead from each number of a run to the rows that it counts, page by page, to one notice and its account', async () => {
    await page.goto(`${site.url}runs`);
    await page.getByRole('link', { name: 'RE-1' }).click();
    expect(await page.locator('#verdict').textContent()).toBe(
      '130 rows = 0 unreadable + 0 nothing due + 130 notices; ' +
        '130 notices = 126 delivered + 0 failed + 4 held + 0 too late + 0 cancelled + 0 open',
    );
    const lines = () =>
      page.locator('#rows .line').evaluateAll((all) => all.map((each) => each.lastChild?.textContent));
    await page.goto(`${site.url}runs/RE-1?sort=line`);
    expect((await lines()).slice(0, 3)).toEqual(['2', '3', '4']);
    expect(await lines()).toHaveLength(50);
    await page.getByRole('link', { name: 'Next page' }).click();
    expect((await lines())[0]).toBe('52');
    await page.locator('#books').getByRole('link', { name: '4 held' }).click();
    expect(await lines()).toEqual(['5', '45', '85', '125']);
    await page.goto(`${site.url}notices/${life.id}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('First reminder, account A1');
    expect(await page.locator('#said-messages').textContent()).toContain('we have sent you a Council Tax reminder');
    const happened = await page.locator('#history li').allTextContents();
    expect(happened[0]).toContain('Line 2 of night-1.csv, run night-1.');
    expect(happened.at(-1)).toContain('Delivered.');
    await page.getByRole('link', { name: 'Account A1' }).click();
    const account = (await page.locator('#account').textContent())!.replace(/\s+/g, ' ');
    expect(account).toContain('StageFirst reminder, 28 September 2026 Balance£1,234.56 Overdue£120.00');
    expect(account).toContain('Verified 1 May 2026');
    expect(account).toMatch(/Sent First reminder to P1, 2026-27 · Text · Delivered 10:03/);
    await page.getByRole('link', { name: /^First reminder/ }).click();
    expect(page.url()).toContain(life.id);
  });

  it('say on the page of an account what is held, until when and why it was not sent, without naming anybody', async () => {
    await page.goto(`${site.url}account?ref=A 2`);
    const account = (await page.locator('#account').textContent())!.replace(/\s+/g, ' ');
    expect(account).toContain('Held Breathing Space (S1), until further notice. Breathing Space protects this debt');
    expect(account).toMatch(
      /Sent Nothing\. Not sent First reminder to P1, 2026-27 · Held 10:00 Person P1 Breathing Space/,
    );
    expect(account).not.toMatch(/Zebedee|07700|example\.org/);
  });

  it('lead from a text and an email to their notice and account', async () => {
    for (const path of ['', 'inboxes']) {
      await page.goto(site.url + path);
      await page.getByRole('link', { name: 'First reminder of A1' }).click();
      expect(page.url()).toContain(life.id);
      await page.goto(site.url + path);
      await page.getByRole('link', { name: 'account A1' }).click();
      expect(page.url()).toContain('ref=A1');
    }
  });

  it('give each list as a file', async () => {
    const LISTS = { accounts: 130, 'runs/RE-1?status=held': 4, runs: 1, 'holds?code=S6': 90, queues: 2 };
    for (const [path, rows] of Object.entries(LISTS)) {
      await page.goto(site.url + path);
      const href = await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
      const csv = await (await fetch(new URL(href!, page.url()))).text();
      expect([path, csv.trimEnd().split('\r\n').length - 1]).toEqual([path, rows]);
    }
  });

  it('show figures of today alone, corrected counts in place of those that they correct', async () => {
    await page.goto(`${site.url}today`);
    const rows = (table: number) =>
      page
        .locator('table')
        .nth(table)
        .locator('tbody tr')
        .evaluateAll((found) =>
          found.map((row) => [...row.children].map((cell) => cell.textContent?.trim()).join('|')),
        );
    expect(await rows(0)).toEqual(['Council tax|45|0|45', 'Waste|0|1|1']);
    expect(await rows(1)).toEqual([expect.stringMatching(/First reminder\|Text\|2\|1\|0$/)]);
    expect(await rows(2)).toEqual([expect.stringContaining('Told already')]);
    expect(await page.locator('#today').textContent()).toContain('1 person said how satisfied they were: 4.0 out of 5');
  });

  it('explain an account that is typed in, by keyboard alone', async () => {
    await page.goto(`${site.url}account`);
    await tabTo(page, page.getByLabel('Account number'));
    await page.keyboard.type('A2');
    await page.keyboard.press('Enter');
    await page.locator('#account').waitFor();
    expect(await page.locator('#account').textContent()).toContain('Breathing Space');
    expect(await page.locator('#account').textContent()).not.toMatch(/Zebedee|07700|example\.org/);
  });

  it('try dead letters again after asking, by keyboard alone', async () => {
    await page.goto(`${site.url}queues`);
    expect(await page.locator('#dead').textContent()).toContain('event abcdefghijklmnopqrstuv');
    await enterOn(page, page.getByRole('link', { name: /^Retry.*plan-notices/ }), /redrive/);
    expect(given.redriven).toEqual([]);
    await enterOn(page, page.getByRole('button', { name: 'Retry', exact: true }), /redriven=2/);
    await page.getByText('2 dead letters being tried again.').waitFor();
    expect(given.redriven).toEqual(['plan-notices']);
  });

  it('say in their titles what came of an action, and in the tabs which page this is or is under', async () => {
    const OF: [string, string, Record<string, string>][] = [
      ['queues?redriven=1', '1 dead letter being tried again – Queues', { Queues: 'page' }],
      ['queues/plan-notices/redrive', 'Retry dead letters', { Queues: 'true' }],
      ['ledger?counting=yes', 'GOV.UK Notify is being asked – Ledger', { Figures: 'page', Ledger: 'page' }],
      ['ledger?counting=done', 'GOV.UK Notify has been asked – Ledger', { Figures: 'page', Ledger: 'page' }],
      ['account?ref=nobody', 'Account nobody is not known', { Accounts: 'true' }],
    ];
    for (const [path, title, tabs] of OF) {
      await page.goto(site.url + path);
      expect((await page.title()).replace(/ – [^–]* – Crier$/, '')).toBe(title);
      const found = await page
        .locator('nav a[aria-current]')
        .evaluateAll((all) => all.map((each) => [each.textContent?.trim(), each.getAttribute('aria-current')]));
      expect(Object.fromEntries(found)).toEqual(tabs);
    }
  });

  it('do nothing for a page of another site', async () => {
    const headers = { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of ['queues/plan-notices/redrive', 'ledger/count']) {
      const { status } = await fetch(site.url + path, { method: 'POST', headers, body: '' });
      expect(status).toBe(403);
    }
    expect(given.redriven).toEqual([]);
  });

  it('show where Notify and the notices differ, and of when the books are', async () => {
    await site.close();
    const differs = { ...agreed, stored: 160, missing: 1, twice: 1, agrees: false };
    const found = [{ notice: life.id, channel: 'sms' as const, difference: 'twice' as const }];
    given = feedWith({
      ledger: { ...books, as_of: '2026-09-29T02:00:00Z', balanced: false, notify: { ...differs, found } },
    });
    site = await startConsole({ feed: given.feed, api: async () => new Response(null, { status: 404 }) });
    await page.goto(`${site.url}ledger`);
    expect(await page.locator('#verdict').textContent()).toContain('It does not balance: GOV.UK Notify has other');
    const text = await page.locator('#books').textContent();
    expect(text).toContain(`Text of this notice ${life.id}: GOV.UK Notify has it once`);
    expect(text).toContain('Figures of the last count, 03:00: there are too many to add up');
    expect(await violationsOn(page)).toEqual([]);
  });

  it('show holds by class, source and end, a page at a time', async () => {
    await page.goto(`${site.url}holds`);
    expect(await page.locator('#held-sums h2').allTextContents()).toEqual([
      'Welfare or law',
      'Payment or balance',
      'No number or email',
    ]);
    expect(await page.locator('#holds tr').count()).toBe(50);
    const first = await page.locator('#holds tr').first().textContent();
    expect(first).toContain('Disputed bill (S6) from valuation-office, until 20 October');
    await page.getByRole('link', { name: 'Next page' }).click();
    expect(await page.locator('#holds tr').count()).toBe(40);
  });
});
