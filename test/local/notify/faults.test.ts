import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../../infra/local/notify/misbehaving/faults.ts';
import type { SandboxOptions } from '../../../infra/local/notify/server.ts';
import { errorsOf, type Json, type Open, openReceiver, openSandbox, until } from './client.ts';
import { templateId, testWorld } from './world.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openWith(faults: FaultPlan, options: Partial<SandboxOptions> = {}): Promise<Open> {
  const open = await openSandbox({ faults, ...options });
  closing.push(() => open.sandbox.close());
  return open;
}

const sms = (open: Open, reference = 'r') =>
  open.as('Main live').sms({ phone_number: '07900900123', template_id: templateId('plain'), reference });
const found = async (open: Open, reference = 'r'): Promise<Json[]> =>
  (await open.as('Main live').get(`/v2/notifications?reference=${reference}`)).body.notifications;
const posts = { method: 'POST' } as const;

describe('failing before storing', () => {
  it.each([
    [500, '{"errors":[{"error":"Exception","message":"Internal server error"}],"status_code":500}'],
    [504, '{"errors":[{"error":"HardEventletTimeout","message":"Timeout serving request"}],"status_code":504}'],
    [502, '<html><body><h1>502</h1></body></html>'],
    [503, '<html><body><h1>503</h1></body></html>'],
  ] as const)('[check 30] answers %i and leaves nothing behind', async (status, body) => {
    const open = await openWith([{ match: posts, effect: { kind: 'fail-before-storing', status } }]);
    const reply = await sms(open);
    expect([reply.status, reply.text.trim()]).toEqual([status, body]);
    expect(await found(open)).toEqual([]);
  });

  it('may reset the connection', async () => {
    const open = await openWith([{ match: posts, effect: { kind: 'fail-before-storing', status: 'reset' } }]);
    await expect(sms(open)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(await found(open)).toEqual([]);
  });
});

describe('failing after storing', () => {
  it('[check 30] by a reset leaves a message that goes on', async () => {
    const open = await openWith([{ match: posts, effect: { kind: 'fail-after-storing', status: 'reset' } }]);
    await expect(sms(open)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    await until(
      () => found(open),
      ([message]) => message?.status === 'delivered',
    );
  });

  it('[check 30] before queueing leaves a message that stays created until the sweep', async () => {
    const effect = { kind: 'fail-after-storing', status: 504, held_ms: 300 } as const;
    const open = await openWith([{ match: posts, effect }]);
    expect((await sms(open)).status).toBe(504);
    expect(await found(open)).toMatchObject([{ status: 'created' }]);
    await until(
      () => found(open),
      ([message]) => message?.status === 'delivered',
    );
  });

  it('without any answer leaves the caller waiting', async () => {
    const open = await openWith([{ match: posts, effect: { kind: 'fail-after-storing', status: 'none' } }]);
    const waiting = sms(open).then(
      () => 'answered',
      () => 'cut off',
    );
    await until(
      () => found(open),
      (messages) => messages.length === 1,
    );
    await open.sandbox.close();
    expect(await waiting).toBe('cut off');
  });
});

describe('stalling', () => {
  it('[check 30] before storing hides the message until the request is through', async () => {
    const open = await openWith([{ match: posts, effect: { kind: 'stall', before_ms: 2000 } }]);
    const answer = sms(open);
    await until(
      () => open.sandbox.requests(),
      (count) => count === 1,
    );
    await new Promise((done) => setTimeout(done, 100));
    expect(await found(open)).toEqual([]);
    expect((await answer).status).toBe(201);
    expect(await found(open)).toHaveLength(1);
  });

  it('before answering shows the message while the caller waits', async () => {
    const open = await openWith([{ match: posts, effect: { kind: 'stall', after_ms: 2000 } }]);
    let answered = false;
    const answer = sms(open).then(() => {
      answered = true;
    });
    await until(
      () => found(open),
      (messages) => messages.length === 1,
    );
    expect(answered).toBe(false);
    await answer;
  });

  it('may drip the answer, which arrives whole', async () => {
    const open = await openWith([{ match: posts, effect: { kind: 'stall', drip_ms: 0 } }]);
    expect((await sms(open)).body.content.body).toBe('Plain text');
  });
});

it('an empty bucket can be pretended', async () => {
  const open = await openWith([{ match: posts, times: 1, effect: { kind: 'limit' } }]);
  const refused = await sms(open);
  expect([refused.status, errorsOf(refused)]).toEqual([
    429,
    ['RateLimitError: Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds'],
  ]);
  expect((await sms(open)).status).toBe(201);
});

describe('rules choose', () => {
  const failing = { kind: 'fail-before-storing', status: 500 } as const;
  const statuses = async (open: Open, references: string[]) => {
    const seen: number[] = [];
    for (const reference of references) seen.push((await sms(open, reference)).status);
    return seen;
  };

  it('by reference, every n-th, and only so often', async () => {
    const open = await openWith([{ match: { ...posts, reference: 'a' }, every: 2, times: 2, effect: failing }]);
    expect(await statuses(open, ['a1', 'b', 'a2', 'b', 'a3', 'a4', 'a5', 'a6'])).toEqual([
      ...[201, 201, 500, 201, 201, 500, 201, 201],
    ]);
  });

  it('by chance, the same for the same seed', async () => {
    const rules = [{ match: posts, probability: 0.5, seed: 7, effect: failing }];
    const references = Array(20).fill('r');
    const first = await statuses(await openWith(rules), references);
    expect(await statuses(await openWith(rules), references)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([201, 500]));
  });

  it('by every rule that the README lists', async () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../infra/local/notify/README.md'), 'utf8');
    const kinds = [...new Set([...readme.matchAll(/"kind": "([a-z-]+)"/g)].map(([, kind]) => kind))];
    expect(kinds).toHaveLength(9);
    const needs: Record<string, object> = {
      refuse: { status: 400, error: 'BadRequestError', message: 'words that nobody knows' },
      ...{ 'fail-before-storing': { status: 500 }, 'fail-after-storing': { status: 'none', held_ms: 1 } },
      ...{ 'delay-receipts': { ms: 1 }, 'duplicate-receipts': { copies: 3 }, stall: { before_ms: 1, drip_ms: 1 } },
    };
    const open = await openWith([]);
    for (const kind of kinds) {
      const rule = {
        match: { path: '/never' },
        probability: 0.5,
        seed: 3,
        times: 1,
        effect: { kind, ...needs[kind!] },
      };
      const reply = await open.request('POST', '/_sandbox/faults', { body: rule });
      expect([kind, reply.status, reply.body.message]).toEqual([kind, 201, undefined]);
    }
    const wrong = await open.request('POST', '/_sandbox/faults', { body: { effect: { kind: 'vanish' } } });
    expect([wrong.status, wrong.body.message]).toEqual([400, expect.stringContaining('effect.kind')]);
  });

  it('as they are told over HTTP', async () => {
    const open = await openWith([]);
    const added = await open.request('POST', '/_sandbox/faults', { body: { match: posts, effect: failing } });
    expect(added.status).toBe(201);
    expect(await statuses(open, ['r'])).toEqual([500]);
    expect((await open.request('GET', '/_sandbox/faults')).body.faults).toMatchObject([{ matched: 1, fired: 1 }]);
    await open.request('DELETE', '/_sandbox/faults');
    expect(await statuses(open, ['r'])).toEqual([201]);
    const wrong = await open.request('POST', '/_sandbox/faults', { body: [{ effect: { kind: 'explode' } }] });
    expect([wrong.status, wrong.body.message]).toEqual([400, expect.stringContaining('0.effect.kind')]);
  });
});

describe('receipts', () => {
  async function openBoth(effect: FaultPlan[number]['effect']) {
    const receiver = await openReceiver(200);
    const open = await openWith([{ match: { reference: 'odd' }, effect }], {
      world: testWorld({ callbackUrl: receiver.url }),
    });
    closing.push(receiver.close);
    const references = () => receiver.received.map((each) => JSON.parse(each.text).reference);
    return { open, references };
  }

  it('may be lost', async () => {
    const { open, references } = await openBoth({ kind: 'lose-receipts' });
    await sms(open, 'odd');
    await until(
      () => found(open, 'odd'),
      ([message]) => message.status === 'delivered',
    );
    await sms(open, 'even');
    await until(references, (seen) => seen.includes('even'));
    expect(references()).toEqual(['even']);
  });

  it('may come more than once', async () => {
    const { open, references } = await openBoth({ kind: 'duplicate-receipts', copies: 3 });
    await sms(open, 'odd');
    await until(references, (seen) => seen.length === 3);
  });

  it('may come late', async () => {
    const { open, references } = await openBoth({ kind: 'delay-receipts', ms: 600 });
    await sms(open, 'odd');
    await sms(open, 'even');
    await until(references, (seen) => seen.length === 2);
    expect(references()).toEqual(['even', 'odd']);
  });

  it('may come before the answer to the post', async () => {
    const { open, references } = await openBoth({ kind: 'receipt-before-answer' });
    const answer = sms(open, 'odd').then(() => references());
    expect(await answer).toEqual(['odd']);
  });
});
