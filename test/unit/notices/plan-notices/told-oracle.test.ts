import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentsIn, toldWorld } from '../../../support/told-world.ts';

// Compares what events lead to with what an independent program expects, over many invented folders. It lies beside the project.
const KIT = new URL('../../../../../shared/notices/', import.meta.url);
const isThere = existsSync(new URL('make-events.mjs', KIT));

type Made = { expected: { now: string; files: { name: string }[]; refused: unknown[]; decisions: unknown[] } };

/** The edges of the windows, bank holidays, both clock changes, and days around which a withdrawal bites. */
const NOWS = [
  '2026-09-29T10:00:00+01:00', // a Tuesday morning
  '2026-09-29T09:30:00+01:00', // the recovery window opens
  '2026-10-01T16:00:00+01:00', // it shuts until Monday
  '2026-10-24T20:00:00+01:00', // the daily window shuts, the evening before the clocks go back
  '2026-10-25T08:00:00+00:00', // it opens, on the day
  '2026-12-24T12:00:00+00:00', // the Christmas break begins
  '2027-01-03T23:59:59+00:00', // it is over, at night
  '2027-03-25T15:59:59+00:00', // the eve of Good Friday, before the clocks go forward
  '2027-03-30T09:00:00+01:00', // after Easter and the clock change
  '2026-08-31T11:00:00+01:00', // a bank holiday
];

const isNight = Boolean(process.env['CRIER_NIGHTLY']);
const SEEDS = isNight ? Array.from({ length: 30 }, (_, i) => i + 1) : [1, 2, 3];
const RUNS = (isNight ? NOWS : NOWS.slice(0, 3)).flatMap((now, i) =>
  SEEDS.map((seed) => ({
    ...{ now, seed, dirty: (seed + i) % 2 === 0, matters: isNight ? 400 : 150 },
    // Lines are shuffled, and their order within a file means nothing.
    order: seed % 3 === 0 ? ('backwards' as const) : ('as written' as const),
  })),
);

describe.skipIf(!isThere)('what events lead to is what the oracle expects', async () => {
  const { makeEvents } = isThere ? await import(new URL('make-events.mjs', KIT).href) : { makeEvents: null };
  const kit = isThere ? await import(new URL('compare.mjs', KIT).href) : null;

  test.each(RUNS)('seed $seed at $now, dirty $dirty, $order', async ({ dirty, order, ...options }) => {
    const out = mkdtempSync(join(tmpdir(), 'crier-told-'));
    try {
      const { expected }: Made = makeEvents({ ...options, dirty, out });
      const world = toldWorld(Date.parse(options.now), documentsIn(join(out, 'documents')));
      for (const { name } of expected.files) {
        const written = readFileSync(join(out, name), 'utf8').split('\n');
        const lines = order === 'backwards' ? written.reverse() : written;
        for (const line of lines.filter((each) => each.startsWith('{') && each.endsWith('}')))
          await world.tell(JSON.parse(line));
        await world.sendDue();
      }
      const { same, different, counts } = kit.compareDecisions(expected, await world.decisions());
      expect(different.map(kit.differenceText)).toEqual([]);
      expect({ same, counts }).toMatchObject({ same: true, counts: { same: expected.decisions.length } });
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});
