import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidFrom } from '../../../infra/local/notify/forms/uuid.ts';
import { errorsOf, type Json, type Open, openSandbox, until } from './client.ts';
import { serviceId, templateId } from './world.ts';

let open: Open;
beforeAll(async () => {
  open = await openSandbox();
});
afterAll(() => open.sandbox.close());

const PHONE = '07900900123';
const FILLED = { name: 'Ann', code: '1' };
const text = (more: object = {}) => ({
  phone_number: PHONE,
  template_id: templateId('code'),
  personalisation: FILLED,
  ...more,
});
const any = (body: unknown) => ({ phone_number: PHONE, template_id: templateId('any'), personalisation: { body } });
const main = () => open.as('Main test');

describe('a text', () => {
  it('[check 4] is answered with exactly the keys of the real server', async () => {
    const { status, body } = await main().sms(text({ reference: 'r1' }));
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      reference: 'r1',
      content: { body: 'Hello Ann, code 1', from_number: '447700900500' },
      uri: `${open.sandbox.url}/v2/notifications/${body.id}`,
      template: {
        id: templateId('code'),
        version: 1,
        uri: `${open.sandbox.url}/services/${serviceId('Main')}/templates/${templateId('code')}`,
      },
      scheduled_for: null,
    });
  });

  it('[check 4] [check 5] can be read as soon as it is answered, by id with any key and by reference with its own kind', async () => {
    const { body } = await main().sms(text({ reference: 'R 2' }));
    const read = (await main().get(`/v2/notifications/${body.id}`)).body;
    expect(read.reference).toBe('R 2');
    expect(['created', 'sending', 'delivered']).toContain(read.status);
    expect((await open.as('Main live').get(`/v2/notifications/${body.id}`)).status).toBe(200);
    const ids = async (key: string, reference: string) =>
      (await open.as(key).get(`/v2/notifications?reference=${encodeURIComponent(reference)}`)).body.notifications.map(
        (each: Json) => each.id,
      );
    expect(await ids('Main test', 'R 2')).toEqual([body.id]);
    expect(await ids('Main live', 'R 2')).toEqual([]);
    expect(await ids('Main test', 'r 2')).toEqual([]);
    expect(await ids('Main test', 'R')).toEqual([]);
    expect(await ids('Trial test', 'R 2')).toEqual([]);
  });

  it('[check 6] with a reference that was used before is another text, listed first', async () => {
    const first = await main().sms(text({ reference: 'twice' }));
    const second = await main().sms(text({ reference: 'twice' }));
    const { body } = await main().get('/v2/notifications?reference=twice');
    expect(body.notifications.map((each: Json) => each.id)).toEqual([second.body.id, first.body.id]);
  });
});

describe('the form of a body is checked, and every fault is named', () => {
  const REQUIRED = ['phone_number', 'template_id'].map((field) => `ValidationError: ${field} is a required property`);
  const cases: [string, unknown, string[]][] = [
    ['[check 8] an empty object', {}, REQUIRED],
    ['an empty list', [], REQUIRED],
    ['[check 8] no JSON', '{', ['BadRequestError: Invalid JSON supplied in POST data']],
    ['[check 8] nothing', undefined, ['BadRequestError: Invalid JSON supplied in POST data']],
    ['a list', ['a'], ['ValidationError: [a] is not of type object']],
    [
      '[check 9] an unknown field',
      text({ foo: 1 }),
      ['ValidationError: Additional properties are not allowed (foo was unexpected)'],
    ],
    [
      '[check 9] two unknown fields',
      text({ foo: 1, bar: 2 }),
      ['ValidationError: Additional properties are not allowed (bar, foo were unexpected)'],
    ],
    ['[check 10] reference null', text({ reference: null }), ['ValidationError: reference None is not of type string']],
    [
      'reference 1.0',
      JSON.stringify(text({ reference: 7 })).replace(':7', ':1.0'),
      ['ValidationError: reference 1.0 is not of type string'],
    ],
    [
      '[check 10] reference too long',
      text({ reference: 'x'.repeat(1001) }),
      [`ValidationError: reference ${'x'.repeat(1001)} is too long`],
    ],
    [
      '[check 11] template_id no UUID',
      text({ template_id: 'x' }),
      ['ValidationError: template_id is not a valid UUID'],
    ],
    [
      'personalisation null',
      text({ personalisation: null }),
      ['ValidationError: personalisation None is not of type object'],
    ],
    [
      '[check 20] scheduled in the past',
      text({ scheduled_for: '2020-01-01T00:00' }),
      ['ValidationError: scheduled_for datetime can not be in the past'],
    ],
    [
      '[check 20] scheduled too far ahead',
      text({ scheduled_for: new Date(Date.now() + 25 * 3600_000).toISOString() }),
      ['ValidationError: scheduled_for datetime can only be 24 hours in the future'],
    ],
  ];
  it.each(cases)('%s', async (_name, body, errors) => {
    const reply = await main().post('/v2/notifications/sms', body);
    expect([reply.status, errorsOf(reply)]).toEqual([400, errors]);
  });

  it('[check 20] a time to send at that is none is told how it must be written', async () => {
    expect(errorsOf(await main().sms(text({ scheduled_for: 'soon' })))).toEqual([
      expect.stringMatching(/^ValidationError: scheduled_for datetime format is invalid\. It must be a valid/),
    ]);
  });

  it('[check 8] a body needs no content type', async () => {
    const body = new TextEncoder().encode(JSON.stringify(text()));
    expect((await main().post('/v2/notifications/sms', body)).status).toBe(201);
  });

  it('[check 10] a reference of 1000 characters is taken', async () => {
    expect((await main().sms(text({ reference: 'x'.repeat(1000) }))).status).toBe(201);
  });

  it('[check 20] a time to send at is taken, and not kept to', async () => {
    const { status, body } = await main().sms(text({ scheduled_for: new Date(Date.now() + 3600_000).toISOString() }));
    expect([status, body.scheduled_for]).toEqual([201, null]);
    await until(
      async () => (await main().get(`/v2/notifications/${body.id}`)).body.status,
      (seen) => seen === 'delivered',
    );
  });
});

