import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Console } from '../../infra/local/console/server.ts';
import type { DeadLetter } from '../../infra/operate/letters.ts';
import { feedWith, ledger, queue, text, told } from '../support/console-feed.ts';
import { consolePage } from '../support/console-page.ts';
import { hasFocus, tabFromTop, tabTo } from '../support/keyboard.ts';

const letter = (id: string): DeadLetter => ({ id, sent_at: Date.now(), taken: 3, references: [] });
const PAGES = ['', 'inboxes', 'letters', 'accounts', 'runs', 'runs/RE-1', 'ledger', 'holds', 'queues', 'today'];

let page: Page;
let site: Console;
let given: ReturnType<typeof world>;

/** A day that tests change under an open page. */
function world() {
  const queues = [queue('plan-notices'), queue('plan-notices', { visible: 1, deadLetters: true })];
  const dead = { 'plan-notices': [letter('letter-1')] };
  const decisions = [1, 2, 3].map((i) =>
    told({ line: i, account_ref: `80${i}`, person_ref: `P${i}`, notice_id: `n${i}`, state: 'sending' }),
  );
  const messages = [1, 2].map((i) => text({ sequence: i, id: `m${i}`, to: `+44770090012${i}` }));
  const books = ledger({ held: { S6: 3, S1: 2 }, blocked: 5 });
  return { queues, dead, decisions, books, ...feedWith({ queues, dead, decisions, messages, ledger: books }) };
}

consolePage(
  () => {
    given = world();
    return given;
  },
  (...opened) => {
    [site, page] = opened;
  },
);

const link = (name: string | RegExp) => page.getByRole('link', { name });
const shown = (selector: string) => expect.poll(() => page.locator(selector).textContent());
/** A further text, of which every page is told. */
const somethingHappens = () =>
  given.messages.push(text({ sequence: 9, id: 'm9', to: '+447700900129', body: 'Stockton Council: a new one' }));

describe('a page that changes under the keyboard', () => {
  it('brings what is new to the part one stands in, and leaves the focus there', async () => {
    const redrive = link(/^Retry/);
    await tabFromTop(page, `${site.url}queues`, redrive);
    given.dead['plan-notices'].push(letter('letter-2'));
    given.queues[1]!.visible = 2;
    await shown('#dead').toContain('letter-2');
    expect(await hasFocus(redrive)).toBe(true);
  });

  it('goes on to the page itself, not to its top, when what had the focus is gone', async () => {
    await tabFromTop(page, `${site.url}queues`, link(/^Retry/));
    given.dead['plan-notices'].pop();
    given.queues[1]!.visible = 0;
    await shown('#dead-count').toBe('No dead letters.');
    expect(await hasFocus(page.locator('main'))).toBe(true);
  });

  it('tells the row one stands on what it has become, and lets nobody in before one has left the list', async () => {
    await tabFromTop(page, `${site.url}accounts`, link('802'));
    given.decisions[1]!.now!.status = 'delivered';
    given.decisions.unshift(told({ line: 9, account_ref: '800', person_ref: 'P0', notice_id: 'n0' }));
    somethingHappens();
    await shown('#rows tr:nth-child(2)').toContain('Delivered');
    expect(await hasFocus(link('802'))).toBe(true);
    expect(await page.locator('#rows tr').count()).toBe(3);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('#rows tr').count()).toBe(4);
  });

  it('does not make another link of the one that has the focus', async () => {
    await tabFromTop(page, `${site.url}holds`, link('Breathing Space (S1)'));
    Object.assign(given.books.held, { S1: 8 });
    given.books.blocked = 11;
    somethingHappens();
    await shown('#held-count').toContain('11 notices');
    expect(await page.locator('#held-sums a').allTextContents()).toEqual([
      'Breathing Space (S1)',
      'Disputed bill (S6)',
    ]);
    expect(await hasFocus(link('Breathing Space (S1)'))).toBe(true);
  });

  it('leaves the run one stands on what it was when another comes before it', async () => {
    await tabFromTop(page, `${site.url}runs`, link('RE-1'));
    const [first] = await given.feed.officers.runs();
    given.feed.officers.runs = async () => [{ ...first!, name: 'RE-2' }, first!];
    const looked = page.waitForResponse(async (answer) => (await answer.text()).includes('RE-2'));
    somethingHappens();
    await looked;
    expect(await hasFocus(link('RE-1'))).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await shown('#runs tr:first-child').toContain('RE-2');
    await shown('#runs tr:last-child').toContain('RE-1');
  });

  it('shows texts that came while a reply was open, once it is closed', async () => {
    const reply = page.locator('#phone-07700900121 summary');
    await tabFromTop(page, site.url, reply);
    await page.keyboard.press('Enter');
    somethingHappens();
    await shown('#badge-phones').toBe('3');
    expect(await page.locator('.phone').count()).toBe(2);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.locator('#phone-07700900129').waitFor();
  });

  it('says aloud that Crier is gone', async () => {
    await page.goto(site.url);
    expect(await page.getByRole('status').textContent()).toBe('');
    await site.close();
    await shown('#said').toContain('does not answer');
  });

  it('says beside the reply that it did not go, and keeps what was written', async () => {
    const written = page.getByLabel('Reply from 07700 900121');
    await tabFromTop(page, site.url, page.locator('#phone-07700900121 summary'));
    await page.keyboard.press('Enter');
    await tabTo(page, written);
    await page.keyboard.type('STOP please');
    await site.close();
    await page.keyboard.press('Enter');
    await shown('#phone-07700900121 .went').toContain('did not go');
    expect([await written.inputValue(), await hasFocus(written)]).toEqual(['STOP please', true]);
  });
});

describe('for those who see badly or cannot bear movement', () => {
  it.each([
    ['the whole page at 400%', { width: 320, height: 256 }, '100%'],
    ['the text at 200%', { width: 1280, height: 900 }, '200%'],
    ['both at 200%', { width: 640, height: 450 }, '200%'],
  ])('nothing runs off the side: %s', async (_, size, letters) => {
    await page.setViewportSize(size);
    const wide: string[] = [];
    for (const path of PAGES) {
      await page.goto(site.url + path);
      await page.evaluate((fontSize) => {
        document.documentElement.style.fontSize = fontSize;
      }, letters);
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(path);
    }
    expect(wide).toEqual([]);
  });

  it('moves only for those who have not asked for rest', async () => {
    const moving = () => page.evaluate(() => document.getAnimations().length);
    // Playing once, it would have ended by the time that a slow machine looks.
    await page.addInitScript(() => {
      document.addEventListener('animationstart', () => document.documentElement.setAttribute('data-moved', ''), true);
    });
    const moved = () => page.locator('html[data-moved]').count();
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.goto(site.url);
    await expect.poll(moved).toBe(1);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(site.url);
    await page.locator('.phone').first().waitFor();
    expect([await moved(), await moving()]).toEqual([0, 0]);
  });
});
