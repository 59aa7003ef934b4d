import type { Hono } from 'hono';
import type { Feed } from './feed.ts';
import { filePages } from './file-pages.ts';
import { emailsOf } from './inboxes.ts';
import { letterPages } from './letter-pages.ts';
import { paged, queryOf, squeezed } from './list.ts';
import { type Named, namesFrom } from './names.ts';
import type { DrawnPages } from './pages/drawn.ts';
import { phonesOf, takesReplies } from './phones.ts';
import type { Show } from './show.ts';

const PHONES_AT_ONCE = 24;
const LONGEST_REPLY = 918; // six parts: what a phone lets one write

/** What residents received, and the replies that they may send. */
export function messagePages(app: Hono, feed: Feed, { show, drawn }: { show: Show; drawn: DrawnPages }): void {
  const seen = () => feed.messages?.() ?? [];
  const nameOf = namesFrom(feed.officers);
  /** The notices that these messages belong to, by id. */
  const namesOf = async (messages: { notice_id: string | null }[]) => {
    const ids = [...new Set(messages.flatMap(({ notice_id }) => notice_id ?? []))];
    const found = await Promise.all(ids.map(nameOf));
    return Object.fromEntries(found.flatMap((each): [string, Named][] => (each ? [[each.id, each]] : [])));
  };

  letterPages(app, feed, { show, drawn, namesOf });
  filePages(app, feed, show);

  app.get('/', async (c) => {
    const { search, page } = queryOf(c, ['search', 'page']);
    const digits = search.replace(/\D/g, '').replace(/^44/, '0');
    const phones = phonesOf(seen(), feed.replies(), feed.now()).filter(({ id }) => id.includes(digits));
    const found = paged(phones, { search }, { size: PHONES_AT_ONCE, page });
    const names = await namesOf(found.list.items.flatMap(({ bubbles }) => bubbles));
    return show(c, 'phones', { ...found, names, search });
  });

  app.get('/inboxes', async (c) => {
    const { search, page } = queryOf(c, ['search', 'page']);
    const emails = emailsOf(seen(), feed.now()).filter(({ to, subject }) =>
      squeezed(`${to} ${subject}`).includes(squeezed(search)),
    );
    const found = paged(emails, { search }, { page });
    return show(c, 'inboxes', { ...found, names: await namesOf(found.list.items), search });
  });

  app.post('/replies', async (c) => {
    const form = await c.req.parseBody();
    const number = String(form['number'] ?? '');
    const content = String(form['word'] ?? form['content'] ?? '').trim();
    const newest = seen().findLast(({ type, to }) => type === 'sms' && to === number);
    if (!newest || !takesReplies(newest.from) || content === '' || content.length > LONGEST_REPLY) {
      const what = 'That reply was not sent: it is empty or too long, or its number had no text that can be answered.';
      return show(c, 'wrong', { what }, 400);
    }
    await feed.reply(number, content);
    return c.redirect('/', 303);
  });
}
