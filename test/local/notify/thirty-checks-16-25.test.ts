// Ten more of the thirty checks by which a sandbox of GOV.UK Notify is told from the real server: emails, times,
// recipients and limits. Each is named by its number.
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../infra/local/notify/server.ts';
import { errorsOf, openReceiver, openSandbox, type Reply, until } from './client.ts';
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
async function openWithReceiver(...statuses: Parameters<typeof openReceiver>) {
  const receiver = await openReceiver(...statuses);
  closing.push(receiver.close);
  return { receiver, ...(await open({ world: testWorld({ callbackUrl: receiver.url }), callbackRetrySeconds: 0.01 })) };
}

const text = (more: object = {}) => ({ phone_number: '07900900123', template_id: templateId('plain'), ...more });
const mail = (more: object = {}) => ({
  ...{ email_address: 'ann@example.com', template_id: templateId('mail') },
  personalisation: { name: 'Ann', urgent: 'yes', items: ['a', '', null, 'b'] },
  ...more,
});
const statuses = async (count: number, send: () => Promise<Reply>): Promise<number[]> => {
  const seen: number[] = [];
  for (let each = 0; each < count; each++) seen.push((await send()).status);
  return seen;
};
const times = (count: number, status: number): number[] => Array(count).fill(status);
const told = (reply: Reply) => [reply.status, ...errorsOf(reply)];

describe('check 16: an email', () => {
  it('is answered with its content, and lists become bullets', async () => {
    const { status, body } = await (await open()).test.email(mail());
    expect([status, body.sanitised_content]).toEqual([201, {}]);
    expect(body.content).toEqual({
      ...{ from_email: 'main@notify.example', subject: 'Subj Ann', one_click_unsubscribe_url: null },
      body: 'Hi Ann\n\nPlease hurry\n\nItems: \n\n* a\n* b\n\nend',
    });
  });
});

describe('check 17: conditional words', () => {
  it.each([
    ...['yes', 'Y', 'true', 1, 'include', 'show', true].map((value) => [value, true] as const),
    ...['no', 'on', 'Yes ', 0, '', []].map((value) => [value, false] as const),
  ])('%j: %s', async (urgent, isShown) => {
    const { body } = await (await open()).test.email(mail({ personalisation: { name: 'Ann', urgent, items: 'x' } }));
    expect(body.content.body.includes('Please hurry')).toBe(isShown);
  });

  it('need a value', async () => {
    const reply = await (await open()).test.email(mail({ personalisation: { name: 'Ann', items: 'x' } }));
    expect(told(reply)).toEqual([400, 'BadRequestError: Missing personalisation: urgent']);
  });
});

describe('check 18: the address to unsubscribe at', () => {
  it('is https in small letters, and is given back', async () => {
    const { test } = await open();
    for (const one_click_unsubscribe_url of ['http://x.example', 'HTTPS://x.example', null]) {
      const message = 'ValidationError: one_click_unsubscribe_url is not a valid https url';
      expect(told(await test.email(mail({ one_click_unsubscribe_url })))).toEqual([400, message]);
    }
    const one_click_unsubscribe_url = 'https://x.example/u';
    const { body } = await test.email(mail({ one_click_unsubscribe_url }));
    expect(body.content).toMatchObject({ one_click_unsubscribe_url });
    expect((await test.get(`/v2/notifications/${body.id}`)).body).toMatchObject({ one_click_unsubscribe_url });
  });
});

describe('check 19: values of strangers', () => {
  it('lose their links, and it is told', async () => {
    const name = '[here](https://evil.example)';
    const personalisation = { name, urgent: 'no', items: 'x' };
    const { body } = await (await open()).test.email(mail({ personalisation, sanitise_content_for: ['name'] }));
    expect(body.sanitised_content).toEqual({ name: { unsanitised: name, sanitised: '\\[here\\]\\(\\)' } });
    expect(body.content.body).toContain('Hi \\[here\\]\\(\\)');
  });
});

describe('check 20: a time to send at', () => {
  it('is checked, and the message goes at once', async () => {
    const { test } = await open();
    const ahead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const { status, body } = await test.sms(text({ scheduled_for: ahead(1) }));
    expect([status, body.scheduled_for]).toEqual([201, null]);
    await until(
      async () => (await test.get(`/v2/notifications/${body.id}`)).body.status,
      (seen) => seen === 'delivered',
    );
    const wrong = async (scheduled_for: string) => errorsOf(await test.sms(text({ scheduled_for })))[0];
    expect(await wrong(ahead(-1))).toBe('ValidationError: scheduled_for datetime can not be in the past');
    expect(await wrong(ahead(25))).toBe('ValidationError: scheduled_for datetime can only be 24 hours in the future');
    expect(await wrong('soon')).toMatch(
      /^ValidationError: scheduled_for datetime format is invalid\. It must be a valid/,
    );
  });
});

