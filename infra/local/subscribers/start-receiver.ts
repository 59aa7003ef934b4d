import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Copy, receiver } from './receiver.ts';

export type Receiver = {
  url: string;
  copies(): Copy[];
  readonly down: boolean;
  /** Whether it lets every connection fall, as a system that is down does. */
  isDown(down: boolean): void;
  close(): Promise<void>;
};

/** Runs one on a port of its own. */
export async function startReceiver(secrets: readonly string[]): Promise<Receiver> {
  const copies = new Map<string, Copy>();
  const answer = receiver(secrets, copies);
  let down = false;
  const server = createServer((request, response) => (down ? request.destroy() : answer(request, response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/crier`,
    copies: () => [...copies.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    get down() {
      return down;
    },
    isDown: (now) => {
      down = now;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
