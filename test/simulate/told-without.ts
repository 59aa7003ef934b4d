import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { COMPILED } from '../support/compiled.ts';

/** What the simulator tells with one edit of `guards.ts` or `leaks.ts` in its source. */
export async function toldWithout(name: string, args: readonly string[]): Promise<{ told: string; complaint: string }> {
  const program = ['--import', './test/simulate/remove-guard.ts', 'bin/simulate.ts', ...args];
  const run = spawn(process.execPath, program, {
    env: { ...process.env, ...COMPILED, CRIER_WITHOUT: name },
  });
  const [told, complaint] = await Promise.all([text(run.stdout), text(run.stderr)]);
  return { told, complaint };
}
