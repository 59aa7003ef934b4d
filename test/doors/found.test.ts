// What fire found when a door let it in, each as one plain case.

import { createServer, request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { contractOf } from '../../contracts/catalogue.ts';
import { readSources } from '../../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../../functions/intake/receive-events/receive-events.ts';
import { readSettings } from '../../functions/notices/rules/settings.ts';
import { checkCouncil } from '../../infra/config/check.ts';
import { councils } from '../../infra/config/councils.ts';
import { closeServer, listen, serve } from '../../infra/local/engine/web/serve.ts';
import { readOptions } from '../../infra/local/start/options.ts';
import { aRequest } from '../support/http-request.ts';
import { inMemoryBus, inMemoryIntakeTable } from '../support/intake.ts';
import { aFile, aFileRow, intakeWorld } from '../support/intake-world.ts';
import { inMemoryRegister, testKey } from '../support/register.ts';
import { ask } from './wire.ts';

describe('an event', () => {
  const event = {
    ...{ specversion: '1.0', id: 'e1', source: 'urn:cash', time: '2026-09-29T09:15:00Z' },
    type: 'council.payments.payment-received.v1',
    data: { account_ref: '700412345', bill_year: '2026-27', amount_pence: 1, paid_at: '2026-09-29' },
  };
  const send = async (body: string) => {
    const bus = inMemoryBus();
    const answer = await receiveEvents(
      {
        ...{
          sources: { cash: { types: [event.type] } },
          tokens: async () => ({ cash: 'token-of-cash' }),
          council: 'stockton',
        },
        ...{ table: inMemoryIntakeTable(), register: inMemoryRegister(() => 1), publish: bus.publish },
        ...{ key: testKey, now: () => Date.parse('2026-09-29T10:00:00Z'), contractOf },
      },
      aRequest({ method: 'POST', path: '/events', authorization: 'Bearer token-of-cash', body }),
    );
    return { ...answer, events: [...bus.events.values()] };
  };

  test('takes no free text onto the bus as its sequence, and keeps one that counts', async () => {
    const named = await send(JSON.stringify({ ...event, sequence: 'Mrs Ainderby' }));
    expect([named.status, named.events.map(({ sequence }) => sequence)]).toEqual([202, [undefined]]);
    expect((await send(JSON.stringify({ ...event, sequence: '17' }))).events[0]?.sequence).toBe('17');
  });

  test('of which a gateway could not read every character is refused, so that no reference becomes another', async () => {
    const torn = JSON.stringify(event).replace('700412345', '70041\ufffd345');
    expect(await send(torn)).toMatchObject({
      status: 400,
      body: { message: 'The body must be JSON in UTF-8: it is in another encoding, or compressed.' },
      events: [],
    });
  });
});

describe('a file', () => {
  test('whose extract_id is longer than a fact can name is refused, and says so', async () => {
    const world = await intakeWorld();
    const rows = [aFileRow({ extract_id: 'x'.repeat(201) })];
    expect(await world.importFile(world.objects.put('a.csv', aFile(rows)))).toEqual({ kind: 'done' });
    const receipt = world.objects.json('a.csv.receipt.json');
    expect(receipt.reasons).toEqual([
      { code: 'extract-id-too-long', text: expect.stringContaining('longer than 200 characters') },
    ]);
    expect(world.order).toHaveLength(1);
  });

  test('of counts with columns of no use does not fill the memory', async () => {
    const world = await intakeWorld();
    const row = `council-tax,email,2026-08-01,2026-08-31,1,1,${'n'.repeat(100_000)}\n`;
    const text = `service,channel,from,to,contacts,revision,notes\n${row.repeat(101)}`;
    await world.importFile(world.objects.put('c.csv', text));
    const { outcome, taken, rejected } = world.objects.json('c.csv.receipt.json');
    expect([outcome, taken, rejected]).toEqual(['taken', 1, 100]); // row by row, and the same count once
  });
});

describe('configuration', () => {
  const [council] = councils;

  test('of a council is checked beyond its types', () => {
    expect(checkCouncil(council!)).toBe(council);
    const stages = { ...council!.stages, test: { ...council!.stages.test, account: '12', notify_url: 'http://x/' } };
    expect(() => checkCouncil({ ...council!, ons_code: 'E1', stages })).toThrow(
      /^infra\/config\/stockton\.ts: ons_code: must be like E06000004; stages\.test\.account: must be 12 digits; stages\.test\.notify_url: /,
    );
  });

  test('of a council switches off only notice types that there are', () => {
    const without = (...switched_off: string[]) => ({ ...council!, settings: { ...council!.settings, switched_off } });
    expect(() => checkCouncil(without('ct.final_notice'))).not.toThrow();
    expect(() => checkCouncil(without('ct.final_notice', 'ct.final_notices'))).toThrow(
      /^infra\/config\/stockton\.ts: settings\.switched_off\.1: must be one of .*"ct\.final_notice"/,
    );
  });

  test.each([
    ['SETTINGS', readSettings],
    ['SOURCES', readSources],
  ])('%s that is no JSON is named, and nothing of it is repeated', (name, read) => {
    expect(() => read('{"allow_list":["+447700900123"')).toThrow(new Error(`${name}: is not JSON`));
  });

  test('on a command line is not repeated with what moves the cursor', () => {
    const read = readOptions(['\u001b[2J\r'], ['stockton']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(read.kind === 'wrong' && read.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('the local engine', () => {
  const answering = async () => {
    const server = createServer(serve(async () => new Response('{"fine":true}')));
    return { url: await listen(server), close: () => closeServer(server) };
  };

  test('answers a method that no web request may have', async () => {
    const { url, close } = await answering();
    expect(await ask(url, { method: 'TRACE', path: '/' })).toMatchObject({
      status: 400,
      text: '{"message":"Bad Request"}',
    });
    await close();
  });

  test('goes on answering a connection over which a body came that was too large', async () => {
    const { url, close } = await answering();
    const { hostname, port } = new URL(url);
    const { Agent } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (bytes: number) =>
      new Promise<{ status: number | undefined; reused: boolean }>((resolve, reject) => {
        const asking = request({ agent, hostname, port, method: 'POST' }, (response) => {
          response.resume().on('end', () => resolve({ status: response.statusCode, reused: asking.reusedSocket }));
        });
        asking.on('error', reject).end(Buffer.alloc(bytes));
      });
    expect(await post(12 * 1024 * 1024)).toMatchObject({ status: 413 });
    // It waited for the connection to be given up, and took a new one.
    expect(await post(1)).toEqual({ status: 200, reused: true });
    agent.destroy();
    await close();
  });
});
