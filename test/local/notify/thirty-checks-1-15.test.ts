// The first fifteen of the thirty checks by which a sandbox of GOV.UK Notify is told from the real server: tokens, the
// form of a request, texts. Each is named by its number; finer tests of the same rules stand beside them by topic.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Json, type Open, openSandbox, seconds, token } from './client.ts';
import { serviceId, templateId } from './world.ts';

let open: Open;
beforeAll(async () => {
  open = await openSandbox();
});
afterAll(() => open.sandbox.close());

const test = () => open.as('Main test');
const live = () => open.as('Main live');
const text = (more: object = {}) => ({
  ...{ phone_number: '07900900123', template_id: templateId('code') },
  personalisation: { name: 'Ann', code: '1' },
  ...more,
});
const any = (body: unknown) => ({ ...text(), template_id: templateId('any'), personalisation: { body } });
const listWith = (...of: Parameters<typeof token>) =>
  open.request('GET', '/v2/notifications', { authorization: `Bearer ${token(...of)}` });
const refusedFor = async (body: unknown) => {
  const reply = await test().post('/v2/notifications/sms', body);
  return [reply.status, ...errorsOf(reply)];
};

describe('check 1: no token', () => {
  it('is 401', async () => {
    const reply = await open.request('GET', '/v2/notifications');
    expect([reply.status, ...errorsOf(reply)]).toEqual([
      401,
      'AuthError: Unauthorized: authentication token must be provided',
    ]);
  });
});

describe('check 2: the clock of a token', () => {
  it.each([
    [-32, 403],
    [40, 403],
    [-28, 200],
    [27, 200],
  ])('%i s from now: %i', async (offset, status) => {
    const reply = await listWith('Main test', { claims: { iat: seconds() + offset } });
    expect(reply.status).toBe(status);
    const message = 'AuthError: Error: Your system clock must be accurate to within 30 seconds';
    if (status === 403) expect(errorsOf(reply)).toEqual([message]);
  });
});

describe('check 3: tokens that will not do', () => {
  const unknown = '00000001-1111-4222-8333-000000000001';
  it.each([
    ['another secret', 'API key not found', 'Main test', { secret: 'another' }],
    ['no iat', 'API key not found', 'Main test', { claims: { iat: undefined } }],
    ['HS512', 'algorithm used is not HS256', 'Main test', { alg: 'HS512' }],
    ['an iss that is no UUID', 'service id is not the right data type', 'Main test', { claims: { iss: 'foo' } }],
    ['an unknown service', 'service not found', 'Main test', { claims: { iss: unknown } }],
    ['a revoked key', 'API key revoked', 'Main revoked', {}],
  ])('%s', async (_, message, key, options) => {
    const reply = await listWith(key, options);
    expect([reply.status, ...errorsOf(reply)]).toEqual([403, `AuthError: Invalid token: ${message}`]);
  });
});

describe('check 4: a text', () => {
  it('is answered with the keys of the real server and can be read at once', async () => {
    const { status, body } = await test().sms(text({ reference: 'check 4' }));
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(['content', 'id', 'reference', 'scheduled_for', 'template', 'uri']);
    expect(Object.keys(body.content).sort()).toEqual(['body', 'from_number']);
    expect(Object.keys(body.template).sort()).toEqual(['id', 'uri', 'version']);
    expect(body.scheduled_for).toBeNull();
    expect(body.uri).toBe(`${open.sandbox.url}/v2/notifications/${body.id}`);
    expect(body.template.uri).toContain(`/services/${serviceId('Main')}/templates/`);
    const read = await test().get(`/v2/notifications/${body.id}`);
    expect([read.status, read.body.reference]).toEqual([200, 'check 4']);
    expect(['created', 'sending', 'delivered']).toContain(read.body.status);
  });
});

describe('check 5: keys of two kinds', () => {
  it('list their own messages, and read each by its id', async () => {
    const { id } = (await test().sms(text({ reference: 'check 5' }))).body;
    const found = async (key: ReturnType<typeof test>) =>
      (await key.get('/v2/notifications?reference=check%205')).body.notifications.map((each: Json) => each.id);
    expect(await found(test())).toEqual([id]);
    expect(await found(live())).toEqual([]);
    expect((await live().get(`/v2/notifications/${id}`)).status).toBe(200);
  });
});

describe('check 6: one reference twice', () => {
  it('is two messages, newest first, found by exactly this reference', async () => {
    const first = (await test().sms(text({ reference: 'Check6' }))).body.id;
    const second = (await test().sms(text({ reference: 'Check6' }))).body.id;
    const found = async (reference: string) =>
      (await test().get(`/v2/notifications?reference=${reference}`)).body.notifications.map((each: Json) => each.id);
    expect(await found('Check6')).toEqual([second, first]);
    expect([await found('check6'), await found('Check')]).toEqual([[], []]);
  });
});