describe('check 21: numbers for smoke tests', () => {
  it('are answered, and nothing comes of them', async () => {
    const { receiver, test, as } = await openWithReceiver(200);
    const smoke = text({ phone_number: '07700900000', reference: 'smoke' });
    const { status, body } = await test.sms(smoke);
    expect(status).toBe(201);
    expect(told(await test.get(`/v2/notifications/${body.id}`))).toEqual([404, 'NoResultFound: No result found']);
    expect((await test.get('/v2/notifications?reference=smoke')).body.notifications).toEqual([]);
    expect(told(await as('Main team').sms(smoke))).toEqual([
      400,
      'BadRequestError: Can’t send to this recipient using a team-only API key',
    ]);
    // A later message has its receipt: one for the smoke test would be here by now.
    const later = (await test.sms(text())).body.id;
    await until(
      () => receiver.received,
      (received) => received.some((each) => each.text.includes(later)),
    );
    expect(receiver.received.filter((each) => each.text.includes(body.id))).toEqual([]);
  });
});

describe('check 22: recipients that a test key knows', () => {
  it('end as they are meant to, with one receipt each', async () => {
    const { receiver, test } = await openWithReceiver(200);
    const cases = [
      ['07700900003', 'temporary-failure'],
      ['07700900002', 'permanent-failure'],
      ['07900900123', 'delivered'],
      ['07700 900 003', 'delivered'],
      ['Perm-Fail@simulator.notify', 'delivered'],
    ] as const;
    for (const [to, status] of cases) {
      const email = { email_address: to, template_id: templateId('plain mail') };
      const { body } = to.includes('@') ? await test.email(email) : await test.sms(text({ phone_number: to }));
      const seen = await until(
        async () => (await test.get(`/v2/notifications/${body.id}`)).body,
        (message) => message.status === status,
      );
      expect(seen.completed_at).toEqual(expect.any(String));
      const receipts = () => receiver.received.filter((each) => each.text.includes(body.id));
      await until(receipts, (found) => found.length > 0);
      expect(receipts()).toHaveLength(1);
    }
  });
});

describe('check 23: a number in the United States', () => {
  it('stays sent, is completed, and has no receipt', async () => {
    const { receiver, test } = await openWithReceiver(200);
    const { id } = (await test.sms(text({ phone_number: '+12025550123' }))).body;
    const seen = await until(
      async () => (await test.get(`/v2/notifications/${id}`)).body,
      (message) => message.status === 'sent',
    );
    expect(seen.completed_at).toEqual(expect.any(String));
    const later = (await test.sms(text())).body.id;
    await until(
      () => receiver.received,
      (received) => received.some((each) => each.text.includes(later)),
    );
    expect(receiver.received.filter((each) => each.text.includes(id))).toEqual([]);
    expect((await test.get(`/v2/notifications/${id}`)).body.status).toBe('sent');
  });
});

describe('check 24: the token bucket of 30 a minute', () => {
  it('admits ten, locks out who hammers, and admits who slows down', async () => {
    let now = Date.UTC(2026, 5, 1, 12);
    const { as } = await open({ now: () => new Date(now) });
    const slow = as('Slow test');
    const send = (key = slow) => key.sms(text({ template_id: templateId('Slow plain') }));
    expect(await statuses(9, send)).toEqual(times(9, 201));
    expect((await slow.sms({})).status).toBe(400);
    const refused = await send();
    expect(told(refused)).toEqual([
      429,
      'RateLimitError: Exceeded rate limit for key type TEST of 30 requests per 60 seconds',
    ]);
    expect(refused.headers.get('retry-after')).toBeNull();
    expect((await slow.sms({})).status).toBe(429);
    expect((await send(as('Slow live'))).status).toBe(201);
    expect((await slow.get('/v2/notifications')).status).toBe(200);
    const sent = (seconds: number) => () => {
      now += seconds * 1000;
      return send();
    };
    expect(await statuses(14, sent(1))).toEqual(times(14, 429));
    expect(await statuses(6, sent(4.2))).toEqual(times(6, 201));
  });
});

describe('check 25: the daily limit of three', () => {
  it('counts what is stored with live and team keys, until midnight UTC', async () => {
    let now = Date.UTC(2026, 5, 1, 23, 59);
    const { as } = await open({ now: () => new Date(now) });
    const send = (more: object = {}, key = 'Few live') =>
      as(key).sms(text({ template_id: templateId('Few plain'), ...more }));
    expect((await send({ phone_number: 'x' })).status).toBe(400);
    expect((await send({ phone_number: '07700900000' })).status).toBe(201);
    expect(await statuses(3, send)).toEqual(times(3, 201));
    expect(told(await send())).toEqual([429, 'TooManyRequestsError: Exceeded send limits (sms: 3) for today']);
    expect((await send({}, 'Few test')).status).toBe(201);
    const email = { email_address: 'a@example.com', template_id: templateId('Few plain mail') };
    expect((await as('Few live').email(email)).status).toBe(201);
    now += 60_000;
    expect((await send()).status).toBe(201);
  });
});
