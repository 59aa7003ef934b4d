import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { attack } from '../../../../support/attack/attack.ts';
import { releasesOf, type Shape } from '../../../../support/attack/random-world.ts';
import { publishAll, type World } from '../../../../support/attack/world.ts';

const shapes = (corrections: fc.Arbitrary<number>, days: fc.Arbitrary<number>): fc.Arbitrary<Shape> =>
  fc.record({
    seed: fc.nat(),
    services: fc.integer({ min: 1, max: 4 }),
    channels: fc.integer({ min: 1, max: 6 }),
    areas: fc.integer({ min: 1, max: 2 }),
    days,
    backfill: fc.integer({ min: 1, max: 28 }),
    size: fc.integer({ min: 0, max: 3 }),
    corrections,
  });
const MONTH = shapes(fc.constant(0), fc.constant(28));
const CORRECTED = shapes(fc.constantFrom(30, 100, 300), fc.integer({ min: 2, max: 5 }));
const RUNS = Number(process.env['CRIER_ATTACK_RUNS'] ?? 8);
vi.setConfig({ testTimeout: 60_000 + RUNS * 10_000 });

/** Knows which hidden cells changed from one release to the next, which no reader does. */
const informed = ({ truth }: World) => ({
  changed: ({ key, from, to }: { key: string; from: string; to: string }) => truth(key, from) !== truth(key, to),
});

/** What was worked out, and is so. */
const right = ({ truth }: World, found: ReturnType<typeof attack>): string[] =>
  found.recovered.filter(({ key, asOf, value }) => truth(key, asOf) === value).map(({ key }) => key);

describe('random tables, night after night until the year is full', () => {
  test('none of the hidden counts can be worked out', () => {
    fc.assert(
      fc.property(MONTH, (shape) => {
        const world = publishAll(releasesOf(shape));
        const found = attack([world.dataset]);
        expect(world.exposed).toEqual([]);
        expect(found.contradictions).toBe(0);
        expect(found.recovered).toEqual([]);
      }),
      { numRuns: RUNS, seed: 4 },
    );
  });

  test('with late corrections, none but those that the release itself calls exposed', () => {
    fc.assert(
      fc.property(CORRECTED, (shape) => {
        const world = publishAll(releasesOf(shape));
        const exposed = new Set(world.exposed);
        for (const attacker of [{}, informed(world), { changed: () => true }])
          expect(right(world, attack([world.dataset], attacker)).filter((key) => !exposed.has(key))).toEqual([]);
      }),
      { numRuns: RUNS, seed: 5 },
    );
  });
});

/** Late corrections in whole years, of which earlier releases gave some away to everybody. */
const GIVEN_AWAY: Shape[] = [
  { seed: 1002, services: 4, channels: 6, areas: 1, days: 28, backfill: 1, size: 1, corrections: 100 },
  { seed: 1009, services: 4, channels: 3, areas: 1, days: 28, backfill: 2, size: 3, corrections: 100 },
  { seed: 1099, services: 4, channels: 2, areas: 1, days: 28, backfill: 1, size: 0, corrections: 100 },
];

describe('the year is over and old counts were corrected', () => {
  test.each(GIVEN_AWAY)('who does not know what was corrected works out none, exposed or not: seed $seed', (shape) => {
    const world = publishAll(releasesOf(shape));
    expect(world.exposed.length).toBeGreaterThan(0);
    expect(attack([world.dataset], { changed: () => true }).recovered).toEqual([]);
  });
});

describe('the attack itself', () => {
  test('recovers counts where only the small ones are hidden', () => {
    let recovered = 0;
    fc.assert(
      fc.property(MONTH, (shape) => {
        const world = publishAll(releasesOf({ ...shape, size: 3, backfill: 28 }), 'small only');
        recovered += right(world, attack([world.dataset])).length;
      }),
      { numRuns: 3, seed: 6 },
    );
    expect(recovered).toBeGreaterThan(20);
  });

  test('recovers counts where each release is protected without thought of the former', () => {
    const shape = { seed: 2, services: 3, channels: 3, areas: 1, days: 6, backfill: 2, size: 2, corrections: 20 };
    const world = publishAll(releasesOf(shape), 'forgetful');
    expect(right(world, attack([world.dataset], informed(world))).length).toBeGreaterThan(0);
  });

  test('says how it came to a count', () => {
    const shape = { seed: 2, services: 2, channels: 2, areas: 1, days: 1, backfill: 1, size: 3, corrections: 0 };
    const world = publishAll(releasesOf(shape), 'small only');
    const [first] = attack([world.dataset]).recovered;
    expect(first?.derivation[0]).toMatch(/is the sum over (service|channel)/);
  });
});
