import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Open, openReceiver, openSandbox, until } from './client.ts';
import { templateId, testWorld } from './world.ts';

let receiver: Awaited<ReturnType<typeof openReceiver>>;
let open: Open;
beforeAll(async () => {
  receiver = await openReceiver(200);
  open = await openSandbox({ world: testWorld({ callbackUrl: receiver.url }) });
});
afterAll(async () => {
  await open.sandbox.close();
  await receiver.close();
});

const final = (id: string, status: string) =>
  until(
    async () => (await open.as('Main test').get(`/v2/notifications/${id}`)).body,
    (seen) => seen.status === status,
  );
const receiptsOf = (id: string) => receiver.received.filter((each) => each.text.includes(id));

/** Whatever is sent after it is received after it: when the receipt of a later one is here, its own would be too. */
async function noReceiptOf(id: string) {
  const later = await send('Main test', '07900900123');
  await until(
    () => receiptsOf(later),
    (found) => found.length > 0,
  );
  expect(receiptsOf(id)).toEqual([]);
}

async function send(key: string, recipient: string) {
  const email = recipient.includes('@');
  const { body } = email
    ? await open.as(key).email({ email_address: recipient, template_id: templateId('plain mail') })
    : await open.as(key).sms({ phone_number: recipient, template_id: templateId('plain') });
  return body.id as string;
}

describe('messages end by themselves, and one receipt says so', () => {
  it.each([
    ['Main test', '07700900003', 'temporary-failure'],
    ['Main test', '+447700900002', 'permanent-failure'],
    ['Main test', '07700 900 003', 'delivered'],
    ['Main test', '07900900123', 'delivered'],
    ['Main test', '+33612345678', 'delivered'],
    ['Main test', 'temp-fail@simulator.notify', 'temporary-failure'],
    ['Main test', 'perm-fail@simulator.notify', 'permanent-failure'],
    ['Main test', 'Perm-Fail@simulator.notify', 'delivered'],
    ['Main live', '07700900003', 'delivered'],
    ['Main live', 'perm-fail@simulator.notify', 'delivered'],
  ])('[check 22] %s to %s: %s', async (key, recipient, status) => {
    const id = await send(key, recipient);
    const seen = await final(id, status);
    expect([seen.completed_at, seen.sent_at]).toEqual([expect.any(String), expect.any(String)]);
    const [receipt] = await until(
      () => receiptsOf(id),
      (found) => found.length > 0,
    );
    expect(JSON.parse(receipt?.text ?? '')).toMatchObject({ to: recipient, status });
    expect(receiptsOf(id)).toHaveLength(1);
  });

  it('[check 23] but not in countries that return none: those stay sent, at no price', async () => {
    const id = await send('Main test', '+12025550123');
    const seen = await final(id, 'sent');
    expect(seen.completed_at).toEqual(expect.any(String));
    expect(seen.cost_details.billable_sms_fragments).toBe(0);
    await noReceiptOf(id);
    await final(id, 'sent');
  });

  it('and letters without one', async () => {
    const personalisation = { address_line_1: 'Ann', address_line_2: '1 St', postcode: 'SW1A 1AA', ref: 'x' };
    const { body } = await open.as('Main test').letter({ template_id: templateId('letter'), personalisation });
    const seen = await final(body.id, 'received');
    expect([seen.line_1, seen.postcode, seen.postage]).toEqual(['Ann', 'SW1A 1AA', 'second']);
    expect(seen.estimated_delivery).toMatch(/^\d{4}-\d\d-\d\dT1[56]:00:00\.000000Z$/);
    expect(receiptsOf(body.id)).toEqual([]);
  });
});

it('[check 21] numbers for smoke tests are answered, and nothing comes of them', async () => {
  const smoke = { phone_number: '07700 900 000', template_id: templateId('plain'), reference: 'smoke' };
  const { status, body } = await open.as('Main test').sms(smoke);
  expect(status).toBe(201);
  const read = await open.as('Main test').get(`/v2/notifications/${body.id}`);
  expect([read.status, errorsOf(read)]).toEqual([404, ['NoResultFound: No result found']]);
  expect((await open.as('Main test').get('/v2/notifications?reference=smoke')).body.notifications).toEqual([]);
  const team = await open.as('Main team').sms(smoke);
  expect([team.status, errorsOf(team)]).toEqual([
    400,
    ['BadRequestError: Can’t send to this recipient using a team-only API key'],
  ]);
  await noReceiptOf(body.id);
});

it('[check 29] a receipt looks as the real server writes it', async () => {
  const reference = 'the café';
  const { body } = await open
    .as('Main test')
    .sms({ phone_number: ' 07900 900 123', template_id: templateId('plain'), reference });
  const [receipt] = await until(
    () => receiptsOf(body.id),
    (found) => found.length > 0,
  );
  const seen = await final(body.id, 'delivered');
  expect(receipt?.path).toBe('/receipts');
  expect(receipt?.headers).toMatchObject({
    authorization: 'Bearer token-of-receipts',
    'content-type': 'application/json',
    accept: '*/*',
  });
  expect(receipt?.headers['user-agent']).toMatch(/^python-requests\//);
  expect(receipt?.text).toBe(
    `{"id": "${body.id}", "reference": "the caf\\u00e9", "to": "07900 900 123", "status": "delivered", ` +
      `"created_at": "${seen.created_at}", "completed_at": "${seen.completed_at}", "sent_at": "${seen.sent_at}", ` +
      `"notification_type": "sms", "template_id": "${templateId('plain')}", "template_version": 1}`,
  );
});

it('[check 14] a text of 161 characters costs two fragments once it is under way', async () => {
  const { body } = await open.as('Main live').sms({
    phone_number: '07900900123',
    template_id: templateId('any'),
    personalisation: { body: 'a'.repeat(161) },
  });
  const seen = await final(body.id, 'delivered');
  expect(seen.cost_details).toEqual({ billable_sms_fragments: 2, international_rate_multiplier: 1, sms_rate: 0.02 });
  expect(seen.cost_in_pounds).toBeCloseTo(0.04);
});
