import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { NoApiKey } from '../../../../functions/shared/notify/api-key.ts';
import { notifyThrough } from '../../../../functions/shared/notify/client.ts';
import { listThrough } from '../../../../functions/shared/notify/list.ts';

const KEY = 'test-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';
const MESSAGE = {
  channel: 'sms',
  to: '+447700900123',
  template: 'known',
  personalisation: { phone: '1' },
  reference: 'n1.sms',
} as const;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server that answers posts as it is told, lists one template, and counts what it is asked. */
async function notifyThat(answer: Answer) {
  const seen = { posts: 0, lists: 0, closedEarly: 0 };
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/v2/templates')) {
      seen.lists += 1;
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ templates: [{ id: 'id-of-listed', name: 'listed' }] }));
      return;
    }
    if (request.method === 'POST') seen.posts += 1;
    response.on('close', () => {
      if (!response.writableFinished) seen.closedEarly += 1;
    });
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    seen,
    url,
    notify: notifyThrough({ url, api_key: async () => KEY, template_ids: { known: 'id-of-known' } }),
  };
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('the way to Notify', () => {
  it('posts nothing once its time is over, though the process stood still right before', async () => {
    const { notify, seen } = await notifyThat((_, response) => json(response, 201, { id: 'abc' }));
    await notify.post(MESSAGE, 5_000); // the connection stands: a request on it would be written at once
    const stillMs = 60;
    const frozen = {
      ...MESSAGE,
      get reference() {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stillMs);
        return 'n2.sms' as const;
      },
    };
    expect(await notify.post(frozen, stillMs / 2)).toEqual({ kind: 'not-stored' });
    expect(seen.posts).toBe(1);
  });

  it('tells that a message is accepted, with its id, and uses the configured template', async () => {
    let posted: Record<string, unknown> = {};
    const { notify, seen } = await notifyThat((request, response) => {
      request.on('data', (chunk) => (posted = JSON.parse(chunk)));
      request.on('end', () => json(response, 201, { id: 'abc' }));
    });
    expect(await notify.post(MESSAGE, 5_000)).toEqual({ kind: 'accepted', notify_id: 'abc' });
    expect(posted).toMatchObject({ template_id: 'id-of-known', phone_number: '+447700900123', reference: 'n1.sms' });
    expect(seen.lists).toBe(0);
  });

  it('finds a template by its name where none is configured, and asks for the list once', async () => {
    const { notify, seen } = await notifyThat((_, response) => json(response, 201, { id: 'abc' }));
    for (let i = 0; i < 3; i += 1)
      expect((await notify.post({ ...MESSAGE, template: 'listed' }, 5_000)).kind).toBe('accepted');
    expect(seen.lists).toBe(1);
    expect(await notify.post({ ...MESSAGE, template: 'nobody-made-it' }, 5_000)).toMatchObject({ kind: 'set-up' });
  });

  it('is uncertain after a stall, and has let go of the request by then', async () => {
    const { notify, seen } = await notifyThat(() => {});
    expect(await notify.post(MESSAGE, 200)).toEqual({ kind: 'uncertain', error: 'ERR_CANCELED' });
    await expect.poll(() => seen.closedEarly).toBe(1);
    expect(seen.posts).toBe(1);
  });

  it('is uncertain after an answer that drips on past its time', async () => {
    const { notify } = await notifyThat((_, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect((await notify.post(MESSAGE, 200)).kind).toBe('uncertain');
  });

  it('is uncertain after a reset, and posts once only', async () => {
    const { notify, seen } = await notifyThat((request) => request.socket.destroy());
    expect((await notify.post(MESSAGE, 5_000)).kind).toBe('uncertain');
    expect(seen.posts).toBe(1);
  });

  it('follows no redirect: it would post again', async () => {
    const { notify, seen } = await notifyThat((_, response) =>
      response.writeHead(307, { location: '/v2/notifications/sms' }).end(),
    );
    expect((await notify.post(MESSAGE, 5_000)).kind).toBe('set-up');
    expect(seen.posts).toBe(1);
  });

  it('knows that nothing was stored where nothing listens', async () => {
    const { url } = await notifyThat(() => {});
    await open.pop()?.();
    const notify = notifyThrough({ url, api_key: async () => KEY, template_ids: { known: 'id' } });
    expect(await notify.post(MESSAGE, 5_000)).toEqual({ kind: 'not-stored' });
  });

  /** A Notify that takes one key, and a secret that still has the other until it is asked for after a refusal. */
  const changedKey = async (now: string | null) => {
    const { url } = await notifyThat((request, response) => {
      const issuer = /^Bearer [^.]+\.([^.]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const old = Buffer.from(issuer, 'base64url').toString().includes(KEY.slice(-73, -37));
      if (old) json(response, 403, { errors: [{ error: 'AuthError', message: 'Invalid token' }] });
      else if (request.method === 'POST') json(response, 201, { id: 'abc' });
      else json(response, 200, { notifications: [] });
    });
    let known: string | null = KEY;
    const api_key = async (after?: 'refusal') => {
      if (after) known = now;
      return known;
    };
    return { url, api_key, notify: notifyThrough({ url, api_key, template_ids: { known: 'id' } }) };
  };
  const OTHER = 'test-16785a09-ab16-4eb0-8407-a37497a57506-2d844edf-8d35-48ac-975b-e847b4f122b0';

  it('reads the key again when Notify refuses it: with another one the message is tried again later, and asking goes on', async () => {
    const { notify } = await changedKey(OTHER);
    expect(await notify.post(MESSAGE, 5_000)).toEqual({ kind: 'not-stored' });
    expect(await notify.post(MESSAGE, 5_000)).toMatchObject({ kind: 'accepted' });
    const asking = await changedKey(OTHER);
    expect(await asking.notify.find('n1.sms')).toEqual([]);
    const listing = await changedKey(OTHER);
    expect(await listThrough(listing)(null)).toEqual([]);
  });

  it('says that the set-up is wrong where the key that is refused is the one there is', async () => {
    const { notify } = await changedKey(KEY);
    expect(await notify.post(MESSAGE, 5_000)).toMatchObject({ kind: 'set-up' });
    await expect(notify.find('n1.sms')).rejects.toThrow('Notify could not be asked: 403');
  });

  it('says so too where the list of templates is refused, which comes before any message', async () => {
    const { url } = await notifyThat(() => {});
    const refusing = createServer((_, response) => json(response, 403, { errors: [{ error: 'AuthError' }] }));
    await new Promise<void>((listening) => refusing.listen(0, '127.0.0.1', listening));
    open.push(() => new Promise<void>((closed) => refusing.close(() => closed())));
    const at = url.replace(/\d+$/, String((refusing.address() as AddressInfo).port));
    const notify = notifyThrough({ url: at, api_key: async () => KEY, template_ids: {} });
    expect(await notify.post(MESSAGE, 5_000)).toEqual({ kind: 'set-up', error: 'AuthError' });
  });

  it('asks nothing before there is a key, and does not call that a refusal', async () => {
    const { url, seen } = await notifyThat((_, response) => json(response, 201, { id: 'abc' }));
    const api_key = async () => null;
    const notify = notifyThrough({ url, api_key, template_ids: { known: 'id' } });
    expect(await notify.post(MESSAGE, 5_000)).toEqual({ kind: 'set-up', error: 'no-api-key' });
    await expect(notify.find('n1.sms')).rejects.toThrow(NoApiKey);
    await expect(listThrough({ url, api_key })(null)).rejects.toThrow(NoApiKey);
    expect(seen.posts).toBe(0);
  });

  it('rejects a look-up that cannot be made, without the request or its token in the error', async () => {
    const { notify } = await notifyThat((_, response) => json(response, 500, { errors: [] }));
    const error = await notify.find('n1.sms').catch((each) => each);
    expect(error.message).toBe('Notify could not be asked: 500');
    expect(JSON.stringify(error) + error.stack).not.toMatch(/Bearer|eyJ/);
  });
});
