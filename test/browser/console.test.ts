import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Console, startConsole } from '../../infra/local/console/server.ts';
import { violationsOn } from '../support/axe.ts';
import { feedWith, queue, text, told } from '../support/console-feed.ts';
import { consolePage } from '../support/console-page.ts';
import { systemsSeen } from '../support/console-systems.ts';
import { tabTo } from '../support/keyboard.ts';

const PAGES = [
  '',
  'inboxes',
  'letters',
  'accounts',
  'queues',
  'subscribers',
  'deliveries',
  'deliveries?subscriber=libraries&state=dead',
  'disclosures?person=P700001',
  'accounts?status=failed',
  'accounts?search=x',
  'nowhere',
];
const WIDTHS = { phone: { width: 375, height: 800 }, desk: { width: 1280, height: 900 } };

const body = 'Hello Bethan,\n\nYour payment has not arrived.\n\n# If you cannot pay\n\n* call us\n* write to us';
const email = text({ sequence: 50, id: 'e1', type: 'email', to: 'b@example.org', subject: 'Your payment', body });
const texts = Array.from({ length: 30 }, (_, i) =>
  text({
    sequence: i,
    id: `m${i}`,
    to: `+447700900${100 + i}`,
    status: ['delivered', 'sending', 'permanent-failure'][i % 3]!,
  }),
);
const decisions = [
  ...Array.from({ length: 60 }, (_, i) => told({ account_ref: `8010${i}`, person_ref: `P${i}`, notice_id: `n${i}` })),
  told({
    account_ref: '9001',
    notice_id: 'n9001',
    outcome: 'none',
    codes: ['S1', 'S6'],
    state: 'blocked',
    words: 'Breathing Space protects this debt.',
  }),
  told({
    account_ref: '9002',
    notice_id: null,
    outcome: 'none',
    notice_type: null,
    codes: [],
    state: null,
    words: 'Nothing needs saying.',
  }),
  told({ account_ref: '9003', notice_id: 'n9003', state: 'exhausted' }),
];
const queues = [queue('plan-notices', { visible: 3 }), queue('plan-notices', { visible: 1, deadLetters: true })];

let page: Page;
let site: Console;
let given: ReturnType<typeof feedWith>;

consolePage(
  () => {
    given = feedWith({ messages: [...texts, email], decisions, queues, ...systemsSeen() });
    return given;
  },
  (...opened) => {
    [site, page] = opened;
  },
);

describe.each(Object.entries(WIDTHS))('the console at %s width', (_, size) => {
  it.each(PAGES)('/%s has nothing that axe objects to, and fits', async (path) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(site.url + path);
    for (const each of await page.locator('details').all())
      await each.evaluate((details) => details.setAttribute('open', ''));
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  });
});

