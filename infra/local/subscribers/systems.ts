import { createHash } from 'node:crypto';
import { isByFile, isWebhook, type Subscriber } from '../../../contracts/subscriber.ts';
import type { SubscribersHere } from '../../config/subscribers.ts';
import type { SystemSeen } from '../console/feed.ts';
import { type FileReceiver, type FileThere, fileReceiver } from './file-receiver.ts';
import { type Receiver, startReceiver } from './start-receiver.ts';

/** The systems of the demo council, each with a receiver on this machine: a server, or one that reads its files. */
export type Systems = SubscribersHere & {
  /** Those that are here, each with what it knows. */
  seen(): SystemSeen[];
  /** A file that went out, or its sum, is there. */
  take(file: FileThere): void;
  /** @throws Error if there is no receiver of this name */
  isDown(name: string, down: boolean): void;
  close(): Promise<void>;
};

/** Of one machine, and no secret at all: anybody can work it out. */
const secretOf = (name: string): string => `whsec_${createHash('sha256').update(`local ${name}`).digest('base64')}`;

/** Starts a receiver for each webhook of these entries, and gives the entries its address. */
export async function startSystems(entries: readonly Subscriber[]): Promise<Systems> {
  const receivers = new Map<string, Receiver>();
  for (const { name } of entries.filter(isWebhook)) receivers.set(name, await startReceiver([secretOf(name)]));
  const readers = new Map<string, FileReceiver>(
    entries.filter(isByFile).map(({ name, transport }) => [name, fileReceiver(transport.encoding)]),
  );
  const here = (entry: Subscriber): Subscriber => {
    const receiver = receivers.get(entry.name);
    if (!receiver || !isWebhook(entry)) return entry;
    return { ...entry, transport: { ...entry.transport, url: receiver.url } };
  };
  return {
    subscribers: entries.map(here),
    secrets: Object.fromEntries([...receivers.keys()].map((name) => [name, secretOf(name)])),
    seen: () =>
      entries.flatMap(({ name, owner }): SystemSeen[] => {
        const [receiver, reader] = [receivers.get(name), readers.get(name)];
        if (reader) return [{ name, owner, by: 'file', down: false, copies: reader.copies() }];
        return receiver ? [{ name, owner, by: 'webhook', down: receiver.down, copies: receiver.copies() }] : [];
      }),
    take: (file) => readers.get(file.subscriber)?.take(file),
    isDown: (name, down) => {
      const receiver = receivers.get(name);
      if (!receiver) throw new Error(`there is no receiver of ${name} here`);
      receiver.isDown(down);
    },
    close: async () => {
      await Promise.all([...receivers.values()].map((each) => each.close()));
    },
  };
}

/** Systems that are somewhere else: what they know is theirs. */
export const systemsElsewhere = (here: SubscribersHere): Systems => ({
  ...here,
  seen: () => [],
  take: () => {},
  isDown: (name) => {
    throw new Error(`there is no receiver of ${name} here`);
  },
  close: async () => {},
});
