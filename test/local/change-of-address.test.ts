import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveryView } from '../../contracts/officers/deliveries.ts';
import type { DisclosuresView } from '../../contracts/officers/disclosures.ts';
import type { Page } from '../../contracts/officers/page.ts';
import { councilOf } from '../../infra/config/councils.ts';
import { OFFICER_TOKEN } from '../../infra/local/start/officers.ts';
import { type RunningStack, sourceToken, startStack } from '../../infra/local/start/stack.ts';
import { type Systems, startSystems } from '../../infra/local/subscribers/systems.ts';

// A resident moves and tells the council once: the portal's event, the register, and every system that is told by webhook.
const HOUR_MS = 3_600_000;
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
    onLog: ({ text }) => logged.push(text),
    onDenied: (words) => denied.push(words),
  });
});
afterAll(async () => {
  await stack?.engine.close();
  await systems?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function tell(file: string): Promise<void> {
  const lines = readFileSync(join(AFTERNOON, file), 'utf8').trim().split('\n');
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
  await tell('1-as-she-is-known.ndjson');
  expect(copies()).toMatchObject({ 'my-stockton': 'MS-88213 7 TS0 2BQ', libraries: 'LIB-0093117 7 TS0 2BQ' });
  systems.isDown('libraries', true);
  await tell('2-she-moves.ndjson');
  expect(copies()).toEqual({
    'my-stockton': 'MS-88213 8 TS0 1AA',
    documents: 'P701177 8 TS0 1AA',
    libraries: 'LIB-0093117 7 TS0 2BQ',
  });
  stack.engine.clock.moveOn(HOUR_MS);
  systems.isDown('libraries', false);
  await stack.engine.untilIdle({ ignoreDelayed: true });
  expect(copies()).toEqual({
    'my-stockton': 'MS-88213 8 TS0 1AA',
    documents: 'P701177 8 TS0 1AA',
    libraries: 'LIB-0093117 8 TS0 1AA',
  });
  const { items } = await asked<Page<DeliveryView>>('deliveries');
  expect(items.map(({ state }) => state)).toEqual(items.map(() => 'delivered'));
  expect(items.filter(({ attempts }) => attempts > 1).map(({ subscriber }) => subscriber)).toEqual(['libraries']);
});

test('who was told what of her is on record, and no value of it', async () => {
  const told = await asked<DisclosuresView>('disclosures?person=P701177');
  const moves = told.disclosures.filter(({ type }) => type === 'council.residents.address-changed.v1');
  expect(moves.map(({ subscriber, called, fields }) => [subscriber, called, fields]).sort()).toEqual([
    ['documents', 'P701177', ['postal_address']],
    ['libraries', 'LIB-0093117', ['first_name', 'email', 'postal_address']],
    ['my-stockton', 'MS-88213', ['first_name', 'mobile', 'email', 'postal_address']],
  ]);
  expect(moves.find(({ subscriber }) => subscriber === 'libraries')?.told_at.length).toBeGreaterThan(1);
  expect(JSON.stringify(told)).not.toMatch(/TS0|Zoë|900717|specimen/);
  expect((await asked<DisclosuresView>('disclosures?person=P000000')).disclosures).toEqual([]);
});

test('neither name nor address is in any log, and no function did what its role does not allow', () => {
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('\n')).not.toMatch(/TS0 ?[12]|Zoë|900717|specimen|LIB-0093117/);
  expect(denied).toEqual([]);
});
