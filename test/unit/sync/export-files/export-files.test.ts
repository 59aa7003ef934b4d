import { describe, expect, test } from 'vitest';
import type { Deps } from '../../../../functions/sync/export-files/ports.ts';
import { type DeathAt, diedAt, dyingAt } from '../../../support/dying.ts';
import { ADDRESS, CONTACT, factOnBus, OPT_OUT } from '../../../support/sync-facts.ts';
import { byFile, filesWorld } from './world.ts';

const DAY_MS = 86_400_000;
const move = (sequence: number, person: string) => factOnBus(ADDRESS, sequence, { person });

describe('a file that goes out at a time of the day', () => {
  test('holds the newest of each subject and each of what counts, is numbered, and comes without rows too', async () => {
    const world = filesWorld(byFile({ schedule: '18:00' }), '2026-11-25T10:00:00Z');
    await world.look();
    for (const fact of [move(9, 'A'), move(11, 'A'), move(10, 'A'), move(4, 'B')]) await world.route(fact);
    for (const sequence of [2, 1]) await world.route(factOnBus(OPT_OUT, sequence, { person: 'B' }));
    await world.route(factOnBus(CONTACT, 12, { person: 'A', channel: 'sms' }));
    await world.look();
    expect(world.bucket.names()).toEqual([]);
    world.moveTo('2026-11-25T18:00:00Z');
    await world.look();
    expect(world.bucket.names()).toEqual(['roll/roll-000001.csv', 'roll/roll-000001.csv.sha256']);
    expect(world.rows(1)).toEqual([
      ...['REF-A,11,Zoë,TS0 1AA', 'REF-A,12,Zoë,TS0 1AA'],
      ...['REF-B,1,Zoë,TS0 1AA', 'REF-B,2,Zoë,TS0 1AA', 'REF-B,4,Zoë,TS0 1AA'],
    ]);
    expect(await world.states()).toMatchObject({
      'address-changed-sms-A-9': 'superseded',
      'address-changed-sms-A-11': 'delivered',
      'address-changed-sms-A-10': 'superseded',
    });
    await world.route(move(8, 'A'));
    await world.look();
    world.moveTo('2026-11-26T18:00:01Z');
    await world.look();
    expect(world.bucket.text('roll/roll-000002.csv')).toBe('ref,sequence,first_name,postcode\r\nTRAILER,0,0\r\n');
    expect(world.cries).toEqual([]);
  });

  test.each([
    ['18:00', '2026-03-28T12:00:00Z', ['2026-03-28T18:00Z', '2026-03-29T17:00Z', '2026-03-30T17:00Z']],
    ['01:30', '2026-03-27T12:00:00Z', ['2026-03-28T01:30Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z']],
    ['01:30', '2026-10-23T12:00:00Z', ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  ])('comes once a day by the London clock when it changes: %s from %s', async (schedule, start, written) => {
    const world = filesWorld(byFile({ schedule }), start);
    const seen: string[] = [];
    const begin = Date.parse(start);
    for (let at = begin; at < begin + 3 * DAY_MS; at += 10 * 60_000) {
      world.moveTo(new Date(at).toISOString());
      const before = world.bucket.names().length;
      await world.look();
      if (world.bucket.names().length > before) seen.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
    }
    expect(seen).toEqual(written);
  });

  test('is cried for when it was not written at its time', async () => {
    const world = filesWorld(byFile({ schedule: '18:00' }), '2026-11-25T10:00:00Z');
    await world.look();
    world.moveTo('2026-11-26T08:00:00Z');
    await world.look();
    expect(world.cries).toEqual(['file-not-written']);
    expect(world.bucket.names()).toHaveLength(2);
  });
});

describe('a file that goes out when so many rows have gathered', () => {
  test('comes with as many rows, and not with as many facts', async () => {
    const world = filesWorld(byFile({ after_changes: 3 }), '2026-11-25T10:00:00Z');
    for (const fact of [move(1, 'A'), move(2, 'A'), move(3, 'A'), move(1, 'B')]) await world.route(fact);
    await world.look();
    expect(world.bucket.names()).toEqual([]);
    await world.route(factOnBus(OPT_OUT, 1, { person: 'B' }));
    expect(world.bells).toHaveLength(5);
    await world.look();
    expect(world.rows(1)).toEqual(['REF-A,3,Zoë,TS0 1AA', 'REF-B,1,Zoë,TS0 1AA', 'REF-B,1,Zoë,TS0 1AA']);
    await world.route(move(4, 'A'));
    await world.look();
    expect(world.bucket.names()).toHaveLength(2);
  });

  test('is looked for once in two seconds where many make a file', async () => {
    const world = filesWorld(byFile({ after_changes: 1_000 }), '2026-11-25T10:00:00Z');
    for (let n = 1; n <= 40; n += 1) {
      await world.route(move(n, 'A'));
      world.pass(100);
    }
    expect(world.bells).toHaveLength(2);
  });
});

test('a fact that nothing knows a name for any more is dead, and holds up no file', async () => {
  const world = filesWorld(byFile({ after_changes: 1 }), '2026-11-25T10:00:00Z');
  world.unknown.add(move(1, 'A').id);
  for (const fact of [move(1, 'A'), move(1, 'B')]) await world.route(fact);
  await world.look();
  expect(world.rows(1)).toEqual(['REF-B,1,Zoë,TS0 1AA']);
  expect(await world.states()).toEqual({
    'address-changed-sms-A-1': 'dead',
    'address-changed-sms-B-1': 'delivered',
  });
  expect(world.cries).toEqual(['delivery-dead']);
});

test('what nobody takes away for a day is cried for', async () => {
  const world = filesWorld(byFile({ after_changes: 1 }), '2026-11-25T10:00:00Z');
  await world.route(move(1, 'A'));
  await world.look();
  const ask = () => world.look(world.deps, { subscriber: 'roll', unfetched: true });
  world.pass(26 * 3_600_000);
  await ask();
  expect(world.cries).toEqual([]);
  world.pass(1);
  await ask();
  expect(world.cries).toEqual(['file-not-fetched']);
});

/** A worker whose ports die at one of their calls. */
function dying(deps: Deps, at: DeathAt) {
  const { points, guard } = dyingAt(at);
  const { name } = guard({ name: deps.name }, 'register');
  return { deps: { ...deps, store: guard(deps.store, 'store'), files: guard(deps.files, 'files'), name }, points };
}

/** One worker that dies, and what the next one makes of it: the register has changed, and there is news. */
async function afterDeathAt(at: DeathAt) {
  const world = filesWorld(byFile({ after_changes: 3 }), '2026-11-25T10:00:00Z');
  const facts = [move(1, 'A'), move(1, 'B'), factOnBus(OPT_OUT, 5, { person: 'B' })];
  for (const fact of facts) await world.route(fact);
  const worker = dying(world.deps, at);
  const died = await diedAt(world.look(worker.deps));
  world.movesTo('TS0 2BQ');
  const news = [move(2, 'A'), move(7, 'C'), move(8, 'D')];
  for (const fact of news) await world.route(fact);
  world.pass(2 * 60_000);
  for (let n = 0; n < 3; n += 1) await world.look();
  return { world, died, points: worker.points, facts: [...facts, ...news] };
}

describe.each(['before', 'after'] as const)('a worker that dies %s any of its calls', (side) => {
  test('leaves a file of the same bytes, in which each fact stands once', async () => {
    const killed = new Set<string>();
    for (let call = 1; ; call += 1) {
      const { world, died, points, facts } = await afterDeathAt({ call, side });
      const where = `${side} ${call}: ${points.at(-1)}`;
      if (!died) break;
      killed.add(points.at(-1) as string);
      const { bucket, store } = world;
      for (const [name, all] of bucket.puts)
        expect(new Set(all.map(String)).size, `${where}: ${name} is always the same`).toBe(1);
      const count = bucket.names().length / 2;
      const rows = Array.from({ length: count }, (_, i) => world.rows(i + 1)).flat();
      expect(new Set(rows.map((row) => row.split(',').slice(0, 2).join())).size, where).toBe(rows.length);
      const states = await world.states();
      expect(rows.length, where).toBe(Object.values(states).filter((state) => state === 'delivered').length);
      for (const { id } of facts)
        expect(['delivered', ...(id.endsWith('A-1') ? ['superseded'] : [])], `${where}: ${id}`).toContain(states[id]);
      const { ended } = await store.all();
      for (const each of ended.filter(({ state }) => state === 'delivered'))
        expect(each, where).toMatchObject({ disclosed: ['first_name', 'postal_address'], tries: [expect.any(Number)] });
      expect(await store.due('roll', Number.MAX_SAFE_INTEGER, 1_000), where).toEqual([]);
      expect(await store.outbox('roll'), where).toMatchObject({ settled: null, number: count });
    }
    expect([...killed]).toEqual(
      expect.arrayContaining([
        'files.putSettled',
        'files.put',
        'store.putOutbox',
        'store.putEnded',
        'store.putSubject',
      ]),
    );
    expect([...killed]).toEqual(expect.arrayContaining(['store.strike', 'files.removeSettled', 'register.name']));
  });
});
