import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Deps } from '../../../../functions/intake/receive-notify/deps.ts';
import { keywordOf } from '../../../../functions/intake/receive-notify/keyword.ts';
import { receiveNotify } from '../../../../functions/intake/receive-notify/receive-notify.ts';
import type { RegisterFact } from '../../../../functions/register/register.ts';
import type { ReceiptMessage, ReturnedMessage } from '../../../../functions/shared/notify/receipt.ts';
import { aRequest } from '../../../support/http-request.ts';
import { inMemoryBus } from '../../../support/intake.ts';
import { testKey } from '../../../support/register.ts';

const NOW = Date.parse('2026-09-29T10:00:00Z');

function world() {
  const bus = inMemoryBus();
  const facts: RegisterFact[] = [];
  const receipts: (ReceiptMessage | ReturnedMessage)[] = [];
  const deps: Deps = {
    tokens: async () => ({ callback_token: 'token-of-notify' }),
    track: async (message) => void receipts.push(message),
    register: {
      fact: async (fact) => {
        facts.push(fact);
        return { stored: 'stored', stored_at: NOW };
      },
    },
    publish: bus.publish,
    key: testKey,
    now: () => NOW,
    council: 'stockton',
  };
  const post = (path: string, json: unknown, { token = 'token-of-notify', to = deps, method = 'POST' } = {}) =>
    receiveNotify(
      to,
      aRequest({
        method,
        path,
        authorization: `Bearer ${token}`,
        body: typeof json === 'string' ? json : JSON.stringify(json),
      }),
    );
  return { deps, bus, facts, receipts, post };
}

const receipt = (changes: object = {}) => ({
  id: '740e5834-3a29-46b4-9a6f-16142fde533a',
  reference: `${testKey('record', 'n')}.sms`,
  to: '07700900123',
  status: 'delivered',
  created_at: '2026-09-29T09:58:00.000000Z',
  completed_at: '2026-09-29T09:59:00.000000Z',
  sent_at: '2026-09-29T09:58:10.000000Z',
  notification_type: 'sms',
  template_id: '0b9f9b4f-2a35-4e3b-a0a0-7a4f0a2b5a6e',
  template_version: 1,
  ...changes,
});
const text = (message: string, changes: object = {}) => ({
  id: '54ac8d30-7b2f-4b0c-8a5b-6d5b0cf2a7a1',
  source_number: '447700900123',
  destination_number: '07700900003',
  message,
  date_received: '2026-09-29T09:59:30.000000Z',
  ...changes,
});

describe('the token', () => {
  test.each(['', 'token-of-notif', 'token-of-notify2'])('%j is told 401', async (token) => {
    const { post, receipts } = world();
    expect((await post('/notify/receipts', receipt(), { token })).status).toBe(401);
    expect(receipts).toEqual([]);
  });
});

test('before there is a token Notify is told to come again', async () => {
  const { deps, post } = world();
  const to = { ...deps, tokens: async () => null };
  expect((await post('/notify/receipts', receipt(), { to })).status).toBe(503);
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s is told 405, and what to do', async (method) => {
  const { post, receipts } = world();
  const answer = await post('/notify/receipts', receipt(), { method });
  expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' }, body: { error: 'wrong-method' } });
  expect(receipts).toEqual([]);
});

test('another path is told 404, and where callbacks go', async () => {
  expect(await world().post('/notify', receipt())).toMatchObject({ status: 404, body: { error: 'no-such-path' } });
});

describe('a receipt', () => {
  test('goes to its queue without the address', async () => {
    const { post, receipts } = world();
    expect(await post('/notify/receipts', receipt())).toEqual({ status: 204 });
    expect(receipts).toEqual([
      {
        kind: 'receipt',
        reference: `${testKey('record', 'n')}.sms`,
        notify_id: '740e5834-3a29-46b4-9a6f-16142fde533a',
        status: 'delivered',
        completed_at: Date.parse('2026-09-29T09:59:00Z'),
      },
    ]);
  });

  test.each([
    ['of another system', 'planning-4711'],
    ['without a reference', null],
    ['with an empty one', ''],
  ])('%s is taken and left alone', async (_, reference) => {
    const { post, receipts } = world();
    expect(await post('/notify/receipts', receipt({ reference }))).toEqual({ status: 204 });
    expect(receipts).toEqual([]);
  });

  test.each([
    ['not JSON', '{'],
    ['a list', []],
    ['no status', receipt({ status: undefined })],
    ['an id that a queue cannot carry', receipt({ id: 'a\u0000\u{1f600}' })],
    ['a status that a queue cannot carry', receipt({ status: '\u{1f600}' })],
    ['deep', '['.repeat(50_000)],
    ['huge', `"${'x'.repeat(200_000)}"`],
  ])('%s can never do: 400', async (_, body) =>
    expect((await world().post('/notify/receipts', body)).status).toBe(400),
  );

  test('that cannot be queued is a fault of ours, never a 4xx: Notify would not try again', async () => {
    const { post, deps } = world();
    const to = { ...deps, track: () => Promise.reject(new Error('no queue')) };
    await expect(post('/notify/receipts', receipt(), { to })).rejects.toThrow('no queue');
  });
});

