import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { officer } from '../../support/officer-command.ts';
import { ADDRESS, factOnBus, OPT_OUT } from '../../support/sync-facts.ts';
import { syncOfficersWorld } from '../../support/sync-officers.ts';

const [nine, optOut] = [factOnBus(ADDRESS, 9), factOnBus(OPT_OUT, 3)];
const cells = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().split(/ {2,}/));

/** `civica` refuses an address, `libraries` takes it; `civica` has yet to be told of an opt-out. */
async function atWork() {
  const world = syncOfficersWorld();
  await world.route(nine);
  await world.tell('civica', nine, { kind: 'dead', reason: 'http-410' });
  await world.tell('libraries', nine, { kind: 'delivered' });
  world.pass(60_000);
  return { ...world, ...(await officer(world)) };
}

test('subscribers says how each system does, and what to do about what is dead', async () => {
  const { run } = await atWork();
  const { code, out, err } = await run('subscribers');
  expect([code, err]).toEqual([0, '']);
  expect(cells(out)).toEqual([
    ['System', 'By', 'Health', 'Waiting', 'For', 'Dead', 'Next'],
    ['civica', 'webhook', 'Refused some', '0', '-', '1', '-'],
    ['libraries', 'webhook', 'In step', '0', '-', '0', '-'],
    ['electoral-roll', 'file', 'In step', '0', '-', '0', 'file on Tuesday 29 September 2026 at 18:00'],
    ['civica was not told 1 of what it should know.'],
    ['', 'Why: npm run crier -- deliveries --subscriber civica --state dead'],
    ['', 'When the cause is gone: npm run crier -- redrive --subscriber civica'],
  ]);
  const { subscribers } = JSON.parse((await run('subscribers', '--json')).out);
  expect(subscribers).toMatchObject([{ name: 'civica', dead: 1 }, { name: 'libraries' }, { name: 'electoral-roll' }]);
});

test('deliveries lists those of a system and state, and ends with 1 for a system that there is none of', async () => {
  const { run, route, pass, tell } = await atWork();
  const dead = await run('deliveries', '--subscriber', 'civica', '--state', 'dead');
  expect(cells(dead.out)).toEqual([
    ['Last try', 'System', 'About', 'What', 'Number', 'State', 'Why', 'Tries', 'Event'],
    ['Tuesday 29 September 2026 at 10:00', 'civica', 'ER-1', 'address-changed', '9', 'dead', 'http-410', '1', nine.id],
  ]);
  expect(cells((await run('deliveries')).out)).toHaveLength(3);
  pass(1_000);
  await route(factOnBus(ADDRESS, 10));
  await tell('libraries', factOnBus(ADDRESS, 10), { kind: 'delivered' });
  const numbers = cells((await run('deliveries', '--subscriber', 'libraries')).out).map((each) => each[4]);
  expect(numbers).toEqual(['Number', '10', '9']);
  expect((await run('deliveries', '--state', 'paused')).out).toBe('There is no such delivery.\n');
  expect(JSON.parse((await run('deliveries', '--state', 'dead', '--json')).out)).toMatchObject({
    items: [{ event_id: nine.id, state: 'dead' }],
  });
  const wrong = await run('deliveries', '--subscriber', 'nobody');
  expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('There are: civica, libraries') });
});

test('redrive has what is dead tried again, says of how many, and asks which where nothing is named', async () => {
  const { run, route, tell, pass } = await atWork();
  expect((await run('redrive', '--subscriber', 'civica')).out).toBe(
    '1 is tried again within a minute, each in its order.\n',
  );
  expect((await run('redrive', '--event', nine.id)).out).toBe('Nothing of it is dead.\n');
  expect(await tell('civica', nine, { kind: 'dead', reason: 'http-410' })).toBe(nine.id);
  pass(1_000);
  await route(factOnBus(ADDRESS, 10));
  expect((await run('redrive', '--event', nine.id)).out).toBe('1 is not: something newer is known by now.\n');
  await route(optOut);
  await tell('civica', optOut, { kind: 'dead', reason: 'expired' });
  pass(1_000);
  expect(JSON.parse((await run('redrive', '--subscriber', 'civica', '--json')).out)).toEqual({
    redriven: 1,
    superseded: 0,
  });
  expect(await run('redrive')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--subscriber NAME') });
});

const DAY = ['--from', '2026-09-28', '--to', '2026-09-29T09:30'];

test('replay has a day of London told again to one system, and asks first', async () => {
  const { run, played } = await atWork();
  expect(await run('replay', '--subscriber', 'civica', ...DAY)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('--yes'),
  });
  expect(played).toEqual([]);
  const { code, out } = await run('replay', '--subscriber', 'civica', ...DAY, '--yes');
  expect([code, out.split('\n')[0]]).toEqual([
    0,
    'civica is told within minutes what it subscribes to, also what it was told before.',
  ]);
  expect(played).toMatchObject([{ from: Date.parse('2026-09-27T23:00:00Z') }]);
});

test.each([
  ['--subscriber', 'civica', '--from', '2026-09-29', '--to', '2026-09-28'],
  ['--subscriber', 'civica', '--from', '2026-02-30', '--to', '2026-09-28'],
  ['--subscriber', 'civica', '--from', 'yesterday', '--to', '2026-09-28'],
  ['--from', '2026-09-28', '--to', '2026-09-29'],
])('replay %j ends with 2', async (...args) => {
  const { run, asked } = await officer(syncOfficersWorld());
  expect(await run('replay', ...args, '--yes')).toMatchObject({ code: 2, out: '' });
  expect(asked).toEqual([]);
});

test('replay ends with 1 for a system that there is none of', async () => {
  const { run, played } = await atWork();
  expect(await run('replay', '--subscriber', 'nobody', ...DAY, '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('civica'),
  });
  expect(played).toEqual([]);
});

test('drift says what each of its words means, and which ref it is said of', async () => {
  const { run } = await atWork();
  const folder = mkdtempSync(join(tmpdir(), 'crier-copy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const copy = join(folder, 'copy.csv');
  writeFileSync(copy, 'ref,sequence\nREF-Z,1\n');
  const { code, out } = await run('drift', 'libraries', copy);
  expect(code).toBe(1);
  expect(out).toMatch(/0 agrees, .* 1 missing, 1 unknown\./);
  expect(out).toMatch(/^ {2}missing: it was told, and its file has no such ref$/m);
  expect(out).toMatch(/^ {2}unknown: .* nothing by that name/m);
  expect(out).not.toContain('  behind:');
});
