import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { accountPages } from './account-pages.ts';
import { decisionsFrom } from './decisions.ts';
import type { Feed } from './feed.ts';
import { kept } from './kept.ts';
import { messagePages } from './message-pages.ts';
import { navOf } from './nav.ts';
import type { DrawnPages } from './pages/drawn.ts';
import { rendererOf } from './render.ts';
import { sendingWords, stopsOf, waitingOf } from './sending.ts';
import type { Show } from './show.ts';
import { dayWords, timeWords } from './words.ts';
import { workPages } from './work-pages.ts';

/** What stands over a page of bad news. */
const HEADINGS: Record<number, string> = { 400: 'Not sent', 404: 'Page not found', 500: 'Something went wrong' };

/** Hangs the console's pages into an app. */
export function consolePages(app: Hono, feed: Feed, drawn: DrawnPages): void {
  const render = rendererOf();
  const time = () => performance.now();
  const decisions = decisionsFrom(feed.officers, time);
  const status = kept(() => feed.officers.status(), time);

  const show: Show = async (c, page, model, code = 200) =>
    c.html(
      render(page, {
        heading: HEADINGS[code],
        ...model,
        page,
        nav: navOf(page),
        top: await topOf(feed, status.get),
        elsewhere: feed.messages === null,
      }),
      code,
    );

  messagePages(app, feed, { show, drawn });
  accountPages(app, feed, { show, decisions });
  workPages(app, feed, { show, decisions });

  app.notFound((c) => show(c, 'wrong', { what: 'There is no such page.' }, 404) as Promise<Response>);
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    feed.trouble(error);
    const what = 'This page could not be made. The terminal where Crier runs says why.';
    return show(c, 'wrong', { what }, 500) as Promise<Response>;
  });
}

/** What stands at the top of every page. */
async function topOf(feed: Feed, status: () => ReturnType<Feed['officers']['status']>) {
  const messages = feed.messages?.() ?? [];
  const count = (type: 'sms' | 'email' | 'letter') => messages.filter((each) => each.type === type).length;
  // A page of bad news must come out where the API does not answer, too.
  const sending = await status().catch(() => null);
  return {
    council: feed.council,
    day: dayWords(feed.now()),
    time: timeWords(feed.now()),
    doing: feed.doing() || (sending ? sendingWords(sending) : 'Sending: not known'),
    stops: sending ? stopsOf(sending, feed.now()) : [],
    waiting: sending ? waitingOf(sending) : [],
    counts: { texts: count('sms'), emails: count('email'), letters: count('letter') },
  };
}
