import { beforeAll, describe, expect, it } from 'vitest';
import { GUARDS } from './guards.ts';
import { PACING } from './guards-of-pace.ts';
import type { Told } from './run-without.ts';
import { toldWithout } from './told-without.ts';

// What shows that the checks bite: each guard is needed.
describe('without one of its guards', () => {
  let told: Map<string, Told>;

  beforeAll(async () => {
    told = await toldWithout([
      ...GUARDS.map(({ name, from = 1, freezeAt, families }) => ({ name, from, seeds: 2000, freezeAt, families })),
      ...PACING.map(({ name, workers, post }) => ({ name, workers, post })),
    ]);
  });

  const broken = (name: string) => {
    const { broken, complaint } = told.get(name)!;
    expect(complaint).toBe('');
    return broken;
  };

  it.each(GUARDS)('sending breaks a promise: $name', ({ name }) => {
    expect(broken(name)).not.toEqual([]);
  });

  it.each(PACING)('a pace gets too little done, or circles: $name', ({ name }) => {
    expect(broken(name)).not.toEqual([]);
  });
});
