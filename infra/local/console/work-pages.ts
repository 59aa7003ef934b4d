import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { CODES } from '../../../functions/notices/words.ts';
import type { DecisionFilter, ToldPage } from '../start/officers.ts';
import type { Feed } from './feed.ts';
import { deadLetters, queueRows } from './flow.ts';
import { heldRow, heldSums } from './holds.ts';
import { kept } from './kept.ts';
import { booksOf, notifyLines } from './ledger.ts';
import { lifeOf } from './life.ts';
import { withParameter } from './pages.ts';
import { personRow } from './people.ts';
import type { Show } from './routes.ts';
import { inWords } from './today.ts';
import { noticeTitle, STATE_NAMES, whenWords } from './words.ts';

const ROWS = 50;
/** How long a page waits for Notify to be asked. */
const COUNT_WAIT_MS = 8_000;
const COUNT_LOOK_MS = 250;
/** Parts of the API's lists that one page looks at: a rare filter shows what there is so far, and a way on. */
const LOOKS = 12;

/** The pages behind the phones: runs, ledger, holds, queues, and the life of one notice. */
export function workPages(app: Hono, feed: Feed, show: Show): void {
  const { officers } = feed;
  const ledgers = kept(
    () => officers.ledgers(),
    () => performance.now(),
  );
  const notHere = (c: Context, what: string) => show(c, 'wrong', { what }, 404);

  app.get('/today', async (c) => show(c, 'today', { today: inWords(await officers.today()) }));

  app.get('/runs', async (c) => {
    const [runs, { runs: books }] = await Promise.all([officers.runs(), ledgers.get()]);
    const rows = runs.map((run) => ({
      ...run,
      imported: whenWords(run.imported_at, feed.now()),
      books: books[run.extract_id] ?? null,
    }));
    return show(c, 'runs', { rows });
  });

  app.get('/runs/:run', async (c) => {
    const run = (await officers.runs()).find(({ extract_id }) => extract_id === c.req.param('run'));
    if (!run) return notHere(c, 'No file of this name was imported.');
    const { code = '', state = '', outcome = '', after = '' } = c.req.query();
    const filter: DecisionFilter = { code, state, outcome };
    const books = (await ledgers.get()).runs[run.extract_id];
    const page = await several((from) => officers.decisionsOf(run.extract_id, { after: from, filter }), after);
    return show(c, 'run', {
      tab: 'runs',
      run: { ...run, imported: whenWords(run.imported_at, feed.now()) },
      books: books ? booksOf(books, feed.now()) : null,
      notify: notifyLines(books?.notify ?? null, feed.now()),
      filter,
      codes: Object.keys(CODES),
      states: STATE_NAMES,
      rows: page.items.map((each) => ({ ...personRow(each, feed.now()), line: each.line })),
      first: after === '' ? null : withParameter({ ...filter }, 'after', ''),
      further: page.next === null ? null : withParameter({ ...filter }, 'after', page.next),
    });
  });

  app.get('/ledger', async (c) => {
    const books = await ledgers.get();
    const { counting = '' } = c.req.query();
    return show(c, 'ledger', {
      books: booksOf(books, feed.now()),
      notify: notifyLines(books.notify, feed.now()),
      counting,
    });
  });

  app.post('/ledger/count', async (c) => {
    const wanted = await officers.askForCount();
    const until = performance.now() + COUNT_WAIT_MS;
    let counted = false;
    while (!counted && performance.now() < until) {
      await pause(COUNT_LOOK_MS);
      counted = ((await officers.ledger()).notify?.counted_at ?? '') >= wanted;
    }
    ledgers.forget();
    return c.redirect(`/ledger?counting=${counted ? 'done' : 'yes'}`, 303);
  });

  app.get('/holds', async (c) => {
    const { after = '', code = '' } = c.req.query();
    if (code !== '' && !Object.hasOwn(CODES, code)) return notHere(c, 'There is no such code.');
    const [books, page] = await Promise.all([
      ledgers.get(),
      several((from) => officers.holds({ after: from, code }), after),
    ]);
    return show(c, 'holds', {
      sums: heldSums(books.held),
      blocked: books.blocked,
      code,
      rows: page.items.map((each) => heldRow(each, feed.now())),
      first: after === '' ? null : withParameter({ code }, 'after', ''),
      further: page.next === null ? null : withParameter({ code }, 'after', page.next),
    });
  });

  app.get('/queues', async (c) => {
    const queues = feed.queues();
    const { redriven = '' } = c.req.query();
    const rows = queueRows(queues).map((row) => ({ ...row, oldest: ageWords(row.oldest) }));
    const letters = rows.filter(({ dead }) => dead > 0).map(({ name }) => lettersOf(name));
    return show(c, 'queues', { rows, dead: deadLetters(queues), letters: await Promise.all(letters), redriven });
  });

  const lettersOf = async (name: string) => {
    const list = await feed.deadLetters.list(name);
    return { name, letters: list.map((each) => ({ ...each, age: ageWords(each.sent_at) })) };
  };

  app.get('/queues/:name/redrive', async (c) => {
    const row = queueRows(feed.queues()).find(({ name }) => name === c.req.param('name'));
    if (!row) return notHere(c, 'There is no queue of this name.');
    return show(c, 'redrive', { tab: 'queues', row });
  });

  app.post('/queues/:name/redrive', async (c) => {
    const name = c.req.param('name');
    if (!queueRows(feed.queues()).some((row) => row.name === name))
      return notHere(c, 'There is no queue of this name.');
    const moved = await feed.deadLetters.redrive(name);
    return c.redirect(`/queues?redriven=${moved}`, 303);
  });

  app.get('/notices/:id', async (c) => {
    const notice = await officers.notice(c.req.param('id'));
    if (!notice) return notHere(c, 'There is no such notice.');
    return show(c, 'notice', { tab: 'people', notice, title: noticeTitle(notice.notice_type), life: lifeOf(notice) });
  });

  // On this machine alone: nothing that logs addresses stands between the browser and here.
  app.get('/account', async (c) => {
    const ref = (c.req.query('ref') ?? '').trim();
    const account = ref === '' ? null : await officers.account(ref);
    const notices = (account?.notices ?? []).map((each) => ({ ...each, title: noticeTitle(each.notice_type) }));
    return show(c, 'account', { tab: 'people', ref, account, notices }, ref !== '' && !account ? 404 : 200);
  });
}

/** Parts of a list until a page is full. What was looked at is never thrown away: a page may be somewhat longer. */
async function several<T>(read: (after: string) => Promise<ToldPage<T>>, after: string): Promise<ToldPage<T>> {
  const items: T[] = [];
  let from = after;
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const page = await read(from);
    items.push(...page.items);
    if (page.next === null) return { items, next: null };
    from = page.next;
    if (items.length >= ROWS) break;
  }
  return { items, next: from };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long ago, by the machine's own clock: queues know no other. */
function ageWords(at: number | null): string {
  if (at === null) return '';
  const ms = Math.max(0, Date.now() - at);
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`;
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return `${Math.round(ms / HOUR_MS)} h`;
}
