import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { GUARDS } from './guards.ts';
import { PACING } from './guards-of-pace.ts';

// What shows that the checks bite: each guard is needed.
describe('sending without one of its guards', () => {
  it.concurrent.each(GUARDS)(
    'breaks a promise without $name',
    async ({ name, from = 1, freezeAt }) => {
      const program = ['--import', './test/simulate/remove-guard.ts', 'bin/simulate.ts', 'sends'];
      program.push('--seeds', '2000', '--from', String(from));
      if (freezeAt) program.push('--freeze-at', freezeAt);
      const { told, complaint } = await toldBy(program, name);
      expect(told, complaint).toMatch(/Seed \d+ broke a promise/);
    },
    240_000,
  );
});

describe('a pace without one of its guards', () => {
  it.concurrent.each(PACING)(
    'gets too little done, or circles, without $name',
    async ({ name, workers, post }) => {
      const program = ['--import', './test/simulate/remove-guard.ts', 'bin/simulate.ts', 'pace'];
      program.push('--workers', String(workers), '--post', String(post));
      const { told, complaint } = await toldBy(program, name);
      expect(told, complaint).toContain('The pace did not follow.');
    },
    240_000,
  );
});

async function toldBy(program: string[], without: string) {
  const run = spawn(process.execPath, program, { env: { ...process.env, CRIER_WITHOUT: without } });
  const [told, complaint] = await Promise.all([text(run.stdout), text(run.stderr)]);
  return { told, complaint };
}
