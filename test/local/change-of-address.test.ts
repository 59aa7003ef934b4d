import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyIn } from '../../bin/commands/drift/copy-in.ts';
import { driftOf } from '../../bin/commands/drift/drift-of.ts';
import type { OfficersApi } from '../../bin/commands/officers-api.ts';
import type { DeliveryView } from '../../contracts/officers/deliveries.ts';
import type { DisclosuresView } from '../../contracts/officers/disclosures.ts';
import type { Page } from '../../contracts/officers/page.ts';
import { councilOf } from '../../infra/config/councils.ts';
import type { SystemSeen } from '../../infra/local/console/feed.ts';
import { OFFICER_TOKEN } from '../../infra/local/start/officers.ts';
import { type RunningStack, sourceToken, startStack } from '../../infra/local/start/stack.ts';
import { type Systems, startSystems } from '../../infra/local/subscribers/systems.ts';
import { lineOf, OF_REPEATS } from './sample-day/grants.ts';

// A resident moves and tells the council once: the portal's event, the register, three systems that are told by webhook, and two
// that take files, one of them with the next row and one each evening.
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AFTERNOON = join(import.meta.dirname, '../../events/sample-week/3-wednesday/afternoon');
const folder = mkdtempSync(join(tmpdir(), 'crier-moves-'));
const logged: string[] = [];
const denied: string[] = [];
let systems: Systems;
let stack: RunningStack;
beforeAll(async () => {
  const council = councilOf('stockton');
  systems = await startSystems(council.subscribers);
  stack = await startStack({
    council,
    subscribers: systems,
    notify: { url: 'http://127.0.0.1:9', key: 'none', callbackToken: 'none-at-all-here' },
    clockShiftMs: 0,
    outdir: join(folder, 'cdk.out'),
    dataDir: null,
    onFileOut: systems.take,
    onLog: ({ text }) => logged.push(text),
    onDenied: (words) => denied.push(words),
  });
});
afterAll(async () => {
  await stack?.engine.close();
  await systems?.close();
  rmSync(folder, { recursive: true, force: true });
});

const linesOf = (file: string) => readFileSync(join(AFTERNOON, file), 'utf8').trim().split('\n');

async function tell(lines: string[]): Promise<void> {
  const answer = await stack.engine.handleHttp(
    new Request('http://crier.local/events', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sourceToken('residents-portal')}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      body: `[${lines.join()}]`,
    }),
  );
  expect(answer.status).toBe(202);
  await stack.engine.untilIdle({ ignoreDelayed: true });
}

const asked = async <Told>(path: string): Promise<Told> => {
  const headers = { authorization: `Bearer ${OFFICER_TOKEN}` };
  const answer = await stack.engine.handleHttp(new Request(`http://crier.local/officers/${path}`, { headers }));
  expect(answer.status).toBe(200);
  return (await answer.json()) as Told;
};

/** What each system calls her, and where it has her. */
const copies = () =>
  Object.fromEntries(
    systems.seen().map(({ name, copies: all }) => {
      const [one] = all;
      const { postcode } = (one?.contact['postal_address'] ?? {}) as { postcode?: string };
      return [name, one ? `${one.ref} ${one.sequence} ${postcode}` : null];
    }),
  );

