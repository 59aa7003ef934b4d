import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Feed, Reply, SeenMessage } from './feed.ts';
import { flowOf } from './flow.ts';
import { emailsOf } from './inboxes.ts';
import { type Page, pageOf, withParameter } from './pages.ts';
import { filtered, type PeopleFilter, peopleCache, personRow } from './people.ts';
import { phonesOf } from './phones.ts';
import { rendererOf } from './render.ts';
import { dayWords, noticeTitle, STATE_NAMES, timeWords } from './words.ts';
import { workPages } from './work-pages.ts';

const PHONES_AT_ONCE = 24;
const EMAILS_AT_ONCE = 20;
const PEOPLE_AT_ONCE = 50;
const LONGEST_REPLY = 918; // six parts: what a phone lets one write

/** What stands over a page of bad news. */
const HEADINGS: Record<number, string> = { 400: 'Not sent', 404: 'Not here', 500: 'Something went wrong' };

/** Renders a page with what stands at the top of each. */
export type Show = (
  c: Context,
  page: string,
  model: object,
  status?: 200 | 400 | 404 | 500,
) => Response | Promise<Response>;

/** Hangs the console's pages into an app. */
export function consolePages(app: Hono, feed: Feed): void {
  const render = rendererOf();
  const cache = peopleCache(feed.officers, () => performance.now());
  const seen = () => feed.messages?.() ?? [];

  const show: Show = (c, page, model, status = 200) =>
    c.html(
      render(page, {
        heading: HEADINGS[status],
        ...model,
        page,
        top: topOf(feed, seen(), feed.replies()),
        elsewhere: feed.messages === null,
      }),
      status,
    );

  app.get('/', (c) => {
    const { search, page } = queryOf(c, ['search', 'page']);
    const digits = search!.replace(/\D/g, '').replace(/^44/, '0');
    const phones = phonesOf(seen(), feed.replies(), feed.now()).filter(({ id }) => id.includes(digits));
    return show(c, 'phones', { ...paged(pageOf(phones, page, PHONES_AT_ONCE), { search: search! }), search });
  });

  app.get('/inboxes', (c) => {
    const { page } = queryOf(c, ['page']);
    return show(c, 'inboxes', paged(pageOf(emailsOf(seen(), feed.now()), page, EMAILS_AT_ONCE), {}));
  });

  app.get('/letters', (c) => show(c, 'letters', { letters: seen().filter(({ type }) => type === 'letter') }));

  app.get('/people', async (c) => {
    const { page, ...query } = queryOf(c, ['search', 'outcome', 'state', 'code', 'page']);
    const filter = query as PeopleFilter;
    const all = await cache.all();
    const found = pageOf(filtered(all, filter), page, PEOPLE_AT_ONCE);
    const rows = { ...found, items: found.items.map((each) => personRow(each, feed.now())) };
    const codes = [...new Set(all.flatMap((each) => each.codes))].sort((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    return show(c, 'people', { ...paged(rows, query), filter, codes, states: STATE_NAMES, everyone: all.length });
  });

  app.get('/flow', async (c) => show(c, 'flow', { flow: await flowOf(feed, await cache.all()) }));

  app.post('/replies', async (c) => {
    const form = await c.req.parseBody();
    const number = String(form['number'] ?? '');
    const content = String(form['word'] ?? form['content'] ?? '').trim();
    const known = seen().some(({ type, to }) => type === 'sms' && to === number);
    if (!known || content === '' || content.length > LONGEST_REPLY) {
      return show(
        c,
        'wrong',
        { what: 'That reply cannot be sent: it is empty, too long, or its number had no text.' },
        400,
      );
    }
    await feed.reply(number, content);
    return c.redirect('/', 303);
  });

  workPages(app, feed, show);

  app.notFound((c) => show(c, 'wrong', { what: 'There is no such page.' }, 404) as Response);
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    feed.trouble(error);
    const what = 'This page could not be made. The terminal where Crier runs says why.';
    return show(c, 'wrong', { what }, 500) as Response;
  });
}

/** What stands at the top of every page. */
function topOf(feed: Feed, messages: SeenMessage[], replies: Reply[]) {
  const count = (type: SeenMessage['type']) => messages.filter((each) => each.type === type).length;
  return {
    council: feed.council,
    day: dayWords(feed.now()),
    time: timeWords(feed.now()),
    doing: feed.doing(),
    texts: count('sms'),
    emails: count('email'),
    letters: count('letter'),
    delivered: messages.filter(({ status }) => status === 'delivered').length,
    failed: messages.filter(({ status }) => status.endsWith('failure')).length,
    replies: replies.length,
    noticeTitle,
  };
}

function queryOf(c: Context, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, c.req.query(name) ?? '']));
}

const paged = <T>(page: Page<T>, query: Record<string, string>) => ({
  list: page,
  before: page.page > 1 ? withParameter(query, 'page', String(page.page - 1)) : null,
  after: page.page < page.pages ? withParameter(query, 'page', String(page.page + 1)) : null,
});
