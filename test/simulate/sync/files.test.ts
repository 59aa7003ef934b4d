import { expect, it } from 'vitest';
import { simulateFiles } from './files.ts';

const SEEDS = 120;

it(`files hold each fact once, in order and on record, whatever happens: ${SEEDS} schedules`, async () => {
  const met = new Set<string>();
  let files = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const told = await simulateFiles(seed);
    expect(told.violations, `seed ${seed}`).toEqual([]);
    for (const fault of told.faults.keys()) met.add(fault);
    files += told.files;
  }
  expect([...met]).toEqual(
    expect.arrayContaining(['kill', 'freeze', 'call refused', 'answer lost', 'tried again by the SDK', 'slow call']),
  );
  expect(files).toBeGreaterThan(2 * SEEDS);
});