describe('the template', () => {
  it.each([
    ['[check 11] unknown', 'unknown', 'Template not found'],
    ["another service's", 'Trial code', 'Template not found'],
    ['[check 11] archived', 'gone', 'Template has been deleted'],
    ['[check 11] of another kind', 'plain mail', 'email template is not suitable for sms notification'],
  ])('%s is refused', async (_name, template, message) => {
    const reply = await main().sms(text({ template_id: templateId(template) }));
    expect([reply.status, errorsOf(reply)]).toEqual([400, [`BadRequestError: ${message}`]]);
  });

  it('whose id is spelt as the database cannot read it answers 404', async () => {
    const reply = await main().sms(text({ template_id: `urn:uuid:${templateId('code')}` }));
    expect([reply.status, errorsOf(reply)]).toEqual([404, ['DataError: No result found']]);
  });
});

describe('personalisation', () => {
  it('[check 7] that is missing or null is named, an empty string is not', async () => {
    expect(errorsOf(await main().sms(text({ personalisation: {} })))).toEqual([
      'BadRequestError: Missing personalisation: name, code',
    ]);
    expect(errorsOf(await main().sms(text({ personalisation: { name: null, code: '' } })))).toEqual([
      'BadRequestError: Missing personalisation: name',
    ]);
    expect((await main().sms(text({ personalisation: { name: '', code: '' } }))).status).toBe(201);
  });

  it('[check 7] [check 15] matches names ignoring case, spaces, dashes and underscores, and prints values as Python does', async () => {
    const { body } = await main().sms(text({ personalisation: { 'N_a-m e': ['a', 'b', 'c'], CODE: true, extra: 1 } }));
    expect(body.content.body).toBe('Hello a, b and c, code True');
  });

  it.each([
    ['yes', true],
    ['Y', true],
    ['true', true],
    [true, true],
    [1, true],
    ['include', true],
    ['show', true],
    ['no', false],
    ['on', false],
    ['Yes ', false],
    [0, false],
    ['', false],
    [[], false],
  ])('[check 17] conditional text with %j is shown: %s', async (urgent, shown) => {
    const { body } = await main().email({
      email_address: 'a@example.com',
      template_id: templateId('mail'),
      personalisation: { name: 'A', urgent, items: 'x' },
    });
    expect(body.content.body.includes('Please hurry')).toBe(shown);
  });
});

describe('the length of a text', () => {
  it('[check 14] may be 918 characters, which are six fragments', async () => {
    const { status, body } = await main().sms(any('a'.repeat(918)));
    expect([status, open.sandbox.messages().find((each) => each.id === body.id)?.fragments]).toEqual([201, 6]);
  });

  it('[check 14] may not be 919', async () => {
    expect(errorsOf(await main().sms(any('a'.repeat(919))))).toEqual([
      'BadRequestError: Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 characters long.',
    ]);
  });

  it('may not be nothing', async () => {
    expect(errorsOf(await main().sms(any(' ')))).toEqual(['BadRequestError: Your message is empty.']);
  });
});

describe('senders', () => {
  it('are numbers with country code, or names', async () => {
    const { body } = await main().sms(text({ sms_sender_id: uuidFrom('other sender Main') }));
    expect(body.content.from_number).toBe('Council');
  });

  it('that are archived are refused', async () => {
    const id = uuidFrom('old sender Main');
    expect(errorsOf(await main().sms(text({ sms_sender_id: id })))).toEqual([
      `BadRequestError: sms_sender_id ${id} does not exist in database for service id ${serviceId('Main')}`,
    ]);
  });
});

it('a channel that the service lacks is refused after the form of the body', async () => {
  const emailOnly = open.as('Email only test');
  expect(errorsOf(await emailOnly.sms({ phone_number: PHONE }))).toEqual([
    'ValidationError: template_id is a required property',
  ]);
  expect(errorsOf(await emailOnly.sms({ phone_number: PHONE, template_id: templateId('Email only plain') }))).toEqual([
    'BadRequestError: Service is not allowed to send text messages',
  ]);
});

it('an unknown kind of message breaks the real server, and this one', async () => {
  const reply = await main().post('/v2/notifications/fax', {});
  expect([reply.status, errorsOf(reply)]).toEqual([500, ['KeyError: Internal server error']]);
});

it('a text of a service with a prefix reaches the phone with it, and is answered without', async () => {
  const { body } = await open.as('UK only test').sms({ phone_number: PHONE, template_id: templateId('UK only plain') });
  expect(body.content.body).toBe('Plain text');
  expect(open.sandbox.messages().at(-1)?.body).toBe('UK only: Plain text');
});

it('bodies of any bytes and any depth are refused in good time', async () => {
  const deep = `{"personalisation":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  expect((await main().post('/v2/notifications/sms', deep)).status).toBeGreaterThanOrEqual(400);
  expect((await main().post('/v2/notifications/sms', Buffer.from([0xff, 0xfe, 0x7b]))).status).toBe(400);
  expect((await main().post('/v2/notifications/sms', 'x'.repeat(17 * 1024 * 1024))).status).toBe(413);
  expect((await main().sms(text())).status).toBe(201);
});