describe('the console', () => {
  it('loads nothing from elsewhere, and none of what only GOV.UK may use', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(site.url);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
    const css = await (await fetch(`${site.url}assets/govuk.css`)).text();
    expect(css.length).toBeGreaterThan(10_000);
    expect(css).not.toMatch(/GDS Transport|@font-face|crest/);
  });

  it('fills up while a run goes on', async () => {
    await page.goto(site.url);
    expect(await page.locator('#phone-07700900777').count()).toBe(0);
    given.messages.push(text({ sequence: 99, id: 'new', to: '+447700900777', body: 'Stockton Council: a new one' }));
    await page.locator('#phone-07700900777').waitFor();
    expect(await page.locator('.phone').first().textContent()).toContain('a new one');
    expect(await page.locator('#badge-phones').textContent()).toBe('31');
  });

  it('lets a resident answer by keyboard alone, and keeps what is being written while others get texts', async () => {
    await page.goto(`${site.url}?search=900129`);
    const reply = page.locator('#phone-07700900129 summary');
    await tabTo(page, reply);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Reply from 07700 900129'));
    await page.keyboard.type('STO');
    given.messages.push(text({ sequence: 99, id: 'new', to: '+447700900129', body: 'Stockton Council: meanwhile' }));
    await page.waitForTimeout(2500);
    await page.keyboard.type('P please');
    await page.keyboard.press('Enter');
    await page.locator('#phone-07700900129 .mine').waitFor();
    expect(given.replies).toEqual([{ number: '+447700900129', content: 'STOP please', at: given.feed.now() }]);
    expect(await page.locator('#phone-07700900129 .mine .bubble').textContent()).toBe('STOP please');
  });

  it('sends a keyword at the press of a button', async () => {
    await page.goto(`${site.url}?search=900128`);
    await page.locator('#phone-07700900128 summary').click();
    await page.getByRole('button', { name: 'WRONG' }).click();
    await page.locator('#phone-07700900128 .mine').waitFor();
    expect(given.replies.map(({ content }) => content)).toEqual(['WRONG']);
  });

  it('finds notices by account, way and reason in words, a page at a time, and gives the list as a file', async () => {
    await page.goto(`${site.url}accounts`);
    expect(await page.locator('#rows tr').count()).toBe(50);
    await page.getByRole('link', { name: 'Next page' }).click();
    expect(await page.locator('#rows tr').count()).toBe(13);
    await page.getByLabel('Status').selectOption('Held');
    await page.getByLabel('Held for').selectOption('Disputed bill (S6)');
    await page.getByRole('button', { name: 'Show' }).click();
    const rows = () => page.locator('#rows tr').allTextContents();
    expect(await rows()).toEqual([expect.stringContaining('Breathing Space (S1), Disputed bill (S6)')]);
    await page.goto(`${site.url}accounts?search=9 003`);
    const [failed] = await rows();
    expect(failed!.replace(/\s+/g, ' ')).toContain(
      'First reminder, 9003, person P700001 · Text · Failed 10:00 We have no other number or email to try.',
    );
    const file = await fetch(`${site.url}accounts?search=9003&as=csv`);
    expect(file.headers.get('content-disposition')).toContain('accounts.csv');
    expect((await file.text()).split('\r\n').slice(1)).toEqual([expect.stringContaining(',9003,Account,P700001,'), '']);
    await page.goto(`${site.url}accounts?search=nobody`);
    expect(await page.locator('#rows-count').textContent()).toContain('Nothing fits. Try fewer filters');
  });

  it('stands on one line of tabs on a phone, and in cards that end', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    await page.goto(`${site.url}accounts`);
    const tops = await page
      .locator('.tabs a')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
    expect([tops.length, new Set(tops).size]).toEqual([6, 1]);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(6_000);
  });

  it('shows on every page that sending is stopped, by whom, since when, why and how it goes on', async () => {
    await page.goto(site.url);
    expect(await page.locator('#clock').textContent()).toContain('Sending: on');
    expect(await page.locator('.stopped').count()).toBe(0);
    const at = '2026-09-29T08:30:00.000Z';
    const stops = [
      { kind: 'officer' as const, template: null, by: 'pat', at, reason: 'Wrong file' },
      { kind: 'set-up' as const, template: null, by: 'send-notices', at, reason: 'AuthError' },
      { kind: 'copy' as const, template: null, by: 'the notices table', at: null, reason: 'it is a copy' },
    ];
    const goesOn = given.feed.officers.status;
    given.feed.officers.status = async () => ({ ...(await goesOn()), stops });
    await page.locator('.stopped').first().waitFor();
    for (const path of ['accounts', 'runs', 'queues', 'nowhere']) {
      await page.goto(site.url + path);
      const words = (await page.locator('#stopped').textContent())!.replace(/\s+/g, ' ');
      expect(words).toContain(
        'Sending is stopped by pat, since 09:30. Why: Wrong file When that is put right, run npm run crier -- resume',
      );
      expect(words).toContain('refuses our set-up, since 09:30. Why: AuthError');
      expect(words).toContain('npm run crier -- resume --set-up');
      expect(words).toContain('an older state was put back. Why: it is a copy When');
    }
    expect(await violationsOn(page)).toEqual([]);
  });

  it('offers a reply only where the sender is a number', async () => {
    given.messages.push(text({ sequence: 98, id: 'named', to: '+447700900778', from: 'GOVUK' }));
    await page.goto(`${site.url}?search=900778`);
    expect(await page.locator('#phone-07700900778').count()).toBe(1);
    expect(await page.locator('#phone-07700900778 .reply').count()).toBe(0);
    const body = new URLSearchParams({ number: '+447700900778', content: 'STOP' });
    const headers = { origin: new URL(site.url).origin };
    expect((await fetch(`${site.url}replies`, { method: 'POST', body, headers })).status).toBe(400);
    expect(given.replies).toEqual([]);
  });

  it('says so when Crier is gone', async () => {
    await page.goto(site.url);
    const words = page.locator('#clock .doing');
    expect(await words.textContent()).not.toContain('does not answer');
    await site.close();
    await expect.poll(() => words.textContent()).toContain('does not answer');
    site = await startConsole({ feed: given.feed, api: async () => new Response(null, { status: 404 }) });
  });

  it('shows queues with their dead letters', async () => {
    await page.goto(`${site.url}queues`);
    expect(await page.locator('main').textContent()).toContain('1 dead letter');
    expect(await page.getByRole('row', { name: /^plan-notices/ }).allTextContents()).toEqual([
      expect.stringMatching(/plan-notices\s+3 waiting\s+– old\s+0 for later\s+0 in progress\s+1 dead/),
    ]);
  });
});

