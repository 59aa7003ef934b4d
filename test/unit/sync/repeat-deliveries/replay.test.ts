import { describe, expect, it } from 'vitest';
import {
  isReplayed,
  playedUntil,
  type Replay,
  replayName,
  replayNamed,
} from '../../../../functions/sync/rules/replay.ts';
import { ADDRESS, factOnBus, keyOf, OPT_OUT } from '../../../support/sync-facts.ts';
import { type SyncOfficersWorld, syncOfficersWorld } from '../../../support/sync-officers.ts';

const [nine, ten, optOut] = [factOnBus(ADDRESS, 9), factOnBus(ADDRESS, 10), factOnBus(OPT_OUT, 3)];
const delivered = { kind: 'delivered' } as const;
const DAY = { from: '2026-09-28T00:00:00Z', to: '2026-09-29T00:00:00Z' };

const ask = ({ ask }: SyncOfficersWorld, body: object) =>
  ask('/officers/replays', { method: 'POST', body: JSON.stringify(body) });

/** All are told, and a minute later a replay of them is asked for. */
async function replayed() {
  const world = syncOfficersWorld();
  for (const event of [nine, ten, optOut]) {
    await world.route(event);
    for (const { name } of world.entries) await world.tell(name, event, delivered);
  }
  world.pass(60_000);
  const replay: Replay = { subscriber: 'civica', asked_at: world.now(), from: 0, to: world.now() * 2 };
  world.bells.length = 0;
  return { ...world, replay };
}

const told = async ({ tell }: SyncOfficersWorld, subscriber = 'civica') => {
  const all: (string | null)[] = [];
  do all.push(await tell(subscriber, nine, delivered));
  while (all.at(-1) !== null);
  return all.slice(0, -1);
};

describe('a replay', () => {
  it('tells the subscriber named again what is newest and what counts each, once, and nobody else', async () => {
    const world = await replayed();
    for (const event of [nine, ten, optOut, ten]) await world.route(event, world.replay);
    expect([...new Set(world.bells)]).toEqual(['civica']);
    expect(await told(world)).toEqual([optOut.id, ten.id]);
    expect(await told(world, 'libraries')).toEqual([]);
    for (const event of [nine, ten, optOut]) await world.route(event, world.replay);
    expect(await told(world)).toEqual([]);
    const place = { subscriber: 'civica', subject: keyOf(ten) };
    expect((await world.store.ended(place, ten.id))?.tries).toHaveLength(2);
    expect((await world.store.ended(place, nine.id))?.state).toBe('delivered');
  });

  it('stays delivered where something newer takes its place before it is told again', async () => {
    const world = await replayed();
    await world.route(ten, world.replay);
    await world.route(factOnBus(ADDRESS, 11));
    expect((await world.store.ended({ subscriber: 'civica', subject: keyOf(ten) }, ten.id))?.state).toBe('delivered');
    expect(await told(world)).toEqual([factOnBus(ADDRESS, 11).id]);
  });

  it('comes back to what is being told while it comes', async () => {
    const world = await replayed();
    const place = { subscriber: 'civica', subject: keyOf(ten) };
    const eleven = factOnBus(ADDRESS, 11);
    await world.route(eleven);
    const there = (await world.store.subject(place))!;
    const waiting = there.waiting.map((each) => ({ ...each, tries: [world.now() - 1] }));
    const under_way = { id: eleven.id, until: world.now() + 9, by: 'w' };
    await world.store.putSubject({ ...there, version: there.version + 1, waiting, under_way });
    expect(await world.route(eleven, world.replay)).toMatchObject({ kind: 'retry' });
  });

  it('is of facts from the first instant on and before the second, by their own time', () => {
    const replay: Replay = {
      subscriber: 'my-stockton',
      asked_at: 1_795_852_802_123,
      from: 1_795_852_800_000,
      to: 1_795_852_860_000,
    };
    expect(replayNamed(replayName(replay))).toEqual(replay);
    expect(
      replayName({ ...replay, subscriber: 'a'.repeat(40), to: Number.MAX_SAFE_INTEGER }).length,
    ).toBeLessThanOrEqual(64);
    expect(() => replayNamed('again-1795852802')).toThrow();
    const at = (ms: number) => isReplayed(replay, { time: new Date(ms).toISOString() });
    expect([replay.from - 1, replay.from, replay.to - 1, replay.to].map(at)).toEqual([false, true, true, false]);
  });

  it('looks for entries up to the end of the day, since an entry has the time of its latest fact', () => {
    const to = Date.parse('2026-11-27T10:00:00Z');
    expect(playedUntil(to, Date.parse('2026-11-29T00:00:00Z'))).toBe(Date.parse('2026-11-28T00:00:00Z'));
    expect(playedUntil(to, Date.parse('2026-11-27T12:00:00Z'))).toBe(Date.parse('2026-11-27T12:00:00Z'));
  });

  it('is asked for by an officer, who is put on record', async () => {
    const world = syncOfficersWorld();
    const answer = await ask(world, { subscriber: 'civica', ...DAY });
    expect(answer).toMatchObject({ status: 202, body: { subscriber: 'civica', asked_at: expect.any(String) } });
    expect(world.played).toEqual([
      {
        name: expect.stringMatching(/^civica_/),
        from: Date.parse(DAY.from),
        until: Date.parse('2026-09-29T09:00:00Z'),
      },
    ]);
    expect(world.records).toEqual(['replay-started civica by pat']);
    world.answers.startReplay = 'busy';
    expect((await ask(world, { subscriber: 'civica', ...DAY })).status).toBe(409);
  });

  it.each([
    [{ subscriber: 'nobody', ...DAY }, 404, 'no-such-subscriber'],
    [{ subscriber: 'civica', from: DAY.to, to: DAY.from }, 400, 'from-after-to'],
    [{ subscriber: 'civica', from: '2027-01-01T00:00:00Z', to: '2027-01-02T00:00:00Z' }, 400, 'nothing-yet'],
    [{ subscriber: 'civica', from: 'yesterday', to: DAY.to }, 400, 'bad-body'],
    [{ ...DAY }, 400, 'bad-body'],
  ])('of %j is answered %i: nothing is played', async (body, status, error) => {
    const world = syncOfficersWorld();
    expect(await ask(world, body)).toMatchObject({ status, body: { error } });
    expect(world.played).toEqual([]);
  });
});
