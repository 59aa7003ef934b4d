import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLING } from '../infra/constructs/bundle.ts';
import { nodeOptions } from '../infra/constructs/node-function.ts';

const ROOT = join(import.meta.dirname, '..');

/** Every `functions/<capability>/<verb-noun>/handler.ts` there is. */
export function handlers(): string[] {
  const functions = join(ROOT, 'functions');
  return readdirSync(functions, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split('/').length === 3 && path.endsWith('/handler.ts'))
    .map((path) => join(functions, path))
    .sort();
}

/**
 * Bundles all handlers as the stack does, but together, each as `<verb-noun>/index.mjs`: what several use is there once,
 * as it is in the process that they are compared with. In as many copies V8 would take as many times as long to compile.
 */
function bundleTogether(outdir: string): void {
  const entryPoints = handlers().map((entry) => ({ in: entry, out: `${basename(dirname(entry))}/index` }));
  buildSync({ ...BUNDLING, external: [], absWorkingDir: ROOT, entryPoints, outdir, splitting: true });
}

type Told = { kind: 'ready' | 'cpu'; cpu_seconds: number };

/**
 * Starts the process that runs all handlers (one-process.ts), with its bundles and its socket in a folder. The variable
 * CRIER_BENCH_PROFILE names a folder for a CPU profile of it.
 */
export async function startOneProcess(folder: string) {
  const bundles = join(folder, 'handlers');
  const socket = join(folder, 'handlers.sock');
  bundleTogether(bundles);
  const { CRIER_BENCH_PROFILE: profiles } = process.env;
  const child = fork(join(import.meta.dirname, 'one-process.ts'), [bundles, socket], {
    execArgv: [...nodeOptions({ memoryMb: 512 }), ...(profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [])],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // what they log is written, and thrown away
  });
  const told = () =>
    new Promise<Told>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the process of all handlers ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message as Told);
      });
    });
  await told();
  return {
    socket,
    cpuSeconds: async () => {
      child.send('cpu');
      return (await told()).cpu_seconds;
    },
    close: () => child.disconnect(),
  };
}