describe('a text', () => {
  const address = testKey('address', '+447700900123');

  test.each(['STOP', 'WRONG', 'START'])(
    '%s is in the register before it is answered, and then on the bus',
    async (word) => {
      const { post, facts, bus } = world();
      expect(await post('/notify/texts', text(word))).toEqual({ status: 204 });
      const at = Date.parse('2026-09-29T09:59:30Z');
      expect(facts).toEqual([{ kind: 'reply', subject: { address }, word, at }]);
      expect([...bus.events.values()]).toMatchObject([
        {
          type: 'council.residents.reply-received.v1',
          data: { address, word, received_at: '2026-09-29T09:59:30.000Z', notify_id: expect.any(String) },
        },
      ]);
    },
  );

  test('of anything else is told to the bus as OTHER, and what it says goes nowhere', async () => {
    const { post, facts, bus } = world();
    await post('/notify/texts', text('My husband has died, please stop'));
    expect(facts).toEqual([]);
    const told = JSON.stringify([...bus.events.values()]);
    expect(told).toContain('"OTHER"');
    for (const mark of ['husband', '7700900123']) expect(told).not.toContain(mark);
  });

  test('NO is told to the bus, and takes the place of no STOP in the register', async () => {
    const { post, facts, bus } = world();
    await post('/notify/texts', text('No'));
    expect(facts).toEqual([]);
    expect([...bus.events.values()]).toMatchObject([{ data: { address, word: 'NO' } }]);
  });

  test('is not told when the register could not store it', async () => {
    const { post, deps, bus } = world();
    const to = { ...deps, register: { fact: () => Promise.reject(new Error('no table')) } };
    await expect(post('/notify/texts', text('STOP'), { to })).rejects.toThrow('no table');
    expect(bus.events.size).toBe(0);
  });

  test('from a number that we never text is taken and left alone', async () => {
    const { post, facts, bus } = world();
    expect(await post('/notify/texts', text('STOP', { source_number: '12025550123' }))).toEqual({ status: 204 });
    expect([facts.length, bus.events.size]).toEqual([0, 0]);
  });

  test('without a readable time counts from now', async () => {
    const { post, facts } = world();
    await post('/notify/texts', text('STOP', { date_received: 'yesterday' }));
    expect(facts[0]?.at).toBe(NOW);
  });
});

test.each([
  ...[
    'STOP',
    'stop',
    ' Stop. ',
    '“STOP”',
    'STOP!!!',
    'Stóp',
    'st\u0301op',
    'stop please',
    'STOPALL',
    'unsubscribe',
    'OPTOUT',
    'opt out please',
    'S.T.O.P',
    's t o p now',
    'Please stop',
    'Please stop texting me',
    'can you stop sending these messages',
    'No more texts please',
    "Don't text me again",
    'Stop the texts, thanks',
    'End',
    'quit',
    'cancel',
    'Cancel this please',
  ].map((t) => [t, 'STOP']),
  ...['START', 'Start, please'].map((t) => [t, 'START']),
  ...['NO', 'no', 'No.', 'No thank you'].map((t) => [t, 'NO']),
  ...['WRONG', 'wrong number', 'This is the wrong person, thanks'].map((t) => [t, 'WRONG']),
  ...[
    '',
    '   ',
    '👍',
    'stopped',
    'constructor',
    '__proto__',
    'yes',
    'Start date of the bill?',
    'start texting',
    'No problem',
    'No it is still there, and I want to know why',
    'Wrong amount, I paid on Friday',
    'Wrong, I am not her',
    'End of the month ok?',
    'Cancel my direct debit',
    'quit my job, what now',
    "Please don't stop texting me",
    'Did you stop my payments or stop sending them',
    'Why did you stop sending me the bill',
    'Can you text me the amount',
  ].map((t) => [t, 'OTHER']),
])('%j asks for %s', (message, word) => expect(keywordOf(message as string)).toBe(word));

const FOUND = '../shared/found/http/12-replies.json';

test.skipIf(!existsSync(FOUND))('replies that went wrong are understood', () => {
  const found = JSON.parse(readFileSync(FOUND, 'utf8')) as { texts: string[] }[];
  expect(found.map(({ texts }) => texts.map(keywordOf))).toEqual([
    ['STOP'],
    ['STOP', 'OTHER'],
    ['OTHER'],
    ['STOP'],
    ['OTHER'],
  ]);
});

test('a letter that came back is told of by its reference, without what Notify says beside it', async () => {
  const { post, receipts } = world();
  const reference = 'abcdefghijklmnopqrstuv.letter';
  const returned = {
    notification_id: '1',
    reference,
    sent_by: 'jo@council.example',
    upload_letter_file_name: 'Ann.pdf',
  };
  expect((await post('/notify/returned-letters', returned)).status).toBe(204);
  expect((await post('/notify/returned-letters', { ...returned, reference: 'of another system' })).status).toBe(204);
  expect((await post('/notify/returned-letters', 'no object')).status).toBe(400);
  expect(receipts).toEqual([{ kind: 'returned', reference, returned_at: NOW, source: 'notify' }]);
});