describe('check 7: personalisation', () => {
  it('that is missing or null is named; an empty one is not; names match loosely', async () => {
    const missing = 'BadRequestError: Missing personalisation: ';
    expect(await refusedFor(text({ personalisation: {} }))).toEqual([400, `${missing}name, code`]);
    expect(await refusedFor(text({ personalisation: { name: 'Ann', code: null } }))).toEqual([400, `${missing}code`]);
    expect((await test().sms(text({ personalisation: { name: '', code: '' } }))).status).toBe(201);
    expect((await test().sms(text({ personalisation: { 'N_a-m e': 'Ann', CODE: '1' } }))).status).toBe(201);
  });
});

describe('check 8: bodies that are none', () => {
  it('are refused in one answer', async () => {
    const required = ['phone_number', 'template_id'].map((field) => `ValidationError: ${field} is a required property`);
    expect(await refusedFor({})).toEqual([400, ...required]);
    const noJson = [400, 'BadRequestError: Invalid JSON supplied in POST data'];
    expect(await refusedFor('{')).toEqual(noJson);
    expect(await refusedFor(undefined)).toEqual(noJson);
  });

  it('need no content type', async () => {
    const body = new TextEncoder().encode(JSON.stringify(text()));
    expect((await test().post('/v2/notifications/sms', body)).status).toBe(201);
  });
});

describe('check 9: unknown properties', () => {
  it('are named in alphabetical order', async () => {
    const refused = (names: string) => [
      400,
      `ValidationError: Additional properties are not allowed (${names} unexpected)`,
    ];
    expect(await refusedFor(text({ foo: 1 }))).toEqual(refused('foo was'));
    expect(await refusedFor(text({ foo: 1, bar: 2 }))).toEqual(refused('bar, foo were'));
  });
});

describe('check 10: references', () => {
  it('may have 1000 characters, and must be texts', async () => {
    expect((await test().sms(text({ reference: 'x'.repeat(1000) }))).status).toBe(201);
    expect((await refusedFor(text({ reference: 'x'.repeat(1001) }))).at(-1)).toMatch(
      /^ValidationError: reference x+ is too long$/,
    );
    expect(await refusedFor(text({ reference: null }))).toEqual([
      400,
      'ValidationError: reference None is not of type string',
    ]);
  });
});

describe('check 11: templates that will not do', () => {
  it.each([
    ['no UUID', 'x', 'ValidationError: template_id is not a valid UUID'],
    ['unknown', templateId('unknown'), 'BadRequestError: Template not found'],
    ['archived', templateId('gone'), 'BadRequestError: Template has been deleted'],
    ['of an email', templateId('mail'), 'BadRequestError: email template is not suitable for sms notification'],
  ])('%s', async (_, template_id, message) => {
    expect(await refusedFor(text({ template_id }))).toEqual([400, message]);
  });
});

describe('check 12: numbers', () => {
  it.each([
    ['', 'ValidationError: phone_number Not enough digits'],
    ['abc', 'ValidationError: phone_number Must not contain letters or symbols'],
    ['0790*900123', 'ValidationError: phone_number Must not contain letters or symbols'],
    ['08515111111', 'ValidationError: phone_number Number is not valid – double check the phone number you entered'],
    ['01179460860', 'InvalidPhoneError: Not a UK mobile number'],
  ])('%j is refused', async (phone_number, message) => {
    expect(await refusedFor(text({ phone_number }))).toEqual([400, message]);
  });

  it.each(['7900900123', '+4407900900123'])('%j is taken', async (phone_number) => {
    expect((await test().sms(text({ phone_number }))).status).toBe(201);
  });
});

describe('check 13: numbers abroad', () => {
  it('need a permission of the service', async () => {
    const abroad = { phone_number: '+33612345678', template_id: templateId('UK only plain') };
    expect(errorsOf(await open.as('UK only test').sms(abroad))).toEqual([
      'BadRequestError: Cannot send to international mobile numbers',
    ]);
  });
});

describe('check 14: the length of a text', () => {
  it('is at most 918 characters, and is counted in fragments', async () => {
    const long = await test().sms(any('a'.repeat(918)));
    const two = await test().sms(any('a'.repeat(161)));
    expect(await refusedFor(any('a'.repeat(919)))).toEqual([
      400,
      'BadRequestError: Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 characters long.',
    ]);
    const fragments = async (id: string) =>
      (await test().get(`/v2/notifications/${id}`)).body.cost_details.billable_sms_fragments;
    await expect.poll(() => fragments(long.body.id)).toBe(6);
    await expect.poll(() => fragments(two.body.id)).toBe(2);
  });
});

describe('check 15: the words of a text', () => {
  it('are cleaned, and lists are spoken', async () => {
    expect((await test().sms(any('“q” – 😀  x ,'))).body.content.body).toBe('"q" - ? x,');
    expect((await test().sms(any(['a', 'b', 'c']))).body.content.body).toBe('a, b and c');
  });
});
