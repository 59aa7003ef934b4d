// `npm start --data` is killed and started again: the Notify beside it may forget nothing that it has answered.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotifyClient } from 'notifications-node-client';
import { afterEach, expect, test } from 'vitest';
import { closeServer, listen, serve } from '../../infra/local/engine/web/serve.ts';
import type { Message, Snapshot, Stored } from '../../infra/local/notify/store.ts';
import { startSandbox } from '../../infra/local/start/notify.ts';
import { stateKeeper } from '../../infra/local/start/sandbox-state.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'crier-sandbox-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** The service that is called back, and what it was told. */
async function listener() {
  const told: string[] = [];
  const server = createServer(
    serve(async (request) => {
      told.push(`${new URL(request.url).pathname} ${await request.text()}`);
      return new Response(null, { status: 204 });
    }),
  );
  closers.push(() => closeServer(server));
  return { url: await listen(server), told };
}

async function start(dataDir: string, apiUrl: string) {
  const notify = await startSandbox({
    serviceName: 'Stockton Council',
    apiUrl,
    now: () => Date.now(),
    dataDir,
    onText: () => {},
  });
  closers.push(notify.close);
  return { ...notify.sandbox!, client: new NotifyClient(notify.url, notify.key) };
}

/** The folder as a kill at this instant leaves it. */
function killedNow(folder: string): string {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

async function texts(sandbox: Awaited<ReturnType<typeof start>>, count: number, from = 0) {
  const { data } = (await sandbox.client.getAllTemplates('sms')) as unknown as { data: { templates: Template[] } };
  const { id, personalisation } = data.templates[0]!;
  const filled = Object.fromEntries(Object.keys(personalisation).map((name) => [name, '1']));
  for (let n = from; n < from + count; n += 1)
    await sandbox.client.sendSms(id, '07700900123', { personalisation: filled, reference: `r${n}` });
}
type Template = { id: string; personalisation: Record<string, unknown> };

test('every message that was answered is there after a kill, also when there are too many to write them all anew', async () => {
  const folder = newFolder();
  const { url } = await listener();
  const small = await start(folder, url);
  await texts(small, 1);
  const { store } = small.state() as { store: Snapshot };
  await closers.pop()?.();
  const many = Array.from({ length: 8_000 }, (_, n) => ({ ...store.messages[0]!, id: `${n}`, sequence: n + 1 }));
  stateKeeper(folder).save({ store: { ...store, messages: many }, callbacks: [] });

  const sandbox = await start(folder, url);
  await texts(sandbox, 5, 1);
  const again = await start(killedNow(folder), url);
  expect(
    again
      .messages()
      .slice(many.length)
      .map(({ reference }) => reference),
  ).toEqual(['r1', 'r2', 'r3', 'r4', 'r5']);
});

test('what was stored since the last picture ends and is called back, and what is in both counts once', async () => {
  const folder = newFolder();
  const { url } = await listener();
  const sandbox = await start(folder, url);
  await texts(sandbox, 1);
  await sandbox.receiveText({ service_id: sandbox.serviceId, user_number: '07700900123', content: 'STOP' });
  const [message] = (sandbox.state() as { store: Snapshot }).store.messages;
  const [received] = (sandbox.state() as { store: Snapshot }).store.receivedTexts.slice(-1);

  const killed = newFolder();
  const keeper = stateKeeper(killed);
  const young: Message = { ...message!, status: 'created', sent_at: null, updated_at: null };
  keeper.save({ store: { ...EMPTY, messages: [young] }, callbacks: [] });
  const stored: Stored[] = [
    { message: young, stampMicros: 1 },
    { message: { ...young, id: 'second', reference: 'r1', sequence: 2 }, stampMicros: 2 },
    { received: received!, stampMicros: 3 },
  ];
  for (const each of stored) keeper.stored(each);
  appendFileSync(join(killed, 'sandbox.journal'), '{"message":{"id":"cut off by the ki');

  const after = await listener();
  const again = await start(killed, after.url);
  await expect.poll(() => again.messages().map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  await expect.poll(() => after.told.length).toBe(3);
  const told = after.told.map((each) => each.split(' ')[0]).sort();
  expect(told).toEqual(['/notify/receipts', '/notify/receipts', '/notify/texts']);
});

const EMPTY: Snapshot = { messages: [], receivedTexts: [], buckets: [], daily: [], lastStampMicros: 0 };
