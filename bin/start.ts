// `npm start`: runs Crier on this machine and plays a day. See infra/local/start.
import { councils } from '../infra/config/councils.ts';
import { readOptions, type StartOptions } from '../infra/local/start/options.ts';
import { progressOn } from '../infra/local/start/progress.ts';
import { startRun } from '../infra/local/start/run.ts';
import { WrongInput } from '../infra/local/start/subscribers.ts';

async function main(options: StartOptions): Promise<number> {
  const progress = progressOn(process.stdout, process.env);
  const stop = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        // A second Ctrl-C asks not to wait for a clean end.
        if (stop.signal.aborted) process.exit(130);
        stop.abort();
        resolve();
      });
    }
  });
  try {
    const { ending, url, close } = await startRun(options, progress, { stopped: stop.signal });
    if (!ending.ok) progress.say(`Not finished: ${ending.reason}.`);
    if (!options.once) {
      progress.say(`The console is at ${url} until you press Ctrl-C.`);
      await signalled;
      progress.say('Closing.');
    }
    await close();
    return options.once && !ending.ok ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) {
      progress.say('Stopped.');
      return options.once ? 1 : 0;
    }
    progress.stop();
    const isWrong = error instanceof WrongInput;
    process.stderr.write(isWrong ? `${error.message}\n` : `Cannot go on: ${(error as Error).message}\n`);
    return isWrong ? 2 : 1;
  } finally {
    progress.stop();
  }
}

// `npm start | head` closes our output early: that ends it as Ctrl-C does.
let told = true;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (told) process.kill(process.pid, 'SIGTERM');
  told = false;
});

const read = readOptions(
  process.argv.slice(2),
  councils.map(({ id }) => id),
);
if (read.kind === 'help') process.stdout.write(read.text);
else if (read.kind === 'wrong') {
  process.stderr.write(`${read.message}\n`);
  process.exitCode = 2;
} else process.exit(await main(read.options));
