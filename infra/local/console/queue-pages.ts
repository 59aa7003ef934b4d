import type { Context, Hono } from 'hono';
import type { Column } from './csv.ts';
import type { Feed } from './feed.ts';
import { asCsv } from './list.ts';
import { callRows, deadLetters, type QueueRow, queueRows } from './queues.ts';
import type { Show } from './show.ts';

const COLUMNS: Column<QueueRow>[] = [
  ['Queue', ({ name }) => name],
  ['Waiting', ({ waiting }) => waiting],
  ['For later', ({ later }) => later],
  ['In progress', ({ inHand }) => inHand],
  ['Dead letters', ({ dead }) => dead],
];

/** Queues, the dead letters beside them, and how these are tried again. */
export function queuePages(app: Hono, feed: Feed, show: Show): void {
  const notHere = (c: Context) => show(c, 'wrong', { what: 'There is no queue of this name.' }, 404);

  app.get('/queues', async (c) => {
    const queues = feed.queues();
    const { redriven = '' } = c.req.query();
    const rows = queueRows(queues).map((row) => ({ ...row, age: ageWords(row.oldest) }));
    const file = asCsv(c, 'queues', { columns: COLUMNS, items: rows });
    if (file) return file;
    const letters = await Promise.all(rows.filter(({ dead }) => dead > 0).map(({ name }) => lettersOf(name)));
    return show(c, 'queues', { rows, dead: deadLetters(queues), letters, redriven, calls: callRows(feed.calls()) });
  });

  const lettersOf = async (name: string) => {
    const list = await feed.deadLetters.list(name);
    return { name, letters: list.map((each) => ({ ...each, age: ageWords(each.sent_at) })) };
  };

  app.get('/queues/:name/redrive', async (c) => {
    const row = queueRows(feed.queues()).find(({ name }) => name === c.req.param('name'));
    return row ? show(c, 'redrive', { row }) : notHere(c);
  });

  app.post('/queues/:name/redrive', async (c) => {
    const name = c.req.param('name');
    if (!queueRows(feed.queues()).some((row) => row.name === name)) return notHere(c);
    const moved = await feed.deadLetters.redrive(name);
    return c.redirect(`/queues?redriven=${moved}`, 303);
  });
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
