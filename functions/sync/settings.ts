import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FileOut, Subscriber, Webhook } from '../../contracts/subscriber.ts';

/** AWS gives a function 4 KB of variables in all: the addresses of the queues take most of it. */
const MOST_BYTES = 1_200;
/** One that has no queues has room. */
const MOST_BYTES_OF_SYSTEMS = 1_800;

/** What a function needs to know of a subscriber's entry, as one variable. */
function pack(what: string, entries: readonly object[], most = MOST_BYTES): string {
  const packed = deflateRawSync(JSON.stringify(entries), { level: 9 }).toString('base64');
  if (packed.length <= most) return packed;
  throw new Error(
    `subscribers: the ${entries.length} ${what} take ${packed.length} bytes, and AWS lets a function have ${most} for them`,
  );
}

const unpack = <Entry>(packed: string): Entry[] =>
  JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()) as Entry[];

/**
 * The webhooks of a council's configuration as one variable.
 * @throws Error if they are too many for it
 */
export const packSubscribers = (subscribers: readonly Subscriber<Webhook>[]): string =>
  pack(
    'webhooks',
    subscribers.map(({ owner: _, ...entry }) => entry),
  );

export const readSubscribers = (packed: string): Subscriber<Webhook>[] =>
  unpack<Omit<Subscriber<Webhook>, 'owner'>>(packed).map((entry) => ({ ...entry, owner: '' }));

/** Who wants which facts, and whether they go into files: all that routing needs. */
export type Wanting = Pick<Subscriber, 'name' | 'events'> & {
  file?: { after_changes?: number | undefined } | undefined;
  /** Codes of the services whose requests it deals with; where there are none, facts of its types reach it all. */
  services?: readonly string[] | undefined;
};

/** @throws Error if they are too many for one variable */
export const packWanting = (subscribers: readonly Subscriber[]): string =>
  pack(
    'subscribers',
    subscribers.map(
      ({ name, events, transport }): Wanting => ({
        name,
        events,
        ...(transport.kind === 'file' && { file: { after_changes: transport.after_changes } }),
        ...('open311' in transport && transport.open311 && { services: Object.keys(transport.open311.services) }),
      }),
    ),
  );

export const readWanting = (packed: string): Wanting[] => unpack<Wanting>(packed);

/** A subscriber by file, with the columns of its layout. */
export type ToFile = Pick<Subscriber, 'name' | 'events' | 'fields'> & {
  file: Omit<FileOut, 'kind' | 'layout'> & { columns: readonly string[] };
};

/** @throws Error if they are too many for one variable */
export const packFiles = (files: readonly ToFile[]): string => pack('subscribers by file', files);

export const readFiles = (packed: string): ToFile[] => unpack<ToFile>(packed);

/** What officers are told of a system. */
export type SystemEntry = Pick<Subscriber, 'name' | 'owner' | 'events' | 'fields'> & {
  file?: { schedule?: string | undefined; after_changes?: number | undefined } | undefined;
};

/** @throws Error if they are too many for one variable */
export const packSystems = (subscribers: readonly Subscriber[]): string =>
  pack(
    'subscribers',
    subscribers.map(
      ({ name, owner, events, fields, transport }): SystemEntry => ({
        ...{ name, owner, events, fields },
        ...(transport.kind === 'file' && {
          file: { schedule: transport.schedule, after_changes: transport.after_changes },
        }),
      }),
    ),
    MOST_BYTES_OF_SYSTEMS,
  );

export const readSystems = (packed: string): SystemEntry[] => unpack<SystemEntry>(packed);
