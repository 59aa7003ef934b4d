import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findCrier } from '../../../bin/commands/officers-api.ts';
import { table } from '../../../bin/commands/print.ts';
import { runningHere } from '../../../bin/commands/running.ts';
import { removeLocalFile, writeLocalFile } from '../../../infra/local/start/local-file.ts';
import { crier, serving } from '../../support/command.ts';
import { officer } from '../../support/officer-command.ts';
import { aNotice, NOW, officersWorld, oneNight } from '../../support/officers.ts';
import { testKey } from '../../support/register.ts';

const ROWS = '2 rows = 0 unreadable + 0 nothing due + 2 notices';
const NOTICES = '2 notices = 1 delivered + 0 failed + 1 held + 0 too late + 0 cancelled + 0 open';

test('explain tells an officer in sentences what became of an account', async () => {
  const { run } = await officer(await oneNight());
  const told = await run('explain', 'A1');
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(told.out).toContain('Person P1: first reminder of 28 September 2026; owes £1,234.56, £120.00 of it overdue.');
  expect(told.out).toContain('Mobile: verified on 1 May 2026. Email: never verified, opted out.');
  expect(told.out).toContain('First reminder to person P1, 2026-27\n  Now: Delivered.\n  History:');
  expect(told.out).toContain('run night-1, person P1: First reminder by text');
  const alone = await run('explain', 'A2');
  expect(alone.out).toContain('Marked in the file, from 1 September 2026 until further notice: Breathing Space');
});

test('explain ends with 1 for an account that is not known, and with 2 for none', async () => {
  const { run } = await officer(await oneNight());
  expect(await run('explain', 'A9')).toEqual({
    code: 1,
    out: '',
    err: 'Nothing that was imported or told names this account, claim, report or booking.\n',
  });
  expect(await run('explain')).toMatchObject({
    ...{ code: 2, out: '' },
    err: expect.stringContaining('ACCOUNT is missing: the account number, or the reference'),
  });
});

test('holds lists what is held and why, and ends with 2 for a code, an action or an account that is none', async () => {
  const { run } = await officer(await oneNight());
  const { code, out } = await run('holds');
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['Account', 'Person', 'Notice', 'Held for'],
    ['A2', 'P1', 'First reminder', 'Breathing Space (S1)'],
    [''],
  ]);
  expect((await run('holds', '--code', 's6')).out).toBe('Nothing is held.\n');
  expect(JSON.parse((await run('holds', '--json')).out)).toMatchObject({ items: [{ account_ref: 'A2' }] });
  for (const wrong of [['--code', 'S99'], ['list'], ['release'], ['release', 'A2'], ['release', 'A2', '--code', 'S1']])
    expect(await run('holds', ...wrong)).toMatchObject({ code: 2, out: '' });
});

test('runs lists the files, and one of them in figures and row by row over all pages', async () => {
  const { run, asked } = await officer(await oneNight(officersWorld(1)));
  const list = await run('runs');
  expect(list.out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ...[['Run', 'File', 'Imported', 'Rows', 'Unreadable', 'Nothing due', 'Notices']].map((first) => [
      ...first,
      ...['Delivered', 'Failed', 'Held', 'Too late', 'Cancelled', 'Open'],
    ]),
    ['night-1', 'night-1.csv', 'Tuesday 29 September 2026 at 10:00', ...'2 0 0 2 1 0 1 0 0 0'.split(' ')],
    [''],
  ]);
  const one = await run('runs', 'night-1', '--decisions');
  expect(one).toMatchObject({ code: 0, err: '' });
  expect(one.out).toContain(`${ROWS}\n${NOTICES}`);
  expect(one.out).toMatch(/^Breathing Space \(S1\) +1 {2}Breathing Space protects/m);
  expect(one.out).toMatch(
    /^A1 {2}P1 {2}2026-27 {2}First reminder by text: Delivered\.\nA2 {2}P1 {2}2026-27 {2}First reminder: Held\. Br/m,
  );
  expect(asked.filter((each) => each.includes('/decisions'))).toHaveLength(2);
  const json = JSON.parse((await run('runs', 'night-1', '--decisions', '--json')).out);
  expect(json).toMatchObject({ name: 'night-1', decisions: [{ account_ref: 'A1' }, { account_ref: 'A2' }] });
  expect(await run('runs', 'none')).toMatchObject({ code: 1, out: '' });
});

