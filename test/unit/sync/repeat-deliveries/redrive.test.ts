import { describe, expect, it } from 'vitest';
import type { RedrivenView } from '../../../../contracts/officers/repeats.ts';
import { ADDRESS, factOnBus, keyOf, OPT_OUT } from '../../../support/sync-facts.ts';
import { type SyncOfficersWorld, syncOfficersWorld } from '../../../support/sync-officers.ts';

const nine = factOnBus(ADDRESS, 9);
const ten = factOnBus(ADDRESS, 10);
const refused = { kind: 'dead', reason: 'http-410' } as const;
const delivered = { kind: 'delivered' } as const;
const MINUTE = 60_000;

const redrive = async ({ ask }: SyncOfficersWorld, body: object): Promise<RedrivenView> => {
  const answer = await ask('/officers/redrive', { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return answer.body as RedrivenView;
};
const stateOf = async ({ store }: SyncOfficersWorld, event = nine) =>
  (await store.ended({ subscriber: 'civica', subject: keyOf(event) }, event.id))?.state ?? null;
const linesOf = async ({ store }: SyncOfficersWorld) => (await store.dead('civica')).items.map(({ id }) => id);

async function withDead() {
  const world = syncOfficersWorld();
  await world.route(nine);
  await world.tell('civica', nine, refused);
  await world.tell('libraries', nine, refused);
  world.pass(MINUTE);
  return world;
}

describe('a dead delivery that is tried again', () => {
  it('waits once, is on the agenda, and keeps what was tried before', async () => {
    const world = await withDead();
    expect(await linesOf(world)).toEqual([nine.id]);
    expect(await redrive(world, { subscriber: 'civica' })).toEqual({ redriven: 1, superseded: 0, next: null });
    expect([await stateOf(world), await linesOf(world)]).toEqual([null, []]);
    const place = { subscriber: 'civica', subject: keyOf(nine) };
    const [waiting, ...others] = (await world.store.subject(place))!.waiting;
    expect([waiting?.tries.length, waiting?.again?.round, others]).toEqual([1, 1, []]);
    const [page] = await world.store.due('civica', world.now(), 10);
    expect(page?.entries.map(({ subject }) => subject)).toEqual([place.subject]);
    expect(await redrive(world, { subscriber: 'civica' })).toMatchObject({ redriven: 0, superseded: 0 });
    expect((await world.store.subject(place))!.waiting).toHaveLength(1);
    expect(await world.tell('civica', nine, delivered)).toBe(nine.id);
    expect(await stateOf(world)).toBe('delivered');
    expect(await world.tell('civica', nine, delivered)).toBeNull();
    expect(world.records[0]).toBe('redriven civica by pat');
  });

  it('is of the subscriber named, or of one event wherever it is dead', async () => {
    const world = await withDead();
    expect(await redrive(world, { event_id: 'another' })).toEqual({ redriven: 0, superseded: 0, next: null });
    expect(await redrive(world, { event_id: nine.id, subscriber: 'libraries' })).toMatchObject({ redriven: 1 });
    expect(await stateOf(world)).toBe('dead');
    expect(await redrive(world, { event_id: nine.id })).toMatchObject({ redriven: 1 });
    expect(await stateOf(world)).toBeNull();
  });

  it('is not told where something newer is known by now: it is superseded', async () => {
    const world = await withDead();
    await world.route(ten);
    await world.tell('civica', ten, delivered);
    world.pass(MINUTE);
    expect(await redrive(world, { subscriber: 'civica' })).toEqual({ redriven: 0, superseded: 1, next: null });
    expect([await stateOf(world), await linesOf(world)]).toEqual(['superseded', []]);
    expect(await world.tell('civica', nine, delivered)).toBeNull();
  });

  it('is superseded by what comes while it waits, and what counts each is not', async () => {
    const world = await withDead();
    const optOut = factOnBus(OPT_OUT, 3);
    await world.route(optOut);
    await world.tell('civica', optOut, refused);
    world.pass(MINUTE);
    await redrive(world, { subscriber: 'civica' });
    await world.route(ten);
    expect([await stateOf(world), await stateOf(world, optOut)]).toEqual(['superseded', null]);
    expect([await world.tell('civica', nine, delivered), await world.tell('civica', nine, delivered)]).toEqual([
      optOut.id,
      ten.id,
    ]);
  });

  it('begins its pauses and days anew', async () => {
    const world = await withDead();
    world.pass(5 * 24 * 60 * MINUTE);
    await redrive(world, { subscriber: 'civica' });
    const again = { kind: 'again', reason: 'http-503', put_off_ms: 0 } as const;
    expect(await world.tell('civica', nine, again)).toBe(nine.id);
    const place = { subscriber: 'civica', subject: keyOf(nine) };
    const [waiting] = (await world.store.subject(place))!.waiting;
    expect([waiting?.tries.length, waiting!.due_at - world.now()]).toEqual([2, 5_000]);
  });

  it('that died after it was asked for is left to the next asking', async () => {
    const world = await withDead();
    const after = JSON.stringify({ asked_at: world.now() - 2 * MINUTE, key: '' });
    expect(await redrive(world, { subscriber: 'civica', after })).toMatchObject({ redriven: 0 });
    expect([await stateOf(world), await linesOf(world)]).toEqual(['dead', [nine.id]]);
  });
});

describe('what is asked wrongly', () => {
  it.each([
    [{}, 400],
    [{ subscriber: 'nobody' }, 404],
    [{ subscriber: 'civica', after: 'x' }, 400],
    [{ subscriber: 'civica', all: true }, 400],
  ])('%j is answered %i', async (body, status) => {
    const { ask } = syncOfficersWorld();
    expect((await ask('/officers/redrive', { method: 'POST', body: JSON.stringify(body) })).status).toBe(status);
  });

  it('is for officers only', async () => {
    const { ask } = syncOfficersWorld();
    const asked = { method: 'POST', body: '{"subscriber":"civica"}', authorization: 'Bearer x' };
    expect((await ask('/officers/redrive', asked)).status).toBe(401);
  });
});
