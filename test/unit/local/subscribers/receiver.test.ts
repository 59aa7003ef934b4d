import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../../../../infra/local/subscribers/start-receiver.ts';

const [OLD, NEW, OTHER] = [1, 2, 3].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [
  string,
  string,
  string,
];

let receiver: Receiver | null = null;
afterEach(async () => {
  await receiver?.close();
  receiver = null;
});

const told = (id: string, sequence: string, postcode: string) => ({
  ...{ id, sequence, subject: 'ER-40217', type: 'council.residents.address-changed.v1' },
  data: { person_ref: 'ER-40217', contact: { postal_address: { lines: ['12 Sample Close', 'Zoë Street'], postcode } } },
});

/** What it answers to an event signed with this secret at this time. */
async function post(event: { id: string }, { secret = NEW, at = new Date() }: { secret?: string; at?: Date } = {}) {
  const body = JSON.stringify(event);
  const headers = {
    'content-type': 'application/cloudevents+json',
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(event.id, at, body),
  };
  return (await fetch(receiver!.url, { method: 'POST', headers, body })).status;
}

test('takes what one of its secrets has signed, each event once, and keeps the highest sequence', async () => {
  receiver = await startReceiver([NEW, OLD]);
  expect(await post(told('a', '9', 'TS0 1AA'))).toBe(204);
  expect(await post(told('b', '10', 'TS0 2BQ'), { secret: OLD })).toBe(204);
  expect(await post(told('a', '9', 'TS0 1AA'))).toBe(204);
  expect(receiver.copies()).toEqual([
    {
      ref: 'ER-40217',
      sequence: '10',
      contact: { postal_address: { lines: ['12 Sample Close', 'Zoë Street'], postcode: 'TS0 2BQ' } },
    },
  ]);
});

test('takes nothing that another has signed, or that was signed ten minutes ago', async () => {
  receiver = await startReceiver([NEW]);
  expect(await post(told('a', '9', 'TS0 1AA'), { secret: OTHER })).toBe(401);
  expect(await post(told('a', '9', 'TS0 1AA'), { at: new Date(Date.now() - 600_000) })).toBe(401);
  expect(receiver.copies()).toEqual([]);
});

test('answers nobody while it is down', async () => {
  receiver = await startReceiver([NEW]);
  receiver.isDown(true);
  await expect(post(told('a', '9', 'TS0 1AA'))).rejects.toThrow();
  receiver.isDown(false);
  expect(await post(told('a', '9', 'TS0 1AA'))).toBe(204);
});
