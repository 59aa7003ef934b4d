import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Json, type Open, openSandbox } from './client.ts';
import { serviceId, templateId, testWorld } from './world.ts';

let open: Open;
beforeAll(async () => {
  open = await openSandbox({ world: testWorld({ pageSize: 3 }) });
  for (let each = 1; each <= 4; each++) {
    await open
      .as('Main test')
      .sms({ phone_number: '07900900123', template_id: templateId('plain'), reference: `r${each}` });
  }
});
afterAll(() => open.sandbox.close());

const main = () => open.as('Main test');
const references = (body: Json) => body.notifications.map((each: Json) => each.reference);

describe('the list of notifications', () => {
  it('[check 26] comes in pages, newest first, until one is empty', async () => {
    const first = (await main().get('/v2/notifications')).body;
    expect(references(first)).toEqual(['r4', 'r3', 'r2']);
    const second = (await main().get(first.links.next.slice(open.sandbox.url.length))).body;
    expect(references(second)).toEqual(['r1']);
    const third = (await main().get(second.links.next.slice(open.sandbox.url.length))).body;
    expect(third).toEqual({ notifications: [], links: { current: second.links.next } });
  });

  it('[check 26] takes a status more than once, and spells the filters out in its links', async () => {
    const query = '?template_type=sms&status=delivered&status=sending&reference=r1';
    const { body } = await main().get(`/v2/notifications${query}`);
    expect(body.links.current).toBe(
      `${open.sandbox.url}/v2/notifications?template_type=sms&status=delivered&status=sending&reference=r1`,
    );
    const every = await main().get('/v2/notifications?status=created&status=sending&status=delivered&reference=r1');
    expect([every.status, references(every.body)]).toEqual([200, ['r1']]);
  });

  it.each([
    ['status=delivered,sending', /^ValidationError: status delivered,sending is not one of \[cancelled, created, /],
    ['page=1', /^ValidationError: Additional properties are not allowed \(page was unexpected\)$/],
    ['template_type=fax', /^ValidationError: template_type fax is not one of \[sms, email, letter\]$/],
    ['older_than=foo', /^ValidationError: older_than is not a valid UUID$/],
    ['include_jobs=1', /^ValidationError: include_jobs 1 is not one of \[true, True\]$/],
  ])('[check 26] refuses %s', async (query, error) => {
    const reply = await main().get(`/v2/notifications?${query}`);
    expect(reply.status).toBe(400);
    expect(errorsOf(reply)[0]).toMatch(error);
  });

  it('[check 26] is empty after an unknown cursor', async () => {
    const { body } = await main().get('/v2/notifications?older_than=00000015-1111-4222-8333-000000000015');
    expect(body.notifications).toEqual([]);
  });
});

describe('one notification', () => {
  it.each([
    ['foo', 400, 'ValidationError: notification_id is not a valid UUID'],
    ['00000011-1111-4222-8333-000000000011', 404, 'NoResultFound: No result found'],
    ['urn:uuid:00000011-1111-4222-8333-000000000011', 404, 'DataError: No result found'],
  ])('[check 27] %s: %i', async (id, status, error) => {
    const reply = await main().get(`/v2/notifications/${id}`);
    expect([reply.status, errorsOf(reply)]).toEqual([status, [error]]);
  });

  it('of another service is not found, and a text has no PDF', async () => {
    const { id } = open.sandbox.messages()[0] ?? { id: '' };
    expect((await open.as('Trial test').get(`/v2/notifications/${id}`)).status).toBe(404);
    expect(errorsOf(await main().get(`/v2/notifications/${id}/pdf`))).toEqual([
      'BadRequestError: Notification is not a letter',
    ]);
  });

  it('that is a letter has a PDF', async () => {
    const personalisation = { address_line_1: 'Ann', address_line_2: '1 St', postcode: 'SW1A 1AA', ref: 'x' };
    const { body } = await open
      .as('UK only test')
      .letter({ template_id: templateId('UK only letter'), personalisation });
    const pdf = await open.as('UK only test').get(`/v2/notifications/${body.id}/pdf`);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(pdf.text.startsWith('%PDF-1.4')).toBe(true);
  });
});

describe('[check 28] templates', () => {
  it('are read by id and version, archived ones too', async () => {
    const code = await main().get(`/v2/template/${templateId('code')}`);
    expect(code.body).toMatchObject({ name: 'code', version: 1, type: 'sms' });
    const now = await main().get(`/v2/template/${templateId('twice')}`);
    expect(now.body).toMatchObject({
      version: 2,
      name: 'twice',
      personalisation: { 'first name': { required: true } },
    });
    const first = await main().get(`/v2/template/${templateId('twice')}/version/1`);
    expect(first.body).toMatchObject({ version: 1, name: 'once', body: 'First', personalisation: {} });
    expect((await main().get(`/v2/template/${templateId('twice')}/version/3`)).status).toBe(404);
    expect((await main().get(`/v2/template/${templateId('gone')}`)).status).toBe(200);
    expect((await main().get(`/v2/template/${templateId('nowhere')}`)).status).toBe(404);
  });

  it('are listed by name, without archived ones', async () => {
    const { body } = await main().get('/v2/templates?type=sms');
    expect(body.templates.map((each: Json) => each.name)).toEqual(['any', 'code', 'plain', 'twice']);
    const names: string[] = (await main().get('/v2/templates')).body.templates.map((each: Json) => each.name);
    expect(names).toEqual([...names].sort());
    expect(names).not.toContain('gone');
    expect(errorsOf(await main().get('/v2/templates?type=fax'))).toEqual([
      'ValidationError: type fax is not one of [sms, email, letter]',
    ]);
  });

  it('are previewed', async () => {
    const preview = (name: string, body?: unknown) => main().post(`/v2/template/${templateId(name)}/preview`, body);
    expect((await preview('plain')).body).toMatchObject({ body: 'Plain text', html: null });
    expect(errorsOf(await preview('code', {}))).toEqual(['BadRequestError: Missing personalisation: name, code']);
    const mail = await preview('mail', { personalisation: { name: 'A <b>', urgent: 'no', items: ['x', 'y'] } });
    expect(mail.body.subject).toBe('Subj A <b>');
    expect(mail.body.html).toContain('<ul><li>x</li><li>y</li></ul>');
    expect(mail.body.html).toContain('Hi A &lt;b&gt;');
    const urgent = await preview('mail', { personalisation: { name: 'Ann', urgent: 'yes', items: ['a'] } });
    expect([urgent.body.body, urgent.body.html]).toEqual(Array(2).fill(expect.stringContaining('Please hurry')));
  });
});

describe('received texts', () => {
  it('are listed newest first, in pages, to every key', async () => {
    const { body } = await open.as('Main live').get('/v2/received-text-messages');
    expect(body.received_text_messages.map((each: Json) => each.content)).toEqual(['three', 'two', 'one']);
    expect(body.received_text_messages[0].service_id).toBe(serviceId('Main'));
    const older = await main().get(body.links.next.slice(open.sandbox.url.length));
    expect(older.body).toEqual({
      received_text_messages: [],
      links: { current: `${open.sandbox.url}/v2/received-text-messages` },
    });
  });
});
