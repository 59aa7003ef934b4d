import { describe, expect, it } from 'vitest';
import type { Posted } from '../../../../functions/shared/notify/notify.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;
const failing = (world: ReturnType<typeof sendingWorld>, answer: Posted, posts: number) =>
  world.answers.push(...Array.from({ length: posts }, () => () => answer));
const down = async ({ store }: ReturnType<typeof sendingWorld>) => (await store.control.switches()).down;

describe('posts that come to nothing', () => {
  it.each<[string, Posted]>([
    ['answered with a fault of Notify', { kind: 'uncertain', error: 'http-503' }],
    ['that find no connection', { kind: 'not-stored' }],
  ])('%s cry after ten minutes, however few notices wait, and no more once one comes through', async (_, answer) => {
    const world = sendingWorld();
    failing(world, answer, 1_000);
    await world.plan('a');
    await world.runFor(10 * MINUTE);
    expect(world.alarms).toEqual([]);
    await world.runFor(5 * MINUTE);
    expect(new Set(world.alarms)).toEqual(new Set(['notify-down']));
    expect(world.alarms.length).toBeGreaterThan(1); // said again for as long as it lasts
    world.answers.length = 0;
    await world.runFor(5 * MINUTE);
    expect(world.atNotify).toHaveLength(1);
    expect(await down(world)).toBeNull();
  });

  it('for one moment, or one now and one an hour later, are no outage', async () => {
    const world = sendingWorld();
    failing(world, { kind: 'uncertain', error: 'http-503' }, 1);
    await world.plan('a');
    await world.runFor(5 * MINUTE);
    expect(await down(world)).toBeNull();
    const first = world.now();
    await world.store.control.noteDown({ since: first, last_at: first });
    await world.runFor(60 * MINUTE);
    failing(world, { kind: 'uncertain', error: 'http-503' }, 1);
    await world.plan('b');
    await world.runFor(30_000);
    expect((await down(world))?.since).toBeGreaterThan(first);
    expect(world.alarms).toEqual([]);
  });

  it('are not those that Notify answers: it took them, or said why not', async () => {
    const world = sendingWorld();
    failing(world, { kind: 'rate-limited' }, 20);
    await world.plan('a');
    await world.runFor(15 * MINUTE);
    expect(await down(world)).toBeNull();
    expect(world.alarms).toEqual([]);
  });
});
