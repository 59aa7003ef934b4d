import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { day } from '../../../contracts/officers/words.ts';
import type { Feed, SeenMessage } from './feed.ts';
import type { Show } from './show.ts';

const COOKIE = 'confirmed';
const KB = 1000;

/**
 * What is behind the link to a file in an email, as GOV.UK Notify has it: that there is a file; which address it was sent to,
 * which its reader has to say; and the file.
 */
export function filePages(app: Hono, feed: Feed, show: Show): void {
  /** Who has said the right address: a browser, for a file. */
  const confirmed = new Set<string>();
  const named = (c: Context) => ({ service: c.req.param('service') ?? '', id: c.req.param('id') ?? '' });
  const find = (c: Context): SeenMessage | null => feed.linkedTo(named(c).id, c.req.query('key') ?? '');
  const hasConfirmed = (c: Context) => confirmed.has(`${getCookie(c, COOKIE)} ${named(c).id}`);
  const gone = (c: Context) => show(c, 'file', { step: 'gone' }, 404);
  const at = (c: Context, step: string) => {
    const { service, id } = named(c);
    return `/d/${service}/${id}${step}?${new URLSearchParams({ key: c.req.query('key') ?? '' })}`;
  };
  const mayOpen = (c: Context, { file }: SeenMessage) => !file?.link?.confirmEmail || hasConfirmed(c);

  app.get('/d/:service/:id', (c) => {
    const message = find(c);
    if (!message) return gone(c);
    const next = message.file?.link?.confirmEmail ? '/confirm-email-address' : '/download';
    return show(c, 'file', { step: 'start', next: at(c, next) });
  });

  app.get('/d/:service/:id/confirm-email-address', (c) =>
    find(c) ? show(c, 'file', { step: 'confirm', here: at(c, '/confirm-email-address') }) : gone(c),
  );

  app.post('/d/:service/:id/confirm-email-address', async (c) => {
    const message = find(c);
    if (!message) return gone(c);
    const said = String((await c.req.parseBody())['email_address'] ?? '').trim();
    if (said.toLowerCase() !== message.to.trim().toLowerCase()) {
      const wrong = said.includes('@')
        ? 'This is not the email address the file was sent to'
        : 'Enter an email address in the correct format, like name@example.com';
      return show(c, 'file', { step: 'confirm', here: at(c, '/confirm-email-address'), said, wrong }, 400);
    }
    const browser = getCookie(c, COOKIE) ?? randomUUID();
    confirmed.add(`${browser} ${named(c).id}`);
    setCookie(c, COOKIE, browser, { path: '/d/', httpOnly: true, sameSite: 'Strict' });
    return c.redirect(at(c, '/download'), 303);
  });

  app.get('/d/:service/:id/download', (c) => {
    const message = find(c);
    if (!message) return gone(c);
    if (!mayOpen(c, message)) return c.redirect(at(c, '/confirm-email-address'), 303);
    const { bytes, link } = message.file!;
    const size = bytes < KB * KB ? `${(bytes / KB).toFixed(1)}KB` : `${(bytes / KB / KB).toFixed(1)}MB`;
    return show(c, 'file', { step: 'download', file: at(c, '/file'), size, until: day(link!.until) });
  });

  app.get('/d/:service/:id/file', (c) => {
    const message = find(c);
    const pdf = message?.file && mayOpen(c, message) ? feed.document(message.file.sha256) : null;
    if (!pdf) return gone(c);
    const filename = (message?.file?.link?.filename ?? 'document.pdf').replace(/[^\w.-]/g, '_');
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${filename}"`,
    });
  });
}
