import { describe, expect, it } from 'vitest';
import { GUARDS } from './guards.ts';
import { PACING } from './guards-of-pace.ts';
import { toldWithout } from './told-without.ts';

// What shows that the checks bite: each guard is needed.
describe('sending without one of its guards', () => {
  it.concurrent.each(GUARDS)('breaks a promise without $name', async ({ name, from = 1, freezeAt }) => {
    const frozen = freezeAt ? ['--freeze-at', freezeAt] : [];
    const args = ['sends', '--seeds', '2000', '--from', String(from), ...frozen];
    const { told, complaint } = await toldWithout(name, args);
    expect(told, complaint).toMatch(/Seed \d+ broke a promise/);
  });
});

describe('a pace without one of its guards', () => {
  it.concurrent.each(PACING)('gets too little done, or circles, without $name', async ({ name, workers, post }) => {
    const args = ['pace', '--workers', String(workers), '--post', String(post)];
    const { told, complaint } = await toldWithout(name, args);
    expect(told, complaint).toContain('The pace did not follow.');
  });
});
