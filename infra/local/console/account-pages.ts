import type { Context, Hono } from 'hono';
import { matterWord } from '../../../contracts/officers/words.ts';
import { accountView } from './account.ts';
import type { Decisions } from './decisions.ts';
import type { Feed } from './feed.ts';
import { lifeOf } from './happenings.ts';
import { servedWords } from './letters.ts';
import { asCsv, paged, queryOf } from './list.ts';
import { choicesOf, columnsOf, FILTERS, filtered, type Row, type RowFilter, rowsNow, rowView } from './rows.ts';
import { saidOf } from './said.ts';
import { reasonIn } from './said-by-officers.ts';
import type { Show } from './show.ts';

/** One page of rows that fit what the request asks for, or all of them as a file. */
export function rowsPage(c: Context, all: Row[], { name, now }: { name: string; now: number }) {
  const { page, ...filter } = queryOf(c, [...FILTERS, 'page']);
  const found = filtered([...all], filter as RowFilter);
  const file = asCsv(c, name, { columns: columnsOf(), items: found });
  if (file) return { file, model: {} };
  const { list, ...ways } = paged(found, filter, { page });
  const rows = list.items.map((each) => rowView(each, now));
  return { file: null, model: { ...ways, list, rows, filter, choices: choicesOf(all), everyone: all.length } };
}

/** Every notice as it is now, one account, and the history of one notice. */
export function accountPages(app: Hono, feed: Feed, { show, decisions }: { show: Show; decisions: Decisions }): void {
  const { officers } = feed;

  app.get('/accounts', async (c) => {
    const all = rowsNow(await decisions.all());
    const { file, model } = rowsPage(c, all, { name: 'accounts', now: feed.now() });
    return file ?? show(c, 'accounts', model);
  });

  // On this machine alone: nothing that logs addresses stands between the browser and here.
  app.get('/account', async (c) => {
    const ref = (c.req.query('ref') ?? '').replace(/\s/g, '');
    const account = ref === '' ? null : await officers.account(ref);
    const view = account && accountView(account, feed.now());
    return show(c, 'account', { ref, account: view }, ref !== '' && !account ? 404 : 200);
  });

  app.get('/notices/:id', async (c) => {
    const { decided = '' } = c.req.query();
    return noticePage(c, { decided });
  });

  app.post('/notices/:id/decide', async (c) => {
    const form = await c.req.parseBody();
    const { reason, wrong } = reasonIn(form);
    const what = form['what'] === 'end' ? 'end' : 'go-on';
    const refused = wrong || (await officers.decide(c.req.param('id'), what, reason));
    if (refused) return noticePage(c, { wrong: refused, reason });
    return c.redirect(`/notices/${c.req.param('id')}?decided=${what}`, 303);
  });

  type Asked = { decided?: string; wrong?: string; reason?: string };
  async function noticePage(c: Context, asked: Asked) {
    const notice = await officers.notice(c.req.param('id') ?? '');
    if (!notice) return show(c, 'wrong', { what: 'There is no such notice.' }, 404);
    const said = saidOf(feed.messages?.() ?? [], notice.id, feed.now());
    const about = matterWord(notice.kind);
    const served = servedWords(notice.served);
    return show(
      c,
      'notice',
      { notice, about, served, said, history: lifeOf(notice), ...asked },
      asked.wrong ? 400 : 200,
    );
  }
}
