import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { GUARDS } from './guards.ts';

// What shows that the checks bite: each guard is needed.
describe('sending without one of its guards', () => {
  it.concurrent.each(GUARDS)(
    'breaks a promise without $name',
    async ({ name, from = 1 }) => {
      const program = ['--import', './test/simulate/remove-guard.ts', 'bin/simulate.ts', 'sends', '--seeds', '2000'];
      program.push('--from', String(from));
      const run = spawn(process.execPath, program, { env: { ...process.env, CRIER_WITHOUT: name } });
      const [told, complaint] = await Promise.all([text(run.stdout), text(run.stderr)]);
      expect(told, complaint).toMatch(/Seed \d+ broke a promise/);
    },
    240_000,
  );
});
