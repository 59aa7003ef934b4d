import { beforeAll, describe, expect, it } from 'vitest';
import type { Told } from '../run-without.ts';
import { toldWithout } from '../told-without.ts';
import { SYNC_GUARDS } from './guards.ts';
import { simulateSync } from './sync.ts';

const SEEDS = 150;
const SEEDS_WITHOUT = 1_500;

const EVERY_FAULT = [
  ...['kill', 'freeze', 'call refused', 'answer lost', 'tried again by the SDK', 'slow call', 'cold start'],
  ...['message twice', 'message late', 'redrive', 'answered 503', 'answered 410', 'no answer', 'slow answer'],
];

describe('keeping in step under schedules of faults', () => {
  it(`keeps every promise in ${SEEDS} schedules, and meets every fault`, async () => {
    const met = new Set<string>();
    const states = new Set<string>();
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violations, faults, states: ends } = await simulateSync(seed);
      expect(violations, `seed ${seed}`).toEqual([]);
      for (const fault of faults.keys()) met.add(fault);
      for (const state of ends.keys()) states.add(state);
    }
    expect([...met]).toEqual(expect.arrayContaining(EVERY_FAULT));
    expect([...states].sort()).toEqual(['dead', 'delivered', 'superseded']);
  });

  it('tells the same story for the same seed', async () => {
    const [once, again] = [await simulateSync(24), await simulateSync(24)];
    expect(again.story.length).toBeGreaterThan(2);
    expect(again.story).toEqual(once.story);
  });
});

describe('without one of its guards', () => {
  let told: Map<string, Told>;
  beforeAll(async () => {
    told = await toldWithout(SYNC_GUARDS.map(({ name, from = 1 }) => ({ name, sync: { from, seeds: SEEDS_WITHOUT } })));
  });

  it.each(SYNC_GUARDS)('a promise is broken: $name', ({ name }) => {
    const { broken, complaint } = told.get(name)!;
    expect(complaint).toBe('');
    expect(broken).not.toEqual([]);
  });
});