test('every system has the new address in the end, under its own name for her, and one that was down for an hour too', async () => {
  await tell(linesOf('1-as-she-is-known.ndjson'));
  expect(copies()).toMatchObject({ 'my-stockton': 'MS-88213 7 TS0 2BQ', libraries: 'LIB-0093117 7 TS0 2BQ' });
  systems.isDown('libraries', true);
  await tell(linesOf('2-she-moves.ndjson'));
  expect(copies()).toEqual({
    'my-stockton': 'MS-88213 8 TS0 1AA',
    documents: 'P701177 8 TS0 1AA',
    libraries: 'LIB-0093117 7 TS0 2BQ',
    'care-for-your-area': 'CFYA-40217 8 TS0 1AA',
    'electoral-roll': null,
  });
  stack.engine.clock.moveOn(HOUR_MS);
  systems.isDown('libraries', false);
  await stack.engine.untilIdle({ ignoreDelayed: true });
  expect(copies()).toEqual({
    'my-stockton': 'MS-88213 8 TS0 1AA',
    documents: 'P701177 8 TS0 1AA',
    libraries: 'LIB-0093117 8 TS0 1AA',
    'care-for-your-area': 'CFYA-40217 8 TS0 1AA',
    'electoral-roll': null,
  });
  const { items: before } = await asked<Page<DeliveryView>>('deliveries');
  expect(before.filter(({ state }) => state !== 'delivered')).toMatchObject([
    { subscriber: 'electoral-roll', state: 'waiting', reason: 'not-tried', attempts: 0, due_at: null },
  ]);
  stack.engine.clock.moveOn(DAY_MS);
  await stack.engine.untilIdle({ ignoreDelayed: true });
  expect(copies()).toMatchObject({ 'electoral-roll': 'ER-40391 8 TS0 1AA' });
  const { items } = await asked<Page<DeliveryView>>('deliveries');
  expect(items.map(({ state }) => state)).toEqual(items.map(() => 'delivered'));
  expect(items.filter(({ attempts }) => attempts > 1).map(({ subscriber }) => subscriber)).toEqual(['libraries']);
});

/** A system's own copy, as a file that it can export: where its residents are in the order, or what it has of them. */
function exported({ copies: all }: SystemSeen, columns: readonly string[]): string {
  const cells = ({ ref, sequence, contact }: SystemSeen['copies'][number]) => {
    const { lines = [], postcode } = (contact['postal_address'] ?? {}) as { lines?: string[]; postcode?: string };
    const [address_line_1, address_line_2] = lines;
    const known: Record<string, unknown> = { ...contact, sequence, address_line_1, address_line_2, postcode };
    return [ref, ...columns.map((column) => known[column] ?? '')].join(',');
  };
  return [['ref', ...columns].join(','), ...all.map(cells), ''].join('\n');
}

const drift = (system: string, csv: string) => {
  const file = join(folder, `${system}.csv`);
  writeFileSync(file, csv);
  return copyIn(file).then((copy) => driftOf(officers, system, copy));
};

const officers: OfficersApi = {
  get: (path) => asked(path),
  post: async <Told>(path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${OFFICER_TOKEN}`, 'content-type': 'application/json' };
    const request = new Request(`http://crier.local/officers/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return (await (await stack.engine.handleHttp(request)).json()) as Told;
  },
};

const FIELDS: Record<string, string[]> = {
  'my-stockton': ['first_name', 'mobile', 'email', 'address_line_1', 'address_line_2', 'postcode'],
  documents: ['address_line_1', 'address_line_2', 'postcode'],
  libraries: ['first_name', 'email', 'postcode'],
  'care-for-your-area': ['first_name', 'mobile', 'address_line_1', 'postcode'],
  'electoral-roll': ['first_name', 'mobile', 'address_line_1', 'postcode'],
};

test('the copies of all five agree with what they were told, and one that somebody has changed does not', async () => {
  const seen = systems.seen();
  expect(seen).toHaveLength(5);
  for (const system of seen) {
    for (const columns of [['sequence'], FIELDS[system.name]!]) {
      const { refs, counts } = await drift(system.name, exported(system, columns));
      expect([system.name, refs, counts.agrees]).toEqual([system.name, [], system.copies.length]);
    }
  }
  const libraries = seen.find(({ name }) => name === 'libraries')!;
  const changed = exported(libraries, FIELDS['libraries']!).replace('TS0 1AA', 'TS0 9ZZ');
  expect((await drift('libraries', changed)).refs).toEqual([
    { ref: 'LIB-0093117', state: 'differs', columns: ['postcode'] },
  ]);
});

