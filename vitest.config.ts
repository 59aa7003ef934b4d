import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/slowest-first.ts';

/** Whole stacks, browsers, programs, and whatever bundles the functions: it finds them bundled. */
const ALONE = [
  'browser/*',
  'doors/*',
  'simulate/*',
  'infra/bundles',
  'local/engine/taken-grant',
  'local/{addition,back-offices,catalogue,dead-letters,kill,performance,privacy,register-lost,restored,run-*,sample-day,unkind-day}',
].map((files) => `test/${files}.test.ts`);

const LOCAL = 'test/local/**/*.test.ts';

/**
 * Of whole processes, killed and starved on purpose, one in thousands fails where a machine has no time for it. It is
 * tried once more, and named at the end (`second-tries.ts`). A rule or a schedule by seed fails the second time as well.
 */
const AGAIN = { retry: 1 };

export default defineConfig({
  test: {
    // Two cores are the least a machine has; tests of whole processes wait for half of their time.
    maxWorkers: 4,
    sequence: { sequencer: SlowestFirst },
    // They end what hangs. A slow machine takes many times what a quick one does, and says nothing by it.
    testTimeout: 30 * 60_000,
    hookTimeout: 30 * 60_000,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ALONE,
          globalSetup: ['test/support/browser.ts', 'test/support/bundles.ts'],
          ...AGAIN,
        },
      },
      // One process for many files: half of their time would go to loading the same modules again.
      { extends: true, test: { name: 'engine', include: [LOCAL], exclude: ALONE, isolate: false, ...AGAIN } },
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...ALONE, LOCAL], isolate: false },
      },
    ],
  },
});
