import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const COMPILED = join(tmpdir(), 'crier-compiled');

/** What the simulator tells with one edit of `guards.ts` or `leaks.ts` in its source. Half of a short run would go to compiling. */
export async function toldWithout(name: string, args: readonly string[]): Promise<{ told: string; complaint: string }> {
  const program = ['--import', './test/simulate/remove-guard.ts', 'bin/simulate.ts', ...args];
  const run = spawn(process.execPath, program, {
    env: { ...process.env, CRIER_WITHOUT: name, NODE_COMPILE_CACHE: COMPILED },
  });
  const [told, complaint] = await Promise.all([text(run.stdout), text(run.stderr)]);
  return { told, complaint };
}
