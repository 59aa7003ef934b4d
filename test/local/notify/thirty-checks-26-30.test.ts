// The last five of the thirty checks: lists, paths, templates, receipts and faults.
import { afterEach, describe, expect, it } from 'vitest';
import { type Callback, newCallbacks } from '../../../infra/local/notify/afterwards/callbacks.ts';
import type { FaultPlan } from '../../../infra/local/notify/misbehaving/faults.ts';
import type { SandboxOptions } from '../../../infra/local/notify/server.ts';
import { errorsOf, type Json, openReceiver, openSandbox, type Reply, until } from './client.ts';
import { templateId, testWorld } from './world.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(options: Partial<SandboxOptions> = {}) {
  const opened = await openSandbox(options);
  closing.push(() => opened.sandbox.close());
  return { ...opened, test: opened.as('Main test'), live: opened.as('Main live') };
}
const text = (more: object = {}) => ({ phone_number: '07900900123', template_id: templateId('plain'), ...more });
const told = (reply: Reply) => [reply.status, ...errorsOf(reply)];
const unknown = '00000011-1111-4222-8333-000000000011';

describe('check 26: the list of messages', () => {
  it('has pages of 250, each with the way to the next until one is empty', async () => {
    const { sandbox, test } = await open();
    for (let each = 0; each < 255; each += 1) await test.sms(text());
    const sizes: number[] = [];
    const nexts: boolean[] = [];
    let path: string | undefined = '/v2/notifications';
    while (path !== undefined) {
      const { body }: Reply = await test.get(path);
      sizes.push(body.notifications.length);
      nexts.push(body.links.next !== undefined);
      path = body.links.next?.slice(sandbox.url.length);
    }
    expect(sizes).toEqual([250, 5, 0]);
    expect(nexts).toEqual([true, true, false]);
  });

  it('takes a filter more than once, and refuses what it does not know', async () => {
    const { test } = await open();
    await test.sms(text());
    const list = (query: string) => test.get(`/v2/notifications?${query}`);
    const repeated = await list('status=created&status=sending&status=delivered');
    expect([repeated.status, repeated.body.notifications.length]).toEqual([200, 1]);
    expect((await list('status=created,sending')).status).toBe(400);
    expect((await list('page=2')).status).toBe(400);
    expect((await list(`older_than=${unknown}`)).body.notifications).toEqual([]);
  });
});

describe('check 27: paths', () => {
  it('that are unknown, or known to another method, answer outside the form of the API', async () => {
    const { test } = await open();
    const plain = ({ status, body }: Reply) => [status, Object.keys(body).sort()];
    expect(plain(await test.get('/v2/nope'))).toEqual([404, ['message', 'result']]);
    expect(plain(await test.post('/v2/templates', {}))).toEqual([405, ['message', 'result']]);
    expect(told(await test.get(`/v2/notifications/${unknown}`))).toEqual([404, 'NoResultFound: No result found']);
    expect(told(await test.get('/v2/notifications/foo'))).toEqual([
      400,
      'ValidationError: notification_id is not a valid UUID',
    ]);
  });
});

describe('check 28: templates', () => {
  it('are read by id and version, archived ones too', async () => {
    const { test } = await open();
    const get = (name: string, more = '') => test.get(`/v2/template/${templateId(name)}${more}`);
    expect((await get('code')).body).toMatchObject({ name: 'code', version: 1, type: 'sms' });
    expect((await get('twice', '/version/1')).body).toMatchObject({ name: 'once', body: 'First' });
    expect((await get('gone')).status).toBe(200);
    expect((await get('nowhere')).status).toBe(404);
  });

  it('are listed by name without archived ones, of one type if asked', async () => {
    const { test } = await open();
    const { templates } = (await test.get('/v2/templates')).body;
    const names: string[] = templates.map((each: Json) => each.name);
    expect(names).toEqual([...names].sort());
    expect(names).not.toContain('gone');
    expect((await test.get('/v2/templates?type=fax')).status).toBe(400);
  });

  it('are previewed, without a body where they have no placeholders', async () => {
    const { test } = await open();
    const preview = (name: string, body?: unknown) => test.post(`/v2/template/${templateId(name)}/preview`, body);
    const { body } = await preview('mail', { personalisation: { name: 'Ann', urgent: 'yes', items: ['a'] } });
    expect(body).toMatchObject({ subject: 'Subj Ann', body: expect.stringContaining('Please hurry') });
    expect(body.html).toContain('Please hurry');
    expect(told(await preview('code', {}))).toEqual([400, 'BadRequestError: Missing personalisation: name, code']);
    expect((await preview('plain')).body).toMatchObject({ body: 'Plain text', html: null });
  });
});