describe('systems that are kept in step', () => {
  it('show who is paused, what is dead and why, and what was disclosed', async () => {
    await page.goto(`${site.url}subscribers`);
    const words = async (selector: string) => (await page.locator(selector).textContent())!.replace(/\s+/g, ' ');
    expect(await words('#subscriber-libraries')).toContain('Paused: it does not answer since 09:30');
    expect(await words('#subscriber-electoral-roll')).toContain('Next file 18:00');
    await page.getByRole('link', { name: '2 dead of libraries' }).click();
    expect(await page.locator('#deliveries tr').count()).toBe(2);
    expect(await words('#deliveries tr:first-child')).toContain('Dead answered 410 1 try, last 09:30');
    expect(await words('#deliveries tr:last-child')).toContain(
      'Address changed number 10 Dead answered 410 1 try, last 09:15',
    );
    await page.goto(`${site.url}disclosures`);
    await page.getByLabel('Person, as').fill('P700001');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await words('#disclosed')).toContain('my-stocktonER-1 first name, postal addressAddress changed09:58');
    const file = await (await fetch(`${site.url}deliveries?state=dead&as=csv`)).text();
    expect(file.split('\r\n')).toHaveLength(4);
    expect((await fetch(`${site.url}deliveries?subscriber=nobody`)).status).toBe(404);
  });
});

describe('a reply without a script', () => {
  const post = (body: Record<string, string>) =>
    fetch(`${site.url}replies`, {
      method: 'POST',
      body: new URLSearchParams(body),
      headers: { origin: new URL(site.url).origin },
      redirect: 'manual',
    });

  it('goes, and leads back to the phones', async () => {
    const answer = await post({ number: '+447700900100', content: ' hello ' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(given.replies.map(({ content }) => content)).toEqual(['hello']);
  });

  it.each([
    { number: '+447700900999', content: 'no text went there' },
    { number: '+447700900100', content: '   ' },
    { number: '+447700900100', content: 'x'.repeat(919) },
    {},
  ])('is refused: %j', async (body) => {
    expect((await post(body as Record<string, string>)).status).toBe(400);
    expect(given.replies).toEqual([]);
  });

  it('does not come from another site', async () => {
    const body = new URLSearchParams({ number: '+447700900100', content: 'STOP' });
    const headers = { origin: 'https://elsewhere.example' };
    expect((await fetch(`${site.url}replies`, { method: 'POST', body, headers })).status).toBe(403);
    expect(given.replies).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('has a heading of its own', async () => {
    given.feed.officers.today = async () => {
      throw new Error('nobody answers');
    };
    given.feed.trouble = () => {};
    const headings = [];
    for (const path of ['nowhere', 'today']) {
      await page.goto(site.url + path);
      headings.push(await page.getByRole('heading', { level: 1 }).textContent());
    }
    expect(headings).toEqual(['Page not found', 'Something went wrong']);
    expect(await page.title()).toMatch(/^Something went wrong/);
  });
});
