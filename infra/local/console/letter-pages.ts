import type { Context, Hono } from 'hono';
import type { Feed, SeenMessage } from './feed.ts';
import { type LetterView, lettersOf, letterView, servedWords } from './letters.ts';
import { paged, queryOf } from './list.ts';
import type { Named } from './names.ts';
import type { DrawnPages, Page } from './pages/drawn.ts';
import type { Show } from './show.ts';

const LETTERS_AT_ONCE = 12;

type Needs = {
  show: Show;
  drawn: DrawnPages;
  namesOf: (messages: { notice_id: string | null }[]) => Promise<Record<string, Named>>;
};

/** Letters as whoever finds them on the mat: the envelope, and the pages in it. */
export function letterPages(app: Hono, feed: Feed, { show, drawn, namesOf }: Needs): void {
  const seen = () => feed.messages?.() ?? [];
  const find = (c: Context) => seen().find(({ type, id }) => type === 'letter' && id === c.req.param('id'));
  const pdfOf = ({ file }: SeenMessage): Buffer | null => (file ? feed.document(file.sha256) : null);
  const pagesOf = async (letter: SeenMessage): Promise<Page[] | null> => {
    const pdf = pdfOf(letter);
    return pdf && drawn.pagesOf(letter.file!.sha256, pdf);
  };
  const viewOf = async (letter: SeenMessage): Promise<LetterView> =>
    letterView(letter, await pagesOf(letter), feed.now());
  const notHere = (c: Context) => show(c, 'wrong', { what: 'There is no such letter.' }, 404);

  app.get('/letters', async (c) => {
    const { list, ...ways } = paged(lettersOf(seen()), {}, { size: LETTERS_AT_ONCE, ...queryOf(c, ['page']) });
    const items = await Promise.all(list.items.map(viewOf));
    return show(c, 'letters', { ...ways, list: { ...list, items }, names: await namesOf(items) });
  });

  app.get('/letters/:id', async (c) => {
    const found = find(c);
    if (!found) return notHere(c);
    const letter = await viewOf(found);
    const notice = letter.notice_id === null ? null : await feed.officers.notice(letter.notice_id);
    const names = await namesOf([letter]);
    return show(c, 'letter', { letter, names, served: servedWords(notice?.served ?? null), why: notice?.why ?? '' });
  });

  app.get('/letters/:id/pages/:number', async (c) => {
    const letter = find(c);
    const pages = letter ? await pagesOf(letter) : null;
    const page = pages?.[Number(c.req.param('number')) - 1];
    return page ? c.body(Buffer.from(page.png), 200, { 'content-type': 'image/png' }) : notHere(c);
  });

  app.get('/letters/:id/letter.pdf', (c) => {
    const letter = find(c);
    const pdf = letter ? pdfOf(letter) : null;
    return pdf ? c.body(new Uint8Array(pdf), 200, { 'content-type': 'application/pdf' }) : notHere(c);
  });
}
