import { afterEach, describe, expect, it } from 'vitest';
import { newCallbacks } from '../../../infra/local/notify/afterwards/callbacks.ts';
import type { SandboxOptions } from '../../../infra/local/notify/server.ts';
import { openReceiver, openSandbox, until } from './client.ts';
import { serviceId, templateId, testWorld } from './world.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openBoth(statuses: Parameters<typeof openReceiver>, options: Partial<SandboxOptions> = {}) {
  const receiver = await openReceiver(...statuses);
  const open = await openSandbox({
    world: testWorld({ callbackUrl: receiver.url }),
    callbackRetrySeconds: 0.01,
    ...options,
  });
  closing.push(() => open.sandbox.close(), receiver.close);
  return { receiver, open, main: open.as('Main test') };
}

const plain = { phone_number: '07900900123', template_id: templateId('plain') };
/** Long enough for many more retries of a hundredth of a second. */
const pause = () => new Promise((done) => setTimeout(done, 150));

describe('a receipt that is not taken', () => {
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
    const callbacks = newCallbacks({ timers: { after }, retrySeconds: 300 });
    await callbacks.send({ url: receiver.url, token: 't', body: '{"id": "x"}', attempts: 0 });
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

  it.each([[500], [429], ['reset' as const]])(
    '[check 29] (%s) is posted five times more, 300 seconds apart, always the same, and then lost',
    async (status) => {
      const { pauses, bodies } = await pausesFor(status);
      expect(pauses).toEqual(Array(5).fill(300_000));
      expect(bodies).toEqual(Array(6).fill('{"id": "x"}'));
    },
  );

  it.each([[404], [401], [302]])('[check 29] with %i is not posted again', async (status) => {
    expect(await pausesFor(status)).toEqual({ pauses: [], bodies: ['{"id": "x"}'] });
  });

  it('[check 29] is posted again where no answer comes, after five seconds', async () => {
    expect((await pausesFor('hang', 200)).pauses).toEqual([300_000]);
  });

  it('is posted until it is taken', async () => {
    const { receiver, main } = await openBoth([503, 503, 204]);
    await main.sms(plain);
    await until(
      () => receiver.received.length,
      (count) => count >= 3,
    );
    await pause();
    expect(receiver.received).toHaveLength(3);
  });
});

describe('a clock that is moved on', () => {
  it('brings nearer what waits for its time, and nobody sleeps for it', async () => {
    const hour = { callbackRetrySeconds: 300, deliveryDelayMs: 3_600_000 };
    const { receiver, open } = await openBoth([503, 204], hour);
    const { sandbox } = open;
    const main = open.as('Main live');
    const { body } = await main.sms(plain);
    const status = async () => (await main.get(`/v2/notifications/${body.id}`)).body.status;
    expect([await status(), receiver.received.length]).toEqual(['created', 0]);
    sandbox.letPass(900_000);
    await until(status, (each) => each === 'sending');
    expect(sandbox.nextIn()).toBeGreaterThan(2_600_000);
    sandbox.letPass(2_700_000);
    await until(
      () => sandbox.quiet() && sandbox.nextIn() !== undefined && receiver.received.length,
      (count) => count === 1,
    );
    expect(await status()).toBe('delivered');
    sandbox.letPass(sandbox.nextIn()!);
    await until(
      () => sandbox.quiet() && receiver.received.length,
      (count) => count === 2,
    );
    expect(sandbox.nextIn()).toBeUndefined();
  });
});

describe('a text that comes in', () => {
  it('is called back, and listed', async () => {
    const { receiver, open, main } = await openBoth([200]);
    await open.sandbox.receiveText({ service_id: serviceId('Main'), user_number: '447700900123', content: 'STOP £' });
    const [callback] = receiver.received;
    expect([callback?.path, callback?.headers.authorization]).toEqual(['/texts', 'Bearer token-of-texts']);
    const { body } = await main.get('/v2/received-text-messages');
    const [listed] = body.received_text_messages;
    expect(listed).toMatchObject({ user_number: '447700900123', content: 'STOP £', notify_number: '07700900500' });
    expect(JSON.parse(callback?.text ?? '')).toEqual({
      id: listed.id,
      source_number: '447700900123',
      destination_number: '07700900500',
      message: 'STOP £',
      date_received: listed.created_at,
    });
  });

  it('can be posted to the sandbox by anyone on the machine', async () => {
    const { receiver, open } = await openBoth([200]);
    const body = { service_id: serviceId('Main'), user_number: '447700900123', content: 'WRONG' };
    expect((await open.request('POST', '/_sandbox/received-texts', { body })).status).toBe(201);
    expect(receiver.received).toHaveLength(1);
    const wrong = await open.request('POST', '/_sandbox/received-texts', { body: { service_id: 'x' } });
    expect([wrong.status, wrong.body.message]).toEqual([400, expect.stringContaining('user_number')]);
  });
});

describe('a sandbox that is started again from its state', () => {
  it('knows its messages, ends those that were under way, and posts the receipts that were not taken', async () => {
    const { receiver, open, main } = await openBoth([500, 200], { callbackRetrySeconds: 3600 });
    const ended = (await main.sms({ ...plain, reference: 'ended' })).body.id;
    await until(
      () => receiver.received.length,
      (count) => count === 1,
    );
    const slow = await openSandbox({ world: testWorld(), deliveryDelayMs: 3_600_000 });
    closing.push(() => slow.sandbox.close());
    const underWay = (await slow.as('Main live').sms(plain)).body.id;

    const world = testWorld({ callbackUrl: receiver.url });
    const again = await openSandbox({ world, state: JSON.parse(JSON.stringify(open.sandbox.state())) });
    const other = await openSandbox({ world, state: JSON.parse(JSON.stringify(slow.sandbox.state())) });
    closing.push(
      () => again.sandbox.close(),
      () => other.sandbox.close(),
    );

    expect((await again.as('Main test').get('/v2/notifications?reference=ended')).body.notifications[0].id).toBe(ended);
    await until(
      () => receiver.received.map((each) => JSON.parse(each.text).id),
      (ids) => ids.filter((id) => id === ended).length === 2 && ids.includes(underWay),
    );
    expect(other.sandbox.messages()).toMatchObject([{ sequence: 1, id: underWay, status: 'delivered' }]);
  });
});
