import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { GUARDS } from './guards.ts';
import { simulateSends } from './sends.ts';

describe('sending under schedules of faults', () => {
  it('keeps every promise, and comes by every await point', async () => {
    const hits = new Map<string, number>();
    for (let seed = 1; seed <= 150; seed += 1) {
      const result = await simulateSends(seed);
      expect({ seed, broken: result.violations }).toEqual({ seed, broken: [] });
      for (const [where, times] of result.hits) hits.set(where, (hits.get(where) ?? 0) + times);
    }
    // Each call of a port has a point before its effect and one after it.
    expect([...hits.keys()].filter((where) => where.endsWith(' before')).length).toBeGreaterThanOrEqual(20);
    for (const where of [
      'store.put',
      'register.debt',
      'notify.post',
      'notify.find',
      'queues.publish',
      'queues.enqueue',
    ]) {
      expect(hits.get(`${where} before`), where).toBeGreaterThan(0);
      expect(hits.get(`${where} after`), where).toBeGreaterThan(0);
    }
  });

  it('tells the same story for the same seed', async () => {
    const [once, again] = [await simulateSends(24), await simulateSends(24)];
    expect(again.story).toEqual(once.story);
  });

  // What shows that the checks bite: each guard is needed.
  it.each(GUARDS)('breaks a promise without $name', ({ name }) => {
    const program = ['--import', './test/simulate/remove-guard.ts', 'bin/simulate.ts', 'sends', '--seeds', '1500'];
    const run = spawnSync(process.execPath, program, {
      env: { ...process.env, CRIER_WITHOUT: name },
      encoding: 'utf8',
    });
    expect(run.stdout).toMatch(/Seed \d+ broke a promise/);
  });
});
