import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { brakeInWords } from '../../../contracts/officers/brake.ts';
import type { RunView } from '../../../contracts/officers/runs.ts';
import { STATUSES, type Status } from '../../../contracts/officers/sums.ts';
import { rowsPage } from './account-pages.ts';
import type { Column } from './csv.ts';
import type { Decisions } from './decisions.ts';
import type { Feed } from './feed.ts';
import { holdPages } from './hold-pages.ts';
import { kept } from './kept.ts';
import { booksOf, notifyLines, sumLines } from './ledger.ts';
import { asCsv, paged, queryOf, ROWS } from './list.ts';
import { queuePages } from './queue-pages.ts';
import { REPLY_COLUMNS, repliesFrom, replyRow } from './replies.ts';
import { rowsOfRun } from './rows.ts';
import type { Show } from './show.ts';
import { systemPages } from './system-pages.ts';
import { inWords } from './today.ts';
import { capital, whenWords } from './words.ts';

/** How long a page waits for Notify to be asked. */
const COUNT_WAIT_MS = 8_000;
const COUNT_LOOK_MS = 250;

const SUMS = ['unreadable', 'nothing_due', 'notices', ...(Object.keys(STATUSES) as Status[])] as const;
const headed = (name: string) => capital(name.replace('_', ' '));

const RUN_COLUMNS: Column<RunView>[] = [
  ['Run', ({ name }) => name],
  ['File', ({ file }) => file],
  ['Imported', ({ imported_at }) => imported_at],
  ['Rows', ({ rows }) => rows],
  ...SUMS.map((name): Column<RunView> => [headed(name), ({ figures }) => figures?.[name] ?? null]),
  ['Line', ({ figures }) => figures?.line ?? ''],
];

/** The pages behind the messages and accounts: runs, holds, the ledger, today's figures, and queues. */
export function workPages(app: Hono, feed: Feed, { show, decisions }: { show: Show; decisions: Decisions }): void {
  const { officers } = feed;
  const time = () => performance.now();
  const ledgers = kept(() => officers.ledgers(), time);
  const runs = kept(() => officers.runs(ROWS), time);
  const notHere = (c: Context, what: string) => show(c, 'wrong', { what }, 404);

  app.get('/today', async (c) => show(c, 'today', { today: inWords(await officers.today()) }));

  app.get('/runs', async (c) => {
    const all = await runs.get();
    const file = asCsv(c, 'runs', { columns: RUN_COLUMNS, items: all });
    const found = paged(all, {}, queryOf(c, ['page']));
    const rows = found.list.items.map((run) => ({
      ...run,
      imported: whenWords(run.imported_at, feed.now()),
      sums: SUMS.map((name) => ({ name, words: headed(name), count: run.figures?.[name] ?? null })),
    }));
    return file ?? show(c, 'runs', { ...found, rows, headings: SUMS.map(headed) });
  });

  app.get('/runs/:run', async (c) => {
    const run = await officers.run(c.req.param('run'));
    if (!run?.figures) return notHere(c, 'There is no run of this name.');
    const { figures } = run;
    const all = rowsOfRun(await decisions.ofRun(run.name));
    const { file, model } = rowsPage(c, all, { name: `run-${run.name}`, now: feed.now() });
    const notify = (await ledgers.get()).runs[run.name]?.notify ?? null;
    return (
      file ??
      show(c, 'run', {
        ...model,
        run: {
          ...run,
          imported: whenWords(run.imported_at, feed.now()),
          waits: run.brake ? brakeInWords(run.brake) : [],
        },
        sums: { ...sumLines(figures), ...figures },
        notify: notifyLines(notify, feed.now()),
      })
    );
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

  app.get('/replies', async (c) => {
    const all = await repliesFrom(officers);
    const file = asCsv(c, 'replies', { columns: REPLY_COLUMNS, items: all });
    const found = paged(all, {}, queryOf(c, ['page']));
    const rows = found.list.items.map((each) => replyRow(each, feed.now()));
    return file ?? show(c, 'replies', { ...found, rows });
  });

  holdPages(app, feed, { show, ledgers });
  systemPages(app, feed, show);
  queuePages(app, feed, show);
}
