import { createServer } from 'node:net';

const USUAL = 4000;

/**
 * The port for the console: the one that was asked for, else 4000, else any that is free.
 * @throws Error if the one that was asked for is taken.
 */
export async function choosePort(asked: number | null): Promise<number> {
  const found = await tryPort(asked ?? USUAL);
  if (found !== null) return found;
  if (asked !== null) throw new Error(`port ${asked} is taken: choose another with --port, or leave the option out`);
  return (await tryPort(0))!;
}

/** The port itself if it is free on this machine (0: any), else null. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