test('stop and resume hold sending and let it go', async () => {
  const world = officersWorld();
  const { run } = await officer(world);
  expect(await run('stop', '--reason', 'Wrong file')).toMatchObject({ code: 0, err: '' });
  expect((await world.store.control.switches()).stops).toMatchObject([
    { kind: 'officer', by: 'pat', reason: 'Wrong file' },
  ]);
  await world.store.control.setNotSetUp(['notify-api-key']);
  const { out } = await run('status');
  expect(out).toContain('Not set up yet: there is no key of GOV.UK Notify, so nothing can be sent.');
  await world.store.control.setNotSetUp([]);
  expect(out).toContain('Sending was stopped by pat on Tuesday 29 September 2026 at 10:00: Wrong file');
  expect(await run('resume')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Sending goes on.') });
  expect(await run('resume')).toMatchObject({ out: 'That was not stopped: nothing has changed.\n' });
  expect((await run('resume', '--template', 'none')).out).toBe('That was not stopped: nothing has changed.\n');
  expect((await world.store.control.switches()).stops).toEqual([]);
  expect((await run('status')).out).not.toContain('Not set up');
  expect((await run('status')).out).toContain('Sending: messages go to everyone they are meant for.');
});

test('replies say from which account and where to read them', async () => {
  const world = await oneNight();
  const { run } = await officer(world);
  expect((await run('replies')).out).toBe('Nobody has answered a text.\n');
  const { id: notice, about } = world.notice;
  const reply = { address: 'number' as never, word: 'OTHER', notice, about } as const;
  await world.store.keepReply({ ...reply, at: NOW, notify_id: 'n-1' });
  const { out } = await run('replies');
  expect(out).toMatch(
    /^Tuesday 29 September 2026 at 10:00 +A1 +OTHER +n-1 +Something else: read it in GOV\.UK Notify/m,
  );
});

test('holds release ends a hold in the name of the officer, and says whose it was', async () => {
  const world = await oneNight();
  const told = { code: 'S6', bill_year: null, from: '2026-09-20', to: null, review_on: null, ended_at: null } as const;
  const [account, hold] = [testKey('account', 'A2'), testKey('hold', 'x')];
  await world.register.fact({
    kind: 'hold',
    subject: { account },
    hold,
    at: 1,
    value: { ...told, source: 'benefits' },
  });
  const { run } = await officer(world);
  const { code, out } = await run('holds', 'release', 'A2', '--code', 's6', '--reason', 'Wrong account');
  expect(code).toBe(0);
  expect(out).toContain('(S6, told by benefits from 20 September 2026)');
  expect(out).toContain('Ended on Tuesday 29 September 2026 at 10:00 by pat: Wrong account');
  expect((await run('explain', 'A2')).out).toContain('at 10:00 by pat (Wrong account)');
});

test('the ledger ends with 0 if it balances and with 1 if it does not', async () => {
  const world = await oneNight();
  const { run } = await officer(world);
  const good = await run('ledger');
  expect(good.code).toBe(0);
  expect(good.out).toMatch(new RegExp(`^${NOTICES.replaceAll('+', '\\+')}[\\s\\S]*The ledger balances\\.`));
  expect((await run('ledger', '--run', 'night-1')).out).toContain(`${ROWS}\n${NOTICES}`);
  await world.store.put({ ...aNotice(['planned'], { account_ref: 'A3' }), state: 'delivered' });
  const bad = await run('ledger', '--run', 'night-1');
  expect(bad.code).toBe(1);
  expect(bad.out).toContain('is not in the state in which its history ends.');
});

test.each([['status'], ['runs'], ['replies'], ['ledger'], ['explain', 'A1'], ['stop', '--reason', 'x'], ['resume']])(
  '%s --json answers in JSON alone',
  async (...args) => {
    const { run } = await officer(await oneNight());
    const { code, out, err } = await run(...args, '--json');
    expect({ code, err, json: typeof JSON.parse(out) }).toEqual({ code: 0, err: '', json: 'object' });
  },
);

test.each([
  [],
  ['bogus'],
  ['--bogus'],
  ['status', '--bogus'],
  ['status', 'more'],
  ['stop'],
  ['holds', 'release', 'A2', '--code', 'S6'],
  ['holds', 'release', 'A2', '--reason', 'x'],
  ['holds', 'free', 'A2', '--code', 'S6', '--reason', 'x'],
  ['stop', '--reason'],
  ['stop', '--reason', ' '],
  ['stop', '--reson', 'x'],
  ['resume', '--no-json'],
  ['runs', '--decisions'],
  ['runs', 'a', '--figures', '3'],
  ['runs', '--figures', 'many'],
  ['explain', 'A1', 'A2'],
])('wrong usage ends with 2, says so, and changes nothing: %j', async (...args) => {
  const world = officersWorld();
  const { run } = await officer(world);
  const { code, out, err } = await run(...args.filter((arg) => arg !== undefined));
  expect({ code, out, said: err.split('\n')[0]!.length > 10 }).toEqual({ code: 2, out: '', said: true });
  expect(world.done).toEqual([]);
});

test.each([['--help'], ['-h'], ['explain', '--help'], ['stop', '-h'], ['templates', '--help']])(
  'help is plain text where nobody watches: %j %j',
  async (...args) => {
    const { code, out } = await crier(args);
    expect(code).toBe(0);
    expect(out).toContain('USAGE');
    expect(out).not.toContain('\u001b');
  },
);

test('trouble with the connection ends with 1 and says what to look at, without the token', async () => {
  const { run } = await officer(officersWorld());
  const wrong = await run('status', '--token', 'secret-that-is-wrong');
  expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('does not know this token') });
  expect(wrong.err).not.toContain('secret-that-is-wrong');
  const gone = await crier(['status', '--url', 'http://127.0.0.1:1', '--token', 'x']);
  expect(gone).toMatchObject({ code: 1, err: expect.stringContaining('Is npm start running?') });
});

