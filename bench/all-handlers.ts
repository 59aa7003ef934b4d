import { fork } from 'node:child_process';
import { join } from 'node:path';

type Told = { kind: 'ready' | 'cpu'; cpu_seconds: number };

/** Starts the process that runs all handlers (one-process.ts), listening on a socket of this path. */
export async function startOneProcess(socket: string) {
  const child = fork(join(import.meta.dirname, 'one-process.ts'), [socket], {
    // As the template starts its functions. What they log is written, and thrown away.
    execArgv: [
      '--enable-source-maps',
      ...(process.env['CRIER_BENCH_PROFILE']
        ? ['--cpu-prof', `--cpu-prof-dir=${process.env['CRIER_BENCH_PROFILE']}`]
        : []),
    ],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told = () =>
    new Promise<Told>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Told));
      child.once('exit', (code) => reject(new Error(`the process of all handlers ended with ${code}`)));
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