test('who was told what of her is on record, and no value of it', async () => {
  const told = await asked<DisclosuresView>('disclosures?person=P701177');
  const moves = told.disclosures.filter(({ type }) => type === 'council.residents.address-changed.v1');
  expect(moves.map(({ subscriber, called, fields }) => [subscriber, called, fields]).sort()).toEqual([
    ['care-for-your-area', 'CFYA-40217', ['first_name', 'mobile', 'postal_address']],
    ['documents', 'P701177', ['postal_address']],
    ['electoral-roll', 'ER-40391', ['first_name', 'mobile', 'postal_address']],
    ['libraries', 'LIB-0093117', ['first_name', 'email', 'postal_address']],
    ['my-stockton', 'MS-88213', ['first_name', 'mobile', 'email', 'postal_address']],
  ]);
  expect(moves.find(({ subscriber }) => subscriber === 'libraries')?.told_at.length).toBeGreaterThan(1);
  expect(JSON.stringify(told)).not.toMatch(/TS0|Zoë|900717|specimen/);
  expect((await asked<DisclosuresView>('disclosures?person=P000000')).disclosures).toEqual([]);
});

const newestAt = async (subscriber: string): Promise<DeliveryView | undefined> => {
  const { items } = await asked<Page<DeliveryView>>(`deliveries?subscriber=${subscriber}`);
  return items.find(({ sequence }) => sequence === '9');
};

test('what a system missed while it was down for days is dead, and is told when an officer asks for it', async () => {
  const [again] = linesOf('2-she-moves.ndjson').map((line) => ({
    ...JSON.parse(line),
    id: 'move-again',
    sequence: '9',
  }));
  systems.isDown('libraries', true);
  await tell([JSON.stringify({ ...again, data: { ...again.data, to: { ...again.data.to, postcode: 'TS0 2BQ' } } })]);
  stack.engine.clock.moveOn(4 * DAY_MS);
  await stack.engine.untilIdle({ ignoreDelayed: true });
  expect(await newestAt('libraries')).toMatchObject({ state: 'dead', reason: 'expired' });
  systems.isDown('libraries', false);
  const redriven = await officers.post('redrive', { subscriber: 'libraries' });
  expect(redriven).toEqual({ redriven: 1, superseded: 0, next: null });
  stack.engine.clock.moveOn(HOUR_MS);
  await stack.engine.untilIdle({ ignoreDelayed: true });
  expect(await newestAt('libraries')).toMatchObject({ state: 'delivered' });
  expect(copies()).toMatchObject({ libraries: 'LIB-0093117 9 TS0 2BQ', 'electoral-roll': 'ER-40391 9 TS0 2BQ' });
  expect(await officers.post('redrive', { subscriber: 'libraries' })).toMatchObject({ redriven: 0 });
});

test('a replay reaches the system that it is for, once, by webhook and by file, and nobody else', async () => {
  const before = new Map<string, number | undefined>();
  const names = systems.seen().map(({ name }) => name);
  for (const name of names) before.set(name, (await newestAt(name))?.attempts);
  const replayed = ['documents', 'care-for-your-area'];
  for (const subscriber of replayed)
    await officers.post('replays', { subscriber, from: '2026-09-30T13:05:00Z', to: '2026-10-01T00:00:00Z' });
  await stack.engine.untilIdle({ ignoreDelayed: true });
  stack.engine.clock.moveOn(HOUR_MS);
  await stack.engine.untilIdle({ ignoreDelayed: true });
  for (const name of names)
    expect([name, (await newestAt(name))?.attempts, (await newestAt(name))?.state]).toEqual([
      name,
      before.get(name)! + (replayed.includes(name) ? 1 : 0),
      'delivered',
    ]);
  const used = new Set(stack.engine.grants().flatMap((grant) => (grant.used > 0 ? [lineOf(grant)] : [])));
  expect(OF_REPEATS.filter((line) => !used.has(line))).toEqual([]);
});

test('neither name nor address is in any log, and no function did what its role does not allow', () => {
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('\n')).not.toMatch(/TS0 ?[12]|Zoë|900717|specimen|LIB-0093117/);
  expect(denied).toEqual([]);
});
