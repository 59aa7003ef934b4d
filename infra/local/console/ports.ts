import { createServer, type RequestListener, type Server } from 'node:http';

const USUAL = 4000;

/** A port of this machine that no other process can take until it is let go: what will answer there is told later. */
export type HeldPort = { port: number; answer(by: RequestListener): Server; letGo(): Promise<void> };

/**
 * The port for the console: the one that was asked for (0: any that is free), else 4000, else any that is free.
 * @throws Error if the one that was asked for is taken.
 */
export async function holdPort(asked: number | null): Promise<HeldPort> {
  const port = await tryPort(asked ?? USUAL);
  if (port !== null) return port;
  if (asked !== null) throw new Error(`port ${asked} is taken: choose another with --port, or leave the option out`);
  return (await tryPort(0))!;
}

/** Null if it is taken. Port 0 takes any that is free. */
function tryPort(port: number): Promise<HeldPort | null> {
  return new Promise((resolve) => {
    const server = createServer();
    const refuse = (socket: { destroy(): void }) => socket.destroy();
    server.on('connection', refuse);
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) return resolve(null);
      resolve({
        port: address.port,
        answer: (by) => server.off('connection', refuse).on('request', by),
        letGo: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
