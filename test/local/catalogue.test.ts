import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Subscriber } from '../../contracts/subscriber.ts';
import { councilOf } from '../../infra/config/councils.ts';
import { type RunningStack, sourceToken, startStack } from '../../infra/local/start/stack.ts';
import { blocksOn } from '../support/catalogue.ts';

// A supplier who has the site and nothing else: the catalogue of a running stack, and what its guides say, done as they say it.

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'crier-catalogue-'));
const SECRET = 'whsec_dHJ5LXRoaXMtc2VjcmV0LWFsb25lLTMyLWJ5dGVzISE=';
const LAST_WEEK = Date.parse('2026-09-28T06:00:00+01:00');

let stack: RunningStack;
let receiver: { lines: string[]; stop: () => void };
let port: number;
const guide = new Map<string, Map<string, string>>();

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => done(free));
    });
  });

beforeAll(async () => {
  port = await freePort();
  const told: Subscriber = {
    name: 'a-supplier',
    owner: 'a supplier',
    events: ['council.residents.address-changed.v1'],
    fields: ['postal_address'],
    transport: { kind: 'webhook', url: `http://127.0.0.1:${port}/crier`, timeout_seconds: 10, per_second: 20 },
    retry: { days: 1 },
  };
  stack = await startStack({
    council: councilOf('stockton'),
    subscribers: { subscribers: [told], secrets: { 'a-supplier': SECRET } },
    notify: { url: 'http://127.0.0.1:9', key: 'none', callbackToken: 'none-at-all-here' },
    clockShiftMs: LAST_WEEK - Date.now(),
    outdir: join(folder, 'cdk.out'),
    dataDir: null,
    onLog: () => {},
  });
  await stack.engine.untilIdle({ ignoreDelayed: true });
  for (const name of ['producers', 'subscribers']) {
    const page = await fetch(`${stack.engine.siteUrl}/catalogue/${name}/`);
    guide.set(name, blocksOn(await page.text()));
  }
});
afterAll(async () => {
  receiver?.stop();
  await stack?.engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const block = (of: string, id: string): string => {
  const found = guide.get(of)?.get(id);
  if (!found) throw new Error(`the guide has no block ${id}: ${[...(guide.get(of)?.keys() ?? [])]}`);
  return found;
};

/** Runs blocks of a guide as one script, in a folder that has been emptied, with a source's token. */
async function shell(of: string, ids: readonly string[], source = 'residents-portal'): Promise<string> {
  const cwd = mkdtempSync(join(folder, 'shell-'));
  const address = block('producers', 'set-up-bash').split('\n')[0]!;
  const script = [address, `export CRIER_TOKEN=${sourceToken(source)} PORT=${port}`, ...ids.map((id) => block(of, id))];
  return (await run('bash', ['-euc', script.join('\n')], { cwd })).stdout;
}

async function program(of: string, id: string, source = 'residents-portal'): Promise<string> {
  const cwd = mkdtempSync(join(folder, 'program-'));
  symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'));
  writeFileSync(join(cwd, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(cwd, 'send.mts'), block(of, id));
  const address = /CRIER_URL=(\S+)/.exec(block('producers', 'set-up-bash'))![1];
  const env = {
    ...process.env,
    CRIER_URL: address,
    CRIER_TOKEN: sourceToken(source),
    CRIER_SECRET: SECRET,
    PORT: String(port),
  };
  return (await run(process.execPath, ['send.mts'], { cwd, env })).stdout;
}

describe('the catalogue', () => {
  test('is on the site as soon as the stack is there, before any open data', async () => {
    const get = (path: string) => fetch(`${stack.engine.siteUrl}${path}`, { redirect: 'manual' });
    const page = await get('/catalogue/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get('/catalogue/site.css')).status).toBe(200);
    expect(await (await get('/catalogue/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
    const sample = await get('/catalogue/files/contacts/contacts.csv');
    expect([sample.status, sample.headers.get('link')]).toEqual([200, null]);
    for (const at of ['/catalogue', '/catalogue/events/council.residents.address-changed.v1']) {
      const moved = await get(at);
      expect([moved.status, moved.headers.get('location')]).toEqual([301, `${at}/`]);
    }
    expect((await get('/catalogue/nowhere/')).status).toBe(404);
    expect((await get('/open-data/')).status).toBe(503);
  });
});

describe('the guide for a system that is told', () => {
  test('has a receiver that takes what is signed, by openssl and by the package, and nothing else', async () => {
    const cwd = join(folder, 'receiver');
    mkdirSync(cwd);
    symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'));
    writeFileSync(join(cwd, 'package.json'), '{ "type": "commonjs" }'); // as npm init writes it
    writeFileSync(join(cwd, 'receiver.mts'), block('subscribers', 'receiver-typescript'));
    writeFileSync(join(cwd, 'run.mts'), block('subscribers', 'run-typescript'));
    expect(block('subscribers', 'start-bash')).toContain(`CRIER_SECRET=${SECRET}\nnode run.mts`);
    const env = { ...process.env, CRIER_SECRET: SECRET, PORT: String(port) };
    const child = execFile(process.execPath, ['run.mts'], { cwd, env });
    const lines: string[] = [];
    child.stdout!.on('data', (text: string) => lines.push(...text.trim().split('\n')));
    receiver = { lines, stop: () => child.kill() };
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/crier`, { method: 'POST' }).then(
            (each) => each.status,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(401);
    expect(await shell('subscribers', ['test-bash'])).toBe('204\n');
    expect(await program('subscribers', 'test-typescript')).toBe('204\n');
    expect(lines.at(-1)).toMatch(/^204 \[{"ref":"LIB-20417","sequence":"10".*Zoë/);
  });
});

describe('the guide for a system that tells', () => {
  const answers: Record<string, { events: { status: string }[] }> = {};

  test('sends an event by curl, and the same again from TypeScript is a duplicate', async () => {
    answers['one'] = JSON.parse(await shell('producers', ['one-bash']));
    expect(answers['one']).toEqual(JSON.parse(block('producers', 'answer-json')));
    expect(await program('producers', 'one-typescript')).toMatch(/^202 .*"status":"duplicate"/);
  });

  test('shows what is answered to an event that is wrong', async () => {
    expect(JSON.parse(await shell('producers', ['wrong-bash']))).toEqual(
      JSON.parse(block('producers', 'wrong-answer-json')),
    );
  });

  test('sends several at once', async () => {
    const { events } = JSON.parse(
      await shell('producers', ['one-bash', 'several-bash']).then((out) => out.slice(out.lastIndexOf('{"events"'))),
    );
    expect(events.map(({ status }: { status: string }) => status)).toEqual(['duplicate', 'accepted']);
  });

  test('sends a file by curl and asks for its receipt; the same file from TypeScript has the same answer', async () => {
    const out = await shell('producers', ['file-bash', 'receipt-bash'], 'revenues-benefits');
    const [answer, receipt] = out.split(/(?<=\})(?=\{)/).map((each) => JSON.parse(each));
    expect(receipt).toMatchObject({ state: 'imported', outcome: { outcome: 'taken', rows: 1, taken: 1, rejected: 0 } });
    const again = await program('producers', 'file-typescript', 'revenues-benefits');
    expect(again.startsWith('202 ')).toBe(true);
    expect(JSON.parse(again.slice(4))).toEqual(answer);
  });

  test('is heard by the receiver of the other guide: each resident once, by the newest', async () => {
    await stack.engine.untilIdle({ ignoreDelayed: true });
    const copies = () =>
      JSON.parse((receiver.lines.at(-1) ?? '204 []').slice(4)) as { ref: string; sequence: string; contact: unknown }[];
    const address = { postal_address: { lines: ['12 Sample Close', 'Norton'], postcode: 'TS0 1AA' } };
    expect(copies().filter(({ ref }) => ref.startsWith('P-'))).toEqual([
      { ref: 'P-55120', sequence: '2', contact: address },
      { ref: 'P-55121', sequence: '1', contact: address },
    ]);
    expect(receiver.lines.every((line) => line.startsWith('204') || line.startsWith('401 []'))).toBe(true);
  });
});