test('a token of another council is told from one that was forged', async () => {
  const { run } = await officer(officersWorld());
  const theirs = await run('status', '--token', `crier-darlington-test.${'a'.repeat(43)}`);
  expect(theirs).toMatchObject({ code: 1, err: expect.stringContaining('It was made for crier-darlington-test') });
  const forged = await run('status', '--token', 'crier-darlington-test.forged');
  expect(forged).toMatchObject({ code: 1, err: expect.stringContaining('Check --token or CRIER_TOKEN') });
});

test('an answer that is not from Crier, or that leads elsewhere, is a clear failure', async () => {
  const asked: string[] = [];
  await using server = await serving((request, response) => {
    asked.push(request.url!);
    if (request.url === '/elsewhere') response.end('{}');
    else if (request.url!.startsWith('/moved')) response.writeHead(302, { location: '/elsewhere' }).end();
    else response.end('<html>');
  });
  const at = (path: string) => crier(['status', '--url', server.url + path, '--token', 'x']);
  expect(await at('/page')).toMatchObject({ code: 1, err: expect.stringContaining('not as Crier does') });
  expect(await at('/moved')).toMatchObject({ code: 1, out: '' });
  expect(asked).toEqual(['/page/officers/status', '/moved/officers/status']);
});

async function engineUp(starts: string, council: string) {
  const server = await serving((_, response) => response.end());
  const port = Number(new URL(server.url).port);
  const aws = { endpoint: server.url, stack: 'crier-stockton-local' };
  writeLocalFile(
    { port, site: '', api: 'http://127.0.0.1:45027', council, aws, since: new Date('2026-09-29T09:00:00Z') },
    starts,
  );
  return { port, url: server.url, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

function noStarts() {
  const starts = mkdtempSync(join(tmpdir(), 'crier-'));
  onTestFinished(() => rmSync(starts, { recursive: true }));
  const find = (given: { url?: string; token?: string } = {}, env = {}) =>
    findCrier(given, env, () => runningHere(starts));
  return { starts, find };
}

test('the local engine is found by the file that npm start leaves; its token goes nowhere else', async () => {
  const { starts, find } = noStarts();
  await expect(find()).rejects.toThrow(/npm start/);
  mkdirSync(join(starts, '4000'));
  writeFileSync(join(starts, '4000', 'local.json'), '{"url":');
  await expect(find()).rejects.toThrow(/is not what npm start writes there/);
  await using one = await engineUp(starts, 'Stockton');
  expect(await find()).toEqual({ url: new URL(`${one.url}/api`), token: 'local-officer' });
  expect((await find({ token: 'mine' })).token).toBe('mine');
  // The address of the HTTP API, as suppliers have it in CRIER_URL.
  expect(await find({}, { CRIER_URL: 'http://127.0.0.1:45027' })).toEqual(await find());
  await expect(find({ url: 'https://example.org' })).rejects.toThrow(/Which token/);
  const env = { CRIER_URL: 'https://example.org/x', CRIER_TOKEN: 'theirs' };
  expect(await find({}, env)).toEqual({ url: new URL('https://example.org/x'), token: 'theirs' });
});

test('of two engines at once neither is lost: they are listed, each can be named, and one that ended or was killed is gone', async () => {
  const { starts, find } = noStarts();
  await using one = await engineUp(starts, 'Stockton');
  const other = await engineUp(starts, 'Darlington');
  await expect(find()).rejects.toThrow(/2 of them run.*\n {2}--url \S+ .*\n {2}--url/);
  await expect(find()).rejects.toThrow(`--url ${other.url}   Darlington, started 2026-09-29T09:00:00.000Z`);
  expect(await find({ url: one.url })).toEqual({ url: new URL(`${one.url}/api`), token: 'local-officer' });
  removeLocalFile(other.port, starts);
  expect((await find()).url.origin).toBe(one.url);
  const killed = await engineUp(starts, 'Darlington');
  await killed[Symbol.asyncDispose]();
  expect((await find()).url.origin).toBe(one.url);
  await other[Symbol.asyncDispose]();
});

test.each(['http://example.org', 'ftp://localhost', 'localhost:4000', 'nonsense'])(
  'a token does not go to %s',
  async (url) => {
    await expect(findCrier({ url, token: 'x' }, {})).rejects.toThrow(/https/);
  },
);

test('a table stays aligned whatever its cells hold', () => {
  expect(
    table(
      ['A', 'B'],
      [
        ['x\u001b[31m\ny', 1],
        ['long', 22],
      ],
    ),
  ).toBe('A      B\nx y    1\nlong  22');
});

test('publish asks for open data up to a day, and says of which', async () => {
  const bodies: string[] = [];
  const ask = async (path: string, { method, body }: { method?: string; body?: string } = {}) => {
    bodies.push(`${method} ${path} ${body}`);
    return body?.includes('2030')
      ? { status: 400, body: { message: '2030-01-01 is still to come: name today or a day before.' } }
      : { status: 202, body: { as_of: '2026-09-28' } };
  };
  const { run } = await officer({ ask });
  expect(await run('publish')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('up to 2026-09-28') });
  expect((await run('publish', '--as-of', '2026-09-28', '--json')).out).toBe('{\n  "as_of": "2026-09-28"\n}\n');
  expect(await run('publish', '--as-of', '2030-01-01')).toMatchObject({
    code: 2,
    err: expect.stringContaining('still to come'),
  });
  expect(await run('publish', '--as-of', 'today')).toMatchObject({
    code: 2,
    err: expect.stringContaining('YYYY-MM-DD'),
  });
  expect(bodies).toEqual([
    'POST /officers/publish {}',
    'POST /officers/publish {"as_of":"2026-09-28"}',
    'POST /officers/publish {"as_of":"2030-01-01"}',
  ]);
});
