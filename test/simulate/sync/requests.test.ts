import { beforeAll, describe, expect, it } from 'vitest';
import { countPoints } from '../points.ts';
import type { Told } from '../run-without.ts';
import { toldWithout } from '../told-without.ts';
import { REQUEST_GUARDS } from './guards-of-requests.ts';
import { simulateRequests } from './requests.ts';

const SEEDS = 150;
const SEEDS_WITHOUT = 1_500;

const EVERY_FAULT = [
  ...['kill', 'freeze', 'call refused', 'answer lost', 'tried again by the SDK', 'slow call', 'cold start'],
  ...['message twice', 'message late', 'redrive', 'answer of the back office lost', 'failed there', 'refused'],
  ...['turned away', 'token', 'garbled', 'looked for in vain', 'list cut off', 'slow look'],
];
/** Where a worker that tells a back office may die: before each of its calls, and after each answer. */
const CALLS = [
  ...['http.answered', 'requests.view', 'requests.key', 'requests.keep', 'register.name', 'queues.ring'],
  ...['store.subject', 'store.putSubject', 'store.ended', 'store.putEnded', 'store.circuit', 'store.takeSlots'],
];

describe('telling a back office of requests under schedules of faults', () => {
  it(`keeps every promise in ${SEEDS} schedules, meets every fault, and workers die at every call`, async () => {
    const met = new Set<string>();
    const states = new Set<string>();
    const points = countPoints();
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violations, faults, states: ends } = await simulateRequests(seed, points);
      expect(violations, `seed ${seed}`).toEqual([]);
      for (const fault of faults.keys()) met.add(fault);
      for (const state of ends.keys()) states.add(state);
    }
    expect([...met]).toEqual(expect.arrayContaining(EVERY_FAULT));
    expect([...states].sort()).toEqual(['dead http-400', 'dead not-known', 'delivered']);
    const everywhere = CALLS.flatMap((call) => [`${call} before`, `${call} after`]);
    expect([...points.kills.keys()]).toEqual(expect.arrayContaining(everywhere));
  });

  it('tells the same story for the same seed', async () => {
    const [once, again] = [await simulateRequests(24), await simulateRequests(24)];
    expect(again.story.length).toBeGreaterThan(2);
    expect(again.story).toEqual(once.story);
  });
});

describe('without one of its guards', () => {
  let told: Map<string, Told>;
  beforeAll(async () => {
    told = await toldWithout(
      REQUEST_GUARDS.map(({ name, from = 1 }) => ({ name, requests: { from, seeds: SEEDS_WITHOUT } })),
    );
  });

  it.each(REQUEST_GUARDS)('a promise is broken: $name', ({ name }) => {
    const { broken, complaint } = told.get(name)!;
    expect(complaint).toBe('');
    expect(broken).not.toEqual([]);
  });
});
