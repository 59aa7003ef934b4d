import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { LEAKS } from './leaks.ts';

describe('sending that lets out data of residents', () => {
  it.concurrent.each(LEAKS)(
    'is seen: $name',
    async ({ name, found }) => {
      const program = ['--import', './test/simulate/remove-guard.ts', 'bin/simulate.ts', 'sends', '--seeds', '200'];
      const run = spawn(process.execPath, program, { env: { ...process.env, CRIER_WITHOUT: name } });
      const [told, complaint] = await Promise.all([text(run.stdout), text(run.stderr)]);
      expect(told, complaint).toMatch(found);
    },
    120_000,
  );
});