describe('check 29: receipts', () => {
  it('have exactly these keys and types', async () => {
    const receiver = await openReceiver(200);
    closing.push(receiver.close);
    const { test } = await open({ world: testWorld({ callbackUrl: receiver.url }) });
    await test.sms(text({ reference: 'r' }));
    const [receipt] = await until(
      () => receiver.received,
      (received) => received.length > 0,
    );
    expect(receipt!.headers.authorization).toBe('Bearer token-of-receipts');
    expect(receipt!.headers['content-type']).toBe('application/json');
    expect(JSON.parse(receipt!.text)).toEqual({
      ...{ id: expect.any(String), reference: 'r', to: '07900900123', status: 'delivered', notification_type: 'sms' },
      ...{ created_at: expect.any(String), completed_at: expect.any(String), sent_at: expect.any(String) },
      ...{ template_id: templateId('plain'), template_version: 1 },
    });
  });

  /** Posts one callback on a clock of our own: every pause that is asked for is written down and passes at once. */
  async function pausesFor(...statuses: Parameters<typeof openReceiver>) {
    const receiver = await openReceiver(...statuses);
    closing.push(receiver.close);
    const pauses: number[] = [];
    let next: (() => void) | null = null;
    const after = (ms: number, run: () => void) => {
      pauses.push(ms);
      next = run;
    };
    const callbacks = newCallbacks({ timers: { after, close: () => {} }, retrySeconds: 300 });
    const callback: Callback = { url: receiver.url, token: 't', body: '{"id": "x"}', attempts: 0 };
    await callbacks.send(callback);
    while (next !== null) {
      const posted = receiver.received.length;
      const run: () => void = next;
      next = null;
      const waited = pauses.length;
      run();
      await until(
        () => ({ posted: receiver.received.length, waiting: callbacks.waiting().length, pauses: pauses.length }),
        (seen) => seen.posted > posted && (seen.pauses > waited || seen.waiting === 0),
      );
    }
    return { pauses, bodies: receiver.received.map((each) => each.text) };
  }

  it.each([[500], [429]])('with %i are posted five times more, 300 seconds apart, always the same', async (status) => {
    const { pauses, bodies } = await pausesFor(status);
    expect(pauses).toEqual(Array(5).fill(300_000));
    expect(bodies).toEqual(Array(6).fill('{"id": "x"}'));
  });

  it('with 404 are not posted again', async () => {
    expect(await pausesFor(404)).toEqual({ pauses: [], bodies: ['{"id": "x"}'] });
  });

  it('nobody answers within five seconds, or listens for, are tried again', { timeout: 30_000 }, async () => {
    const slow = await pausesFor('hang', 200);
    expect(slow.pauses).toEqual([300_000]);
    const reset = await pausesFor('reset', 200);
    expect(reset.pauses).toEqual([300_000]);
  });
});

describe('check 30: faults', () => {
  const openWith = (effect: FaultPlan[number]['effect']) => open({ faults: [{ match: { method: 'POST' }, effect }] });
  type Opened = Awaited<ReturnType<typeof open>>;
  const found = async ({ live }: Opened): Promise<Json[]> =>
    (await live.get('/v2/notifications?reference=r')).body.notifications;
  const send = ({ live }: Opened) => live.sms(text({ reference: 'r' }));

  it('a: 500 before the commit leaves nothing to be found', async () => {
    const opened = await openWith({ kind: 'fail-before-storing', status: 500 });
    expect((await send(opened)).status).toBe(500);
    expect(await found(opened)).toEqual([]);
  });

  it('b: a reset after the commit leaves a message that goes on', async () => {
    const opened = await openWith({ kind: 'fail-after-storing', status: 'reset' });
    await expect(send(opened)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    await until(
      () => found(opened),
      ([message]) => message?.status === 'delivered',
    );
  });

  it('c: 504 before the queue leaves a message that stays created until the sweep', async () => {
    const opened = await openWith({ kind: 'fail-after-storing', status: 504, held_ms: 400 });
    expect((await send(opened)).status).toBe(504);
    expect(await found(opened)).toMatchObject([{ status: 'created' }]);
    await until(
      () => found(opened),
      ([message]) => message?.status === 'delivered',
    );
  });

  it('d: a slow answer hides the message until the request is through', async () => {
    const opened = await openWith({ kind: 'stall', before_ms: 1_000 });
    const answer = send(opened);
    await until(
      () => opened.sandbox.requests(),
      (count) => count === 1,
    );
    expect(await found(opened)).toEqual([]);
    expect((await answer).status).toBe(201);
    expect(await found(opened)).toHaveLength(1);
  });
});
