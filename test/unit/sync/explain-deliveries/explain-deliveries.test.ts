import { expect, it } from 'vitest';
import type { DeliveryView } from '../../../../contracts/officers/deliveries.ts';
import type { Page } from '../../../../contracts/officers/page.ts';
import type { SubscribersView } from '../../../../contracts/officers/subscribers.ts';
import { SHUT } from '../../../../functions/sync/rules/circuit.ts';
import { admit, factOf, noSubject } from '../../../../functions/sync/rules/subject.ts';
import { ADDRESS, factOnBus, keyOf, OPT_OUT } from '../../../support/sync-facts.ts';
import { type SyncOfficersWorld, syncOfficersWorld } from '../../../support/sync-officers.ts';

const [nine, ten, optOut] = [factOnBus(ADDRESS, 9), factOnBus(ADDRESS, 10), factOnBus(OPT_OUT, 3)];
const refused = { kind: 'dead', reason: 'http-410' } as const;
const again = { kind: 'again', reason: 'http-503', put_off_ms: 0 } as const;
const delivered = { kind: 'delivered' } as const;
const HOUR = 3_600_000;

async function told<Body>({ ask }: SyncOfficersWorld, path: string): Promise<Body> {
  const { status, body } = await ask(`/officers/${path}`);
  expect(status).toBe(200);
  return body as Body;
}

const deliveriesOf = async (world: SyncOfficersWorld, query: string) => {
  const found: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: Page<DeliveryView> = await told(world, `deliveries?${query}${next && `&after=${next}`}`);
    found.push(...page.items.map(({ subscriber, event_id, state }) => `${subscriber} ${event_id} ${state}`));
    next = page.next;
  }
  return found.sort();
};

/** `civica` refuses an address and has an opt-out waiting; `libraries` has both. */
async function someDeliveries() {
  const world = syncOfficersWorld();
  await world.route(nine);
  await world.tell('civica', nine, refused);
  await world.tell('libraries', nine, delivered);
  await world.route(optOut);
  await world.tell('libraries', optOut, delivered);
  await world.tell('civica', optOut, again);
  return world;
}

it('shows deliveries of one system, in one state, or of both', async () => {
  const world = await someDeliveries();
  const [dead, waits] = [`civica ${nine.id} dead`, `civica ${optOut.id} waiting`];
  const taken = [`libraries ${nine.id} delivered`, `libraries ${optOut.id} delivered`];
  expect(await deliveriesOf(world, '')).toEqual([dead, waits, ...taken]);
  expect(await deliveriesOf(world, 'subscriber=civica')).toEqual([dead, waits]);
  expect(await deliveriesOf(world, 'state=delivered')).toEqual(taken);
  expect(await deliveriesOf(world, 'state=waiting&subscriber=libraries')).toEqual([]);
  for (const query of ['state=dead', 'state=dead&subscriber=civica'])
    expect(await deliveriesOf(world, query)).toEqual([dead]);
  expect(await deliveriesOf(world, 'state=dead&subscriber=libraries')).toEqual([]);
});

it('shows all that is dead, page by page, however much of it there is', async () => {
  const world = await someDeliveries();
  const place = { subscriber: 'libraries', subject: keyOf(nine) };
  const record = (await world.store.ended(place, nine.id))!;
  const ids = Array.from({ length: 250 }, (_, n) => `e${n}`);
  for (const id of ids)
    await world.store.putEnded({ ...record, event: { ...nine, id }, state: 'dead', reason: 'http-410' });
  expect(await deliveriesOf(world, 'state=dead')).toEqual(
    [`civica ${nine.id} dead`, ...ids.map((id) => `libraries ${id} dead`)].sort(),
  );
});

it.each([
  ['deliveries?subscriber=nobody', 404],
  ['deliveries?state=lost', 400],
  ['deliveries/1', 404],
])('%s is answered %i', async (path, status) => {
  expect((await syncOfficersWorld().ask(`/officers/${path}`)).status).toBe(status);
});

const systems = async (world: SyncOfficersWorld) =>
  new Map((await told<SubscribersView>(world, 'subscribers')).subscribers.map((each) => [each.name, each]));

it('says of each system how it does: what waits since when, what is dead, and whether it is paused', async () => {
  const world = await someDeliveries();
  expect((await systems(world)).get('libraries')).toMatchObject({ health: 'in-step', waiting: 0, dead: 0 });
  // Where a worker leaves what is to be tried again.
  await world.store.enter({ list: 'civica', at: world.now() + 1 }, [{ subject: keyOf(nine), entered_at: 1 }]);
  const began = new Date(world.now()).toISOString();
  world.pass(HOUR);
  const civica = { health: 'behind', waiting: 1, waits_since: began, lag_seconds: 3600, dead: 1, by: 'webhook' };
  expect((await systems(world)).get('civica')).toMatchObject({ ...civica, owner: 'Team 1', next_file_at: null });
  const open = { at: world.now(), probes: 0, probe_at: world.now() + 60_000, probing_until: 0 };
  await world.store.putCircuit('civica', { ...SHUT, version: 1, failures: 10, open });
  expect((await systems(world)).get('civica')).toMatchObject({
    health: 'paused',
    failures: 10,
    paused_since: new Date(open.at).toISOString(),
    next_probe_at: new Date(open.probe_at).toISOString(),
  });
  await world.tell('civica', optOut, delivered);
  await world.store.putCircuit('civica', { ...SHUT, version: 2 });
  expect((await systems(world)).get('civica')).toMatchObject({
    health: 'refused',
    waiting: 0,
    lag_seconds: null,
    dead: 1,
  });
});

it('calls a system by file behind only when its file should have had what waits', async () => {
  const world = syncOfficersWorld(); // a morning, and its file is of 18:00
  const place = { subscriber: 'electoral-roll', subject: keyOf(ten) };
  await world.store.putSubject(admit(noSubject(place), factOf(ten), world.now()).subject);
  await world.store.enter({ list: place.subscriber, at: world.now() }, [{ subject: place.subject, entered_at: 0.5 }]);
  const roll = async () => (await systems(world)).get('electoral-roll');
  expect(await roll()).toMatchObject({
    by: 'file',
    health: 'in-step',
    waiting: 1,
    next_file_at: expect.stringContaining('T17:00:00.000Z'),
  });
  world.pass(12 * HOUR);
  expect(await roll()).toMatchObject({ health: 'behind' });
});
