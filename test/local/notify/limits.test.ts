import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorsOf, type Open, openSandbox, type Reply } from './client.ts';
import { templateId } from './world.ts';

let open: Open;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 5, 1, 23, 0, 0);
  open = await openSandbox({ now: () => new Date(now) });
});
afterEach(() => open.sandbox.close());

const sms = (key: string, more: object = {}) => {
  const service = key.replace(/ \w+$/, '');
  const template_id = templateId(service === 'Main' ? 'plain' : `${service} plain`);
  return open.as(key).sms({ phone_number: '07900900123', template_id, ...more });
};
const statuses = async (count: number, send: () => Promise<Reply>): Promise<number[]> => {
  const seen: number[] = [];
  for (let each = 0; each < count; each++) seen.push((await send()).status);
  return seen;
};
const times = (count: number, status: number) => Array(count).fill(status);

describe('the token bucket of 30 a minute', () => {
  it('[check 24] admits ten at once, faulty ones included, and refuses the eleventh whatever it says', async () => {
    expect(await statuses(5, () => sms('Slow test'))).toEqual(times(5, 201));
    expect(await statuses(5, () => open.as('Slow test').sms({}))).toEqual(times(5, 400));
    const refused = await open.as('Slow test').post('/v2/notifications/email', '{');
    expect([refused.status, errorsOf(refused)]).toEqual([
      429,
      ['RateLimitError: Exceeded rate limit for key type TEST of 30 requests per 60 seconds'],
    ]);
    expect(refused.headers.get('retry-after')).toBeNull();
  });

  it('[check 24] is one for each kind of key, and reading is free', async () => {
    await statuses(11, () => sms('Slow test'));
    expect((await sms('Slow live')).status).toBe(201);
    expect((await open.as('Slow test').get('/v2/notifications')).status).toBe(200);
  });

  it('[check 24] locks out a sender that keeps asking faster than it fills, and admits it again once it slows down', async () => {
    await statuses(11, () => sms('Slow test'));
    const each = (seconds: number) => () => {
      now += seconds * 1000;
      return sms('Slow test');
    };
    expect(await statuses(14, each(1))).toEqual(times(14, 429));
    expect(await statuses(6, each(4.2))).toEqual(times(6, 201));
  });

  it('spends two tokens on a templated letter', async () => {
    const personalisation = { address_line_1: 'Ann', address_line_2: '1 St', postcode: 'SW1A 1AA', ref: 'x' };
    const letter = () => open.as('Slow test').letter({ template_id: templateId('Slow letter'), personalisation });
    expect(await statuses(6, letter)).toEqual([...times(5, 201), 429]);
  });
});

describe('the daily limit of three', () => {
  it('[check 25] counts what was stored with live and team keys, and starts again at midnight UTC', async () => {
    expect((await sms('Few live', { phone_number: 'x' })).status).toBe(400);
    expect((await sms('Few live', { phone_number: '07700900000' })).status).toBe(201);
    expect(await statuses(2, () => sms('Few live'))).toEqual([201, 201]);
    expect((await sms('Few team', { phone_number: '07700900777' })).status).toBe(201);
    const refused = await sms('Few live');
    expect([refused.status, errorsOf(refused)]).toEqual([
      429,
      ['TooManyRequestsError: Exceeded send limits (sms: 3) for today'],
    ]);
    expect(await statuses(4, () => sms('Few test'))).toEqual(times(4, 201));
    const email = { email_address: 'a@example.com', template_id: templateId('Few plain mail') };
    expect((await open.as('Few live').email(email)).status).toBe(201);
    now += 59 * 60_000;
    expect((await sms('Few live')).status).toBe(429);
    now += 60_000;
    expect((await sms('Few live')).status).toBe(201);
  });

  it('counts texts abroad once more', async () => {
    const abroad = () => sms('Main live', { phone_number: '+33612345678' });
    expect(await statuses(2, abroad)).toEqual([201, 201]);
    expect(errorsOf(await abroad())).toEqual([
      'TooManyRequestsError: Exceeded send limits (international_sms: 2) for today',
    ]);
    expect((await sms('Main live')).status).toBe(201);
  });
});

it('stamps are of the sandbox clock, and never the same twice', async () => {
  const ids = [(await sms('Main test')).body.id, (await sms('Main test')).body.id];
  const stamps = open.sandbox.messages().map((each) => each.created_at);
  expect(ids).toEqual(open.sandbox.messages().map((each) => each.id));
  expect(stamps[0]).toMatch(/^2026-06-01T23:00:00\.0000\d\dZ$/);
  expect((stamps[0] ?? '') < (stamps[1] ?? '')).toBe(true);
});
